/* A task in C that keeps the contract, but for the one fault that it is compiled with: a number x goes down
 * (x - 1)^2 / 2, or x^2 / 2, by gradient descent that remembers its last step. */
#include "common.h"

#define STATE_COUNT 2u /* x, last step */

struct autoloss_task {
  const autoloss_host* host;
  settings settings;
  double x;
  double last_step;
  double kept[AUTOLOSS_KEEP_SLOTS];
  int is_kept[AUTOLOSS_KEEP_SLOTS];
  uint32_t role;
  int running;
  int recalled;
};

static double shared_step; /* shares_state: belongs to no instance */

static const autoloss_loss_info losses_of[] = {
    {sizeof(autoloss_loss_info), 0, "distance", "half the squared distance to 1"},
    {sizeof(autoloss_loss_info), 0, IS(two_losses_of_one_name) ? "distance" : "size", "half the square"}};
static const autoloss_loss_info* const losses[] = {&losses_of[0], &losses_of[1]};
static const autoloss_action_info actions_of[] = {
    {sizeof(autoloss_action_info), 0, 0, 0, 1, "approach", "x", "towards 1"},
    {sizeof(autoloss_action_info), 0, 1, 0, 1, "shrink", "x", "towards 0"}};
static const autoloss_action_info* const actions[] = {&actions_of[0], &actions_of[1]};
static const autoloss_metric_info metrics_of[] = {
    {sizeof(autoloss_metric_info), AUTOLOSS_MINIMIZE, 0, 0, "distance", "", "half the squared distance to 1"}};
static const autoloss_metric_info* const metrics[] = {&metrics_of[0]};

#define ACTION_COUNT 2u
#define SPLITS                                                                           \
  (AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TRAIN) | AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_VALID) | \
   AUTOLOSS_SPLIT_BIT(AUTOLOSS_SPLIT_TEST))

static int32_t create(const autoloss_host* host, const autoloss_config* config, autoloss_task** task,
                      autoloss_error* error) {
  settings read = {0, 0};
  int32_t status = read_settings(config, &read, error);
  if (status == AUTOLOSS_OK) status = disturb(host, error);
  if (status != AUTOLOSS_OK) return status;
  *task = calloc(1, sizeof(**task));
  if (*task == NULL) return fail(error, AUTOLOSS_OUT_OF_MEMORY, "out of memory");
  (*task)->host = host;
  (*task)->settings = read;
  return AUTOLOSS_OK;
}

static void destroy(autoloss_task* task) {
  free(task);
}

static int32_t describe(autoloss_task* task, autoloss_task_info* info, autoloss_error* error) {
  (void)task, (void)error;
  info->action_count = ACTION_COUNT;
  info->loss_count = 2;
  info->metric_count = 1;
  info->signal_count = 0;
  info->primary_metric = info->result_metric = 0;
  info->splits = SPLITS;
  info->actions = actions;
  info->losses = losses;
  info->metrics = metrics;
  info->signals = NULL;
  return AUTOLOSS_OK;
}

static int32_t begin(autoloss_task* task, const autoloss_episode* episode, autoloss_error* error) {
  static int instances;
  int32_t status;
  task->running = 0;
  status = read_settings(episode->config, &task->settings, error);
  if (status == AUTOLOSS_OK) status = heed(task->host, error);
  if (status != AUTOLOSS_OK) return status;
  task->x = 2 + (double)(episode->init_seed % 1000) / 1000;
  if (IS(counts_instances)) task->x += ++instances;
  task->last_step = shared_step = 0;
  memset(task->is_kept, 0, sizeof(task->is_kept));
  task->role = episode->role;
  task->running = 1;
  task->recalled = 0;
  return AUTOLOSS_OK;
}

static int32_t no_episode(autoloss_error* error) {
  return fail(error, AUTOLOSS_INVALID_STATE, "no episode has begun");
}

static int32_t probe(autoloss_task* task, uint32_t action, autoloss_step_result* result, autoloss_error* error) {
  const double gradient = task->x - (action == 0 ? 1 : 0);
  if (!task->running) return no_episode(error);
  if (IS(spoils_outputs)) result->loss = 0;
  if (action >= ACTION_COUNT) return fail(error, AUTOLOSS_INVALID_ARGUMENT, "no such action");
  result->flags = 0;
  result->loss = gradient * gradient / 2;
  result->gradient_norm = fabs(gradient);
  result->batches = 1;
  if (IS(probe_moves)) task->x += 1e-9;
  return AUTOLOSS_OK;
}

