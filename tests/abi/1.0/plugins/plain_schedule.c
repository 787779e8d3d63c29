/* A schedule in plain C that takes the actions in turn. It announces no components: the host loads it to ask. */
#include <autoloss/plugin.h>
#include <stdlib.h>

struct autoloss_controller {
  uint32_t action_count;
};
struct autoloss_controller_session {
  uint32_t action_count;
};

static int32_t create(const autoloss_host* host, const autoloss_config* config, const autoloss_controller_spec* spec,
                      autoloss_controller** controller, autoloss_error* error) {
  autoloss_controller* made = malloc(sizeof(*made));
  (void)host, (void)config, (void)error;
  if (made == NULL) return AUTOLOSS_OUT_OF_MEMORY;
  made->action_count = spec->action_count;
  *controller = made;
  return AUTOLOSS_OK;
}

static void destroy(autoloss_controller* controller) {
  free(controller);
}

static int32_t describe(autoloss_controller* controller, autoloss_controller_info* info, autoloss_error* error) {
  (void)controller, (void)error;
  info->logit_count = 0;
  info->parameter_count = 0;
  return AUTOLOSS_OK;
}

static int32_t open_session(autoloss_controller* controller, autoloss_controller_session** session,
                            autoloss_error* error) {
  autoloss_controller_session* opened = malloc(sizeof(*opened));
  (void)error;
  if (opened == NULL) return AUTOLOSS_OUT_OF_MEMORY;
  opened->action_count = controller->action_count;
  *session = opened;
  return AUTOLOSS_OK;
}

static void close_session(autoloss_controller_session* session) {
  free(session);
}

static int32_t act(autoloss_controller_session* session, const autoloss_observation* observation,
                   autoloss_decision* decision, autoloss_error* error) {
  uint32_t action;
  (void)error;
  decision->action = (uint32_t)(observation->step % session->action_count);
  decision->value = 0;
  for (action = 0; action < session->action_count; ++action)
    decision->probabilities[action] = action == decision->action ? 1 : 0;
  return AUTOLOSS_OK;
}

static const autoloss_controller_type type = {
    .struct_size = sizeof(autoloss_controller_type),
    .id = "plain_schedule",
    .version = "1.0.0",
    .description = "Takes the actions in turn",
    .licence = "Apache-2.0",
    .create = create,
    .destroy = destroy,
    .describe = describe,
    .open = open_session,
    .close = close_session,
    .act = act,
};
static const autoloss_controller_type* const types[] = {&type};

const autoloss_plugin* autoloss_plugin_v1(void) {
  static const autoloss_plugin table = {.struct_size = sizeof(autoloss_plugin),
                                        .abi_minor = AUTOLOSS_ABI_MINOR,
                                        .controller_count = 1,
                                        .name = "plain",
                                        .version = "1.0.0",
                                        .compiler = "c99",
                                        .libraries = "",
                                        .controllers = types};
  return &table;
}
