/* A host in a page: loads a plugin, calls every slot of its components and prints what they answer. Two builds of it,
 * or of the plugin, that print the same understand each other. Every struct that it hands out has canaries behind it.
 */
#include <autoloss/plugin.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CANARY = 0xA5, CANARIES = 64, STEPS = 40, MOST = 64, STATE_BYTES = 1 << 24 };

#define GUARDED(type, name)                       \
  struct {                                        \
    type object;                                  \
    unsigned char canaries[CANARIES];             \
  } name;                                         \
  memset(&(name), CANARY, sizeof(name));          \
  memset(&(name).object, 0, sizeof(name.object)); \
  (name).object.struct_size = sizeof((name).object)
#define CHECK_CANARIES(name) check_canaries((name).canaries, #name)

static void check_canaries(const unsigned char* canaries, const char* name) {
  for (int k = 0; k < CANARIES; ++k)
    if (canaries[k] != CANARY) {
      printf("written past the end of %s\n", name);
      exit(1);
    }
}

static autoloss_error error = {sizeof(error), ""};
static void need(int32_t status, const char* slot) {
  if (status == AUTOLOSS_OK) return;
  printf("%s failed: %d %s\n", slot, (int)status, error.message);
  exit(1);
}

/* Services of the host. */
static void say(void* context, int32_t level, const char* message) {
  (void)context;
  printf("log %d %s\n", (int)level, message);
}
static void progress(void* context, double fraction, const char* what) {
  (void)context;
  printf("progress %g %s\n", fraction, what);
}
static int32_t is_cancelled(void* context) {
  (void)context;
  return 0;
}
static const char* no_directory(void* context) {
  (void)context;
  return "";
}
static int32_t write_artifact(void* context, const char* name, const char* mime, const void* bytes, uint64_t size,
                              autoloss_error* problem) {
  (void)context, (void)bytes, (void)problem;
  printf("artifact %s %s %llu\n", name, mime, (unsigned long long)size);
  return AUTOLOSS_OK;
}
static const void* no_extension(void* context, const char* id) {
  (void)context, (void)id;
  return NULL;
}
static const autoloss_host services = {.struct_size = sizeof(services),
                                       .abi_minor = AUTOLOSS_ABI_MINOR,
                                       .log = say,
                                       .progress = progress,
                                       .is_cancelled = is_cancelled,
                                       .data_directory = no_directory,
                                       .cache_directory = no_directory,
                                       .write_artifact = write_artifact,
                                       .extension = no_extension};

/* A saved state in memory, read back seven bytes at a time. */
typedef struct {
  unsigned char bytes[STATE_BYTES];
  uint64_t size, place;
} state;
static state saved;
static int32_t write_state(void* context, const void* bytes, uint64_t size) {
  state* to = context;
  if (size > STATE_BYTES - to->size) return AUTOLOSS_IO_ERROR;
  memcpy(to->bytes + to->size, bytes, size);
  to->size += size;
  return AUTOLOSS_OK;
}
static int64_t read_state(void* context, void* buffer, uint64_t size) {
  state* from = context;
  uint64_t count = from->size - from->place < size ? from->size - from->place : size;
  if (count > 7) count = 7;
  memcpy(buffer, from->bytes + from->place, count);
  from->place += count;
  return (int64_t)count;
}
static const autoloss_writer writer = {sizeof(writer), 0, &saved, write_state};
static const autoloss_reader reader = {sizeof(reader), 0, &saved, read_state};

/* Every parameter at its default. */
static autoloss_value values[MOST];
static const autoloss_value* value_list[MOST];
static autoloss_config defaults(const autoloss_parameter* const* parameters, uint32_t count) {
  const autoloss_config config = {sizeof(config), count, value_list};
  if (count > MOST) need(AUTOLOSS_UNSUPPORTED, "defaults");
  for (uint32_t k = 0; k < count; ++k) {
    const autoloss_parameter* parameter = parameters[k];
    autoloss_value* value = &values[k];
    memset(value, 0, sizeof(*value));
    value->struct_size = sizeof(*value);
    value->type = parameter->type;
    value->key = parameter->key;
    value->integer = parameter->default_integer;
    value->number = parameter->default_number;
    value->string = parameter->default_string != NULL ? parameter->default_string : "";
    value->numbers = parameter->default_numbers;
    value->strings = parameter->default_strings;
    value->count = parameter->default_count;
    value_list[k] = value;
    printf("parameter %u %s %s %g..%g, %s\n", (unsigned)parameter->type, parameter->key, parameter->unit,
           parameter->least, parameter->most, parameter->description);
    if (parameter->type < AUTOLOSS_TYPE_INTEGER || parameter->type > AUTOLOSS_TYPE_PATH)
      need(AUTOLOSS_UNSUPPORTED, "a parameter's type");
  }
  return config;
}