static int32_t step(autoloss_task* task, uint32_t action, autoloss_step_result* result, autoloss_error* error) {
  double* last_step = IS(shares_state) ? &shared_step : &task->last_step;
  const double gradient = task->x - (action == 0 ? 1 : 0);
  const int32_t status = probe(task, action, result, error);
  if (status != AUTOLOSS_OK) return status;
  if (IS(probe_moves)) task->x -= 1e-9;
  if (IS(crashes_after_recall) && task->recalled) abort();
  *last_step = task->settings.memory * *last_step - task->settings.rate * gradient;
  task->x += *last_step;
  return AUTOLOSS_OK;
}

static int32_t measure(autoloss_task* task, uint32_t split, double* values, uint32_t metric_count,
                       autoloss_error* error) {
  if (!task->running && !IS(measures_before_begin)) return no_episode(error);
  if (split >= 32 || (SPLITS & AUTOLOSS_SPLIT_BIT(split)) == 0)
    return fail(error, AUTOLOSS_INVALID_ARGUMENT, "no such split");
  if (split == AUTOLOSS_SPLIT_TEST && task->role != AUTOLOSS_ROLE_GUIDED)
    return fail(error, AUTOLOSS_INVALID_STATE, "the test split is not for controllers");
  if (metric_count < 1) return fail(error, AUTOLOSS_INVALID_ARGUMENT, "no room for the metric");
  values[0] = (task->x - 1) * (task->x - 1) / 2;
  if (IS(writes_past_metrics)) values[metric_count] = 0;
  if (IS(measure_moves)) task->last_step *= 0.999;
  return AUTOLOSS_OK;
}

static int32_t keep(autoloss_task* task, uint32_t slot, autoloss_error* error) {
  if (!task->running) return no_episode(error);
  if (slot >= AUTOLOSS_KEEP_SLOTS) return fail(error, AUTOLOSS_INVALID_ARGUMENT, "no such slot");
  task->kept[slot] = task->x;
  task->is_kept[slot] = 1;
  return AUTOLOSS_OK;
}

static int32_t recall(autoloss_task* task, uint32_t slot, autoloss_error* error) {
  if (!task->running) return no_episode(error);
  if (slot >= AUTOLOSS_KEEP_SLOTS) return fail(error, AUTOLOSS_INVALID_ARGUMENT, "no such slot");
  if (!task->is_kept[slot]) return fail(error, AUTOLOSS_INVALID_STATE, "nothing was kept in this slot");
  if (!IS(recall_forgets)) task->x = task->kept[slot];
  task->recalled = 1;
  return AUTOLOSS_OK;
}

static int32_t save(autoloss_task* task, const autoloss_writer* writer, autoloss_error* error) {
  const double numbers[STATE_COUNT] = {task->x, IS(forgets_state) ? 0 : task->last_step};
  if (!task->running) return no_episode(error);
  return write_state(writer, numbers, STATE_COUNT, error);
}

static int32_t load(autoloss_task* task, const autoloss_reader* reader, autoloss_error* error) {
  double numbers[STATE_COUNT] = {0, 0};
  int32_t status;
  if (!task->running) return no_episode(error);
  status = read_state(reader, numbers, STATE_COUNT, error);
  task->running = status == AUTOLOSS_OK;
  task->x = numbers[0];
  task->last_step = numbers[1];
  return status;
}

static const autoloss_task_type type = {.struct_size = sizeof(autoloss_task_type),
                                        .parameter_count = PARAMETER_COUNT,
                                        .id = "bad_task",
                                        .version = "1.0.0",
                                        .description = IS(not_utf8) ? "one number \xff" : "one number",
                                        .licence = IS(no_licence) ? NULL : "Apache-2.0",
                                        .parameters = parameters,
                                        .create = create,
                                        .destroy = destroy,
                                        .describe = describe,
                                        .begin = begin,
                                        .step = step,
                                        .probe = probe,
                                        .measure = measure,
                                        .keep = keep,
                                        .recall = recall,
                                        .save = save,
                                        .load = load,
                                        .extension = extension};
static const autoloss_task_type* const types[] = {&type};

#if defined(ANNOUNCES_MORE)
__attribute__((section(AUTOLOSS_COMPONENTS), used)) static const char components[] = "task bad_task and more\n";
#else
__attribute__((section(AUTOLOSS_COMPONENTS), used)) static const char components[] = "task bad_task\n";
#endif

const autoloss_plugin* autoloss_plugin_v1(void) {
  static autoloss_plugin tables[2];
  static unsigned calls;
  autoloss_plugin* table = &tables[IS(other_table) ? calls++ % 2 : 0];
  *table = (autoloss_plugin){.struct_size = sizeof(autoloss_plugin),
                             .abi_minor = AUTOLOSS_ABI_MINOR,
                             .task_count = 1,
                             .name = "bad",
                             .version = "1.0.0",
                             .compiler = "c99",
                             .libraries = "",
                             .tasks = types};
  return table;
}

#if defined(EXPORTS_MORE)
AUTOLOSS_EXPORT int another_symbol(void);
int another_symbol(void) {
  return 1;
}
#endif
