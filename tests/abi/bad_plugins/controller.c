/* A controller in C that keeps the contract, but for the one fault that it is compiled with: a coin whose logit is a
 * bias plus a moving average of the first feature; learning moves the bias towards what was rewarded. */
#include "common.h"

struct autoloss_controller {
  const autoloss_host* host;
  settings settings;
  double bias;
  uint32_t feature_count;
  uint32_t open_sessions;
};

struct autoloss_controller_session {
  autoloss_controller* controller;
  double average; /* of the first feature, so far */
};

static double shared_average; /* sessions_share_state: belongs to no session */
static double shared_bias;    /* shares_state: belongs to no instance */

static double* bias_of(autoloss_controller* controller) {
  return IS(shares_state) ? &shared_bias : &controller->bias;
}

static int32_t create(const autoloss_host* host, const autoloss_config* config, const autoloss_controller_spec* spec,
                      autoloss_controller** controller, autoloss_error* error) {
  static int instances;
  settings read = {0, 0};
  int32_t status = read_settings(config, &read, error);
  if (status == AUTOLOSS_OK) status = disturb(host, error);
  if (status == AUTOLOSS_OK && spec->action_count != 2)
    status = fail(error, AUTOLOSS_INVALID_ARGUMENT, "it chooses between two actions");
  if (status != AUTOLOSS_OK) return status;
  *controller = calloc(1, sizeof(**controller));
  if (*controller == NULL) return fail(error, AUTOLOSS_OUT_OF_MEMORY, "out of memory");
  (*controller)->host = host;
  (*controller)->settings = read;
  (*controller)->feature_count = spec->feature_count;
  *bias_of(*controller) = (double)(spec->seed % 1000) / 1000;
  if (IS(counts_instances)) (*controller)->bias += ++instances;
  return AUTOLOSS_OK;
}

static void destroy(autoloss_controller* controller) {
  free(controller);
}

static int32_t describe(autoloss_controller* controller, autoloss_controller_info* info, autoloss_error* error) {
  (void)controller, (void)error;
  info->logit_count = 1;
  info->parameter_count = 1;
  return AUTOLOSS_OK;
}

static int32_t open_session(autoloss_controller* controller, autoloss_controller_session** session,
                            autoloss_error* error) {
  if (IS(four_sessions) && controller->open_sessions == 4)
    return fail(error, AUTOLOSS_INVALID_STATE, "four sessions are open");
  *session = calloc(1, sizeof(**session));
  if (*session == NULL) return fail(error, AUTOLOSS_OUT_OF_MEMORY, "out of memory");
  ++controller->open_sessions;
  (*session)->controller = controller;
  shared_average = 0;
  return AUTOLOSS_OK;
}

static void close_session(autoloss_controller_session* session) {
  --session->controller->open_sessions;
  free(session);
}

static int32_t act(autoloss_controller_session* session, const autoloss_observation* observation,
                   autoloss_decision* decision, autoloss_error* error) {
  autoloss_controller* controller = session->controller;
  double* average = IS(sessions_share_state) ? &shared_average : &session->average;
  double logit;
  if (IS(spoils_outputs)) decision->action = 0;
  if (observation->feature_count != controller->feature_count)
    return fail(error, AUTOLOSS_INVALID_ARGUMENT, "another number of features");
  if (observation->feature_count > 0)
    *average = controller->settings.memory * *average + controller->settings.rate * observation->features[0];
  logit = *bias_of(controller) + *average;
  if (observation->logit_noise != NULL) logit += observation->logit_noise[0];
  decision->probabilities[1] = 1 / (1 + exp(-logit));
  decision->probabilities[0] = 1 - decision->probabilities[1];
  decision->action = observation->uniform < decision->probabilities[0] ? 0 : 1;
  decision->value = 0;
  if (IS(probabilities_of_two)) decision->probabilities[0] = decision->probabilities[1] = 1;
  if (IS(writes_past_probabilities)) decision->probabilities[2] = 0;
  return AUTOLOSS_OK;
}