static void measure(const autoloss_task_type* type, autoloss_task* task, uint32_t split, uint32_t count) {
  double metrics[MOST + 1];
  metrics[count] = 12345;
  need(type->measure(task, split, metrics, count, &error), "measure");
  if (metrics[count] != 12345) need(AUTOLOSS_INTERNAL, "measure (writes past the end)");
  for (uint32_t k = 0; k < count; ++k) printf("split %u metric %u %.17g\n", (unsigned)split, (unsigned)k, metrics[k]);
}

static void step(const autoloss_task_type* type, autoloss_task* task, uint32_t action, uint32_t signals, int probes) {
  double signal[MOST + 1] = {0};
  GUARDED(autoloss_step_result, result);
  result.object.signal_count = signals;
  result.object.signals = signal;
  need((probes ? type->probe : type->step)(task, action, &result.object, &error), "step");
  CHECK_CANARIES(result);
  printf("%s %u: loss %.17g gradient %.17g batches %.17g flags %u\n", probes ? "probe" : "step", (unsigned)action,
         result.object.loss, result.object.gradient_norm, (double)result.object.batches, (unsigned)result.object.flags);
}

static void try_task(const autoloss_task_type* type) {
  autoloss_task* task = NULL;
  printf("task %s %s, %s, %s\n", type->id, type->version, type->description, type->licence);
  const autoloss_config config = defaults(type->parameters, type->parameter_count);
  need(type->create(&services, &config, &task, &error), "create");
  const autoloss_episode episode = {sizeof(episode), AUTOLOSS_ROLE_GUIDED, 1, 2, 3, STEPS, &config};
  need(type->begin(task, &episode, &error), "begin");

  GUARDED(autoloss_task_info, info);
  need(type->describe(task, &info.object, &error), "describe");
  CHECK_CANARIES(info);
  for (uint32_t k = 0; k < info.object.action_count; ++k) {
    const autoloss_action_info* action = info.object.actions[k];
    printf("action %s on %s (%llu), loss %u, flags %u: %s\n", action->name, action->parameter_group,
           (unsigned long long)action->parameter_count, (unsigned)action->loss, (unsigned)action->flags,
           action->description);
  }
  for (uint32_t k = 0; k < info.object.loss_count; ++k)
    printf("loss %s: %s\n", info.object.losses[k]->name, info.object.losses[k]->description);
  for (uint32_t k = 0; k < info.object.metric_count; ++k)
    printf("metric %s in %s, direction %u, loss %u\n", info.object.metrics[k]->name, info.object.metrics[k]->unit,
           (unsigned)info.object.metrics[k]->direction, (unsigned)info.object.metrics[k]->loss);

  for (uint32_t k = 0; k < STEPS; ++k) {
    const uint32_t action = k % info.object.action_count;
    if (type->probe != NULL) step(type, task, action, info.object.signal_count, 1);
    step(type, task, action, info.object.signal_count, 0);
    if (k == STEPS / 2) need(type->keep(task, AUTOLOSS_KEEP_SLOTS - 1, &error), "keep");
  }
  if (type->save != NULL) {
    saved.size = saved.place = 0;
    need(type->save(task, &writer, &error), "save");
    need(type->begin(task, &episode, &error), "begin");
    need(type->load(task, &reader, &error), "load");
    step(type, task, 0, info.object.signal_count, 0);
  }
  for (uint32_t split = AUTOLOSS_SPLIT_TRAIN; split <= AUTOLOSS_SPLIT_VALID_SECOND; ++split)
    if ((info.object.splits & AUTOLOSS_SPLIT_BIT(split)) != 0) measure(type, task, split, info.object.metric_count);
  need(type->recall(task, AUTOLOSS_KEEP_SLOTS - 1, &error), "recall");
  measure(type, task, AUTOLOSS_SPLIT_TEST, info.object.metric_count);
  type->destroy(task);
}

static void act(const autoloss_controller_type* type, autoloss_controller* controller, uint32_t features,
                uint32_t logits) {
  autoloss_controller_session* session = NULL;
  double feature[MOST] = {0}, noise[MOST] = {0}, probabilities[3] = {0, 0, 12345};
  need(type->open(controller, &session, &error), "open");
  for (uint32_t k = 0; k < STEPS; ++k) {
    for (uint32_t f = 0; f < features; ++f) feature[f] = (double)((k + f) % 7) / 7;
    const autoloss_observation observation = {
        sizeof(observation), features, feature, k, STEPS, (double)(k * 37 % 100) / 100, logits > 0 ? noise : NULL};
    GUARDED(autoloss_decision, decision);
    decision.object.probabilities = probabilities;
    need(type->act(session, &observation, &decision.object, &error), "act");
    CHECK_CANARIES(decision);
    printf("act %u: %.17g %.17g value %.17g\n", (unsigned)decision.object.action, probabilities[0], probabilities[1],
           decision.object.value);
  }
  if (probabilities[2] != 12345) need(AUTOLOSS_INTERNAL, "act (writes past the end)");
  type->close(session);
}

static void learn(const autoloss_controller_type* type, autoloss_controller* controller, uint32_t features) {
  static double feature[STEPS * MOST], probability[STEPS], value[STEPS];
  static uint32_t actions[STEPS];
  autoloss_named_value learned[MOST];
  for (uint32_t k = 0; k < STEPS * features; ++k) feature[k] = (double)(k % 5) / 5;
  for (uint32_t k = 0; k < STEPS; ++k) actions[k] = k % 2, probability[k] = 0.5;
  autoloss_trajectory one = {.struct_size = sizeof(one),
                             .flags = AUTOLOSS_TRAJECTORY_TERMINATED,
                             .decision_count = STEPS,
                             .features = feature,
                             .actions = actions,
                             .probabilities = probability,
                             .values = value,
                             .episode_return = 1,
                             .advantage = 0.5};
  autoloss_trajectory two = one;
  two.advantage = -0.25;
  two.group = 1;
  const autoloss_trajectory* const list[] = {&one, &two};
  const autoloss_batch batch = {sizeof(batch), 2, list, 0.5};
  GUARDED(autoloss_learn_result, result);
  result.object.capacity = MOST;
  result.object.values = learned;
  need(type->learn(controller, &batch, &result.object, &error), "learn");
  CHECK_CANARIES(result);
  for (uint32_t k = 0; k < result.object.count; ++k) printf("learned %s %.17g\n", learned[k].name, learned[k].value);
}

static void try_controller(const autoloss_controller_type* type) {
  static const char* const actions[] = {"one", "two"};
  static const char* const features[] = {"progress"};
  autoloss_controller* controller = NULL;
  printf("controller %s %s, %s, %s\n", type->id, type->version, type->description, type->licence);
  const autoloss_config config = defaults(type->parameters, type->parameter_count);
  const int asks = type->default_features != NULL;
  const autoloss_controller_spec spec = {
      sizeof(spec), asks ? type->default_feature_count : 1, 2, 0, 7, asks ? type->default_features : features, actions};
  for (uint32_t k = 0; k < spec.feature_count; ++k) printf("feature %s\n", spec.feature_names[k]);
  const int32_t status = type->create(&services, &config, &spec, &controller, &error);
  if (status == AUTOLOSS_INVALID_ARGUMENT) {
    printf("refuses its defaults: %s\n", error.message);
    return;
  }
  need(status, "create");
  GUARDED(autoloss_controller_info, info);
  need(type->describe(controller, &info.object, &error), "describe");
  CHECK_CANARIES(info);
  printf("logits %u parameters %llu\n", (unsigned)info.object.logit_count,
         (unsigned long long)info.object.parameter_count);
  act(type, controller, spec.feature_count, info.object.logit_count);
  if (type->learn != NULL) learn(type, controller, spec.feature_count);
  if (type->get_parameters != NULL) {
    double* parameters = calloc(info.object.parameter_count + 1, sizeof(*parameters));
    need(type->get_parameters(controller, parameters, info.object.parameter_count, &error), "get_parameters");
    for (uint64_t k = 0; k < info.object.parameter_count; ++k) printf("parameter %.17g\n", parameters[k]);
    need(type->set_parameters(controller, parameters, info.object.parameter_count, &error), "set_parameters");
    free(parameters);
  }
  if (type->save != NULL) {
    saved.size = saved.place = 0;
    need(type->save(controller, &writer, &error), "save");
    need(type->load(controller, &reader, &error), "load");
  }
  act(type, controller, spec.feature_count, info.object.logit_count);
  type->destroy(controller);
}

int main(int count, char** words) {
  if (count != 2) return 2;
  setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
  void* library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
  const autoloss_plugin* (*entry)(void) = NULL;
  if (library != NULL) *(void**)&entry = dlsym(library, AUTOLOSS_ENTRY_POINT);
  if (entry == NULL) return printf("no plugin: %s\n", dlerror()), 1;
  const autoloss_plugin* plugin = entry();
  if (!AUTOLOSS_HAS(autoloss_plugin, plugin, controllers) || plugin->least_host_minor > AUTOLOSS_ABI_MINOR)
    return printf("not for this host\n"), 1;
  printf("plugin %s %s\n", plugin->name, plugin->version);
  for (uint32_t k = 0; k < plugin->task_count; ++k) try_task(plugin->tasks[k]);
  for (uint32_t k = 0; k < plugin->controller_count; ++k) try_controller(plugin->controllers[k]);
  printf("done\n");
  return 0;
}