static int32_t learn(autoloss_controller* controller, const autoloss_batch* batch, autoloss_learn_result* result,
                     autoloss_error* error) {
  double sum = 0;
  uint32_t index;
  uint64_t decision;
  const int32_t status = heed(controller->host, error);
  if (status != AUTOLOSS_OK) return status;
  for (index = 0; index < batch->trajectory_count; ++index) {
    const autoloss_trajectory* trajectory = batch->trajectories[index];
    for (decision = 0; decision < trajectory->decision_count; ++decision)
      sum += trajectory->advantage * (trajectory->actions[decision] == 1 ? 1 : -1);
  }
  *bias_of(controller) += controller->settings.rate * sum;
  if (result == NULL) return AUTOLOSS_OK;
  result->count = result->capacity > 0 ? 1 : 0;
  if (result->count > 0) {
    result->values[0].name = IS(nameless_report) ? NULL : "sum";
    result->values[0].value = sum;
  }
  return AUTOLOSS_OK;
}

static int32_t get_parameters(autoloss_controller* controller, double* values, uint64_t count, autoloss_error* error) {
  if (count != 1 && !IS(any_count)) return fail(error, AUTOLOSS_INVALID_ARGUMENT, "there is one parameter");
  if (count > 0) values[0] = *bias_of(controller);
  return AUTOLOSS_OK;
}

static int32_t set_parameters(autoloss_controller* controller, const double* values, uint64_t count,
                              autoloss_error* error) {
  if (count != 1 && !IS(any_count)) return fail(error, AUTOLOSS_INVALID_ARGUMENT, "there is one parameter");
  if (count > 0 && !IS(set_is_ignored)) *bias_of(controller) = values[0];
  return AUTOLOSS_OK;
}

static int32_t save(autoloss_controller* controller, const autoloss_writer* writer, autoloss_error* error) {
  const double bias = IS(forgets_state) ? 0 : *bias_of(controller);
  return write_state(writer, &bias, 1, error);
}

static int32_t load(autoloss_controller* controller, const autoloss_reader* reader, autoloss_error* error) {
  double bias = 0;
  const int32_t status = read_state(reader, &bias, 1, error);
  if (status == AUTOLOSS_OK) *bias_of(controller) = bias;
  return status;
}

static int32_t save_session(autoloss_controller_session* session, const autoloss_writer* writer,
                            autoloss_error* error) {
  return write_state(writer, &session->average, 1, error);
}

static int32_t load_session(autoloss_controller_session* session, const autoloss_reader* reader,
                            autoloss_error* error) {
  double average = 0;
  const int32_t status = read_state(reader, &average, 1, error);
  if (status == AUTOLOSS_OK && !IS(sessions_forget)) session->average = average;
  return status;
}

static const autoloss_controller_type type = {.struct_size = sizeof(autoloss_controller_type),
                                              .parameter_count = PARAMETER_COUNT,
                                              .id = "bad_controller",
                                              .version = "1.0.0",
                                              .description = "a coin",
                                              .licence = "Apache-2.0",
                                              .parameters = parameters,
                                              .create = create,
                                              .destroy = destroy,
                                              .describe = describe,
                                              .open = open_session,
                                              .close = close_session,
                                              .act = act,
                                              .learn = learn,
                                              .get_parameters = get_parameters,
                                              .set_parameters = set_parameters,
                                              .save = save,
                                              .load = load,
                                              .extension = extension,
                                              .save_session = IS(sessions_untold) ? NULL : save_session,
                                              .load_session = IS(sessions_untold) ? NULL : load_session};
static const autoloss_controller_type* const types[] = {&type};

const autoloss_plugin* autoloss_plugin_v1(void) {
  static const autoloss_plugin table = {.struct_size = sizeof(autoloss_plugin),
                                        .abi_minor = AUTOLOSS_ABI_MINOR,
                                        .controller_count = 1,
                                        .name = "bad",
                                        .version = "1.0.0",
                                        .compiler = "c99",
                                        .libraries = "",
                                        .controllers = types};
  return &table;
}
