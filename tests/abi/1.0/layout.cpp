// The layout of the plugin interface, frozen: printed once by tests/abi/freeze and never edited. It compiles while a
// plugin that was built then finds every field where it was and every constant as it was. See docs/abi.md.
#include <autoloss/base.h>
#include <autoloss/config.h>
#include <autoloss/controller.h>
#include <autoloss/host.h>
#include <autoloss/plugin.h>
#include <autoloss/task.h>

#include <cstddef>
#include <string_view>
#include <type_traits>

#define STRUCT(type, size) static_assert(sizeof(type) >= (size), #type " has shrunk")
#define FIELD(type, field, offset, size, ...)                                         \
  static_assert(offsetof(type, field) == (offset), #type "." #field " has moved");    \
  static_assert(sizeof(type::field) == (size), #type "." #field " has another size"); \
  static_assert(std::is_same_v<decltype(type::field), __VA_ARGS__>, #type "." #field " has another type")
#define CONSTANT(name, value) static_assert((name) == (value), #name " has another value")
#define CONSTANT_TEXT(name, value) static_assert(std::string_view(name) == (value), #name " has another value")

static_assert(std::is_same_v<decltype(&autoloss_plugin_v1), const autoloss_plugin* (*)() noexcept>);
static_assert(AUTOLOSS_SPLIT_BIT(5) == 32u);
CONSTANT(AUTOLOSS_ABI_MAJOR, 1u);
CONSTANT(AUTOLOSS_OK, 0);
CONSTANT(AUTOLOSS_INVALID_ARGUMENT, 1);
CONSTANT(AUTOLOSS_INVALID_STATE, 2);
CONSTANT(AUTOLOSS_NOT_FOUND, 3);
CONSTANT(AUTOLOSS_UNSUPPORTED, 4);
CONSTANT(AUTOLOSS_BAD_DATA, 5);
CONSTANT(AUTOLOSS_IO_ERROR, 6);
CONSTANT(AUTOLOSS_OUT_OF_MEMORY, 7);
CONSTANT(AUTOLOSS_CANCELLED, 8);
CONSTANT(AUTOLOSS_INTERNAL, 9);
CONSTANT(AUTOLOSS_NONE, 4294967295u);
CONSTANT(AUTOLOSS_MESSAGE_CAPACITY, 1020);

STRUCT(autoloss_error, 1024);
FIELD(autoloss_error, struct_size, 0, 4, uint32_t);
FIELD(autoloss_error, message, 4, 1020, char[AUTOLOSS_MESSAGE_CAPACITY]);

STRUCT(autoloss_writer, 24);
FIELD(autoloss_writer, struct_size, 0, 4, uint32_t);
FIELD(autoloss_writer, reserved, 4, 4, uint32_t);
FIELD(autoloss_writer, context, 8, 8, void*);
FIELD(autoloss_writer, write, 16, 8, int32_t (*)(void* context, const void* bytes, uint64_t size) noexcept);

STRUCT(autoloss_reader, 24);
FIELD(autoloss_reader, struct_size, 0, 4, uint32_t);
FIELD(autoloss_reader, reserved, 4, 4, uint32_t);
FIELD(autoloss_reader, context, 8, 8, void*);
FIELD(autoloss_reader, read, 16, 8, int64_t (*)(void* context, void* buffer, uint64_t size) noexcept);

STRUCT(autoloss_named_value, 16);
FIELD(autoloss_named_value, name, 0, 8, const char*);
FIELD(autoloss_named_value, value, 8, 8, double);
CONSTANT(AUTOLOSS_TYPE_INTEGER, 1u);
CONSTANT(AUTOLOSS_TYPE_NUMBER, 2u);
CONSTANT(AUTOLOSS_TYPE_BOOLEAN, 3u);
CONSTANT(AUTOLOSS_TYPE_STRING, 4u);
CONSTANT(AUTOLOSS_TYPE_NUMBERS, 5u);
CONSTANT(AUTOLOSS_TYPE_STRINGS, 6u);
CONSTANT(AUTOLOSS_TYPE_PATH, 7u);

STRUCT(autoloss_parameter, 112);
FIELD(autoloss_parameter, struct_size, 0, 4, uint32_t);
FIELD(autoloss_parameter, type, 4, 4, uint32_t);
FIELD(autoloss_parameter, key, 8, 8, const char*);
FIELD(autoloss_parameter, unit, 16, 8, const char*);
FIELD(autoloss_parameter, description, 24, 8, const char*);
FIELD(autoloss_parameter, default_integer, 32, 8, int64_t);
FIELD(autoloss_parameter, default_number, 40, 8, double);
FIELD(autoloss_parameter, default_string, 48, 8, const char*);
FIELD(autoloss_parameter, default_numbers, 56, 8, const double*);
FIELD(autoloss_parameter, default_strings, 64, 8, const char* const*);
FIELD(autoloss_parameter, default_count, 72, 8, uint64_t);
FIELD(autoloss_parameter, least, 80, 8, double);
FIELD(autoloss_parameter, most, 88, 8, double);
FIELD(autoloss_parameter, choices, 96, 8, const char* const*);
FIELD(autoloss_parameter, choice_count, 104, 8, uint64_t);

STRUCT(autoloss_value, 64);
FIELD(autoloss_value, struct_size, 0, 4, uint32_t);
FIELD(autoloss_value, type, 4, 4, uint32_t);
FIELD(autoloss_value, key, 8, 8, const char*);
FIELD(autoloss_value, integer, 16, 8, int64_t);
FIELD(autoloss_value, number, 24, 8, double);
FIELD(autoloss_value, string, 32, 8, const char*);
FIELD(autoloss_value, numbers, 40, 8, const double*);
FIELD(autoloss_value, strings, 48, 8, const char* const*);
FIELD(autoloss_value, count, 56, 8, uint64_t);

STRUCT(autoloss_config, 16);
FIELD(autoloss_config, struct_size, 0, 4, uint32_t);
FIELD(autoloss_config, value_count, 4, 4, uint32_t);
FIELD(autoloss_config, values, 8, 8, const autoloss_value* const*);

STRUCT(autoloss_controller_spec, 40);
FIELD(autoloss_controller_spec, struct_size, 0, 4, uint32_t);
FIELD(autoloss_controller_spec, feature_count, 4, 4, uint32_t);
FIELD(autoloss_controller_spec, action_count, 8, 4, uint32_t);
FIELD(autoloss_controller_spec, reserved, 12, 4, uint32_t);
FIELD(autoloss_controller_spec, seed, 16, 8, uint64_t);
FIELD(autoloss_controller_spec, feature_names, 24, 8, const char* const*);
FIELD(autoloss_controller_spec, action_names, 32, 8, const char* const*);

STRUCT(autoloss_controller_info, 16);
FIELD(autoloss_controller_info, struct_size, 0, 4, uint32_t);
FIELD(autoloss_controller_info, logit_count, 4, 4, uint32_t);
FIELD(autoloss_controller_info, parameter_count, 8, 8, uint64_t);

STRUCT(autoloss_observation, 48);
FIELD(autoloss_observation, struct_size, 0, 4, uint32_t);
FIELD(autoloss_observation, feature_count, 4, 4, uint32_t);
FIELD(autoloss_observation, features, 8, 8, const double*);
FIELD(autoloss_observation, step, 16, 8, uint64_t);
FIELD(autoloss_observation, horizon, 24, 8, uint64_t);
FIELD(autoloss_observation, uniform, 32, 8, double);
FIELD(autoloss_observation, logit_noise, 40, 8, const double*);

STRUCT(autoloss_decision, 24);
FIELD(autoloss_decision, struct_size, 0, 4, uint32_t);
FIELD(autoloss_decision, action, 4, 4, uint32_t);
FIELD(autoloss_decision, probabilities, 8, 8, double*);
FIELD(autoloss_decision, value, 16, 8, double);

STRUCT(autoloss_trajectory, 120);
FIELD(autoloss_trajectory, struct_size, 0, 4, uint32_t);
FIELD(autoloss_trajectory, flags, 4, 4, uint32_t);
FIELD(autoloss_trajectory, decision_count, 8, 8, uint64_t);
FIELD(autoloss_trajectory, group, 16, 8, uint64_t);
FIELD(autoloss_trajectory, features, 24, 8, const double*);
FIELD(autoloss_trajectory, actions, 32, 8, const uint32_t*);
FIELD(autoloss_trajectory, probabilities, 40, 8, const double*);
FIELD(autoloss_trajectory, values, 48, 8, const double*);
FIELD(autoloss_trajectory, rewards, 56, 8, const double*);
FIELD(autoloss_trajectory, noise, 64, 8, const double*);
FIELD(autoloss_trajectory, noise_scale, 72, 8, double);
FIELD(autoloss_trajectory, episode_return, 80, 8, double);
FIELD(autoloss_trajectory, advantage, 88, 8, double);
FIELD(autoloss_trajectory, last_features, 96, 8, const double*);
FIELD(autoloss_trajectory, last_value, 104, 8, double);
FIELD(autoloss_trajectory, advantages, 112, 8, const double*);
CONSTANT(AUTOLOSS_TRAJECTORY_TERMINATED, 1u);

STRUCT(autoloss_batch, 24);
FIELD(autoloss_batch, struct_size, 0, 4, uint32_t);
FIELD(autoloss_batch, trajectory_count, 4, 4, uint32_t);
FIELD(autoloss_batch, trajectories, 8, 8, const autoloss_trajectory* const*);
FIELD(autoloss_batch, progress, 16, 8, double);

STRUCT(autoloss_learn_result, 24);
FIELD(autoloss_learn_result, struct_size, 0, 4, uint32_t);
FIELD(autoloss_learn_result, capacity, 4, 4, uint32_t);
FIELD(autoloss_learn_result, count, 8, 4, uint32_t);
FIELD(autoloss_learn_result, reserved, 12, 4, uint32_t);
FIELD(autoloss_learn_result, values, 16, 8, autoloss_named_value*);

STRUCT(autoloss_controller_type, 176);
FIELD(autoloss_controller_type, struct_size, 0, 4, uint32_t);
FIELD(autoloss_controller_type, parameter_count, 4, 4, uint32_t);
FIELD(autoloss_controller_type, id, 8, 8, const char*);
FIELD(autoloss_controller_type, version, 16, 8, const char*);
FIELD(autoloss_controller_type, description, 24, 8, const char*);
FIELD(autoloss_controller_type, licence, 32, 8, const char*);
FIELD(autoloss_controller_type, parameters, 40, 8, const autoloss_parameter* const*);
FIELD(autoloss_controller_type, default_features, 48, 8, const char* const*);
FIELD(autoloss_controller_type, default_feature_count, 56, 4, uint32_t);
FIELD(autoloss_controller_type, reserved, 60, 4, uint32_t);
FIELD(autoloss_controller_type, create, 64, 8,
      int32_t (*)(const autoloss_host* host, const autoloss_config* config, const autoloss_controller_spec* spec,
                  autoloss_controller** controller, autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, destroy, 72, 8, void (*)(autoloss_controller* controller) noexcept);
FIELD(autoloss_controller_type, describe, 80, 8,
      int32_t (*)(autoloss_controller* controller, autoloss_controller_info* info, autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, open, 88, 8,
      int32_t (*)(autoloss_controller* controller, autoloss_controller_session** session,
                  autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, close, 96, 8, void (*)(autoloss_controller_session* session) noexcept);
FIELD(autoloss_controller_type, act, 104, 8,
      int32_t (*)(autoloss_controller_session* session, const autoloss_observation* observation,
                  autoloss_decision* decision, autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, learn, 112, 8,
      int32_t (*)(autoloss_controller* controller, const autoloss_batch* batch, autoloss_learn_result* result,
                  autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, get_parameters, 120, 8,
      int32_t (*)(autoloss_controller* controller, double* parameters, uint64_t count, autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, set_parameters, 128, 8,
      int32_t (*)(autoloss_controller* controller, const double* parameters, uint64_t count,
                  autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, save, 136, 8,
      int32_t (*)(autoloss_controller* controller, const autoloss_writer* writer, autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, load, 144, 8,
      int32_t (*)(autoloss_controller* controller, const autoloss_reader* reader, autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, extension, 152, 8, const void* (*)(const char* id) noexcept);
FIELD(autoloss_controller_type, save_session, 160, 8,
      int32_t (*)(autoloss_controller_session* session, const autoloss_writer* writer, autoloss_error* error) noexcept);
FIELD(autoloss_controller_type, load_session, 168, 8,
      int32_t (*)(autoloss_controller_session* session, const autoloss_reader* reader, autoloss_error* error) noexcept);
CONSTANT(AUTOLOSS_LOG_DEBUG, 0);
CONSTANT(AUTOLOSS_LOG_INFO, 1);
CONSTANT(AUTOLOSS_LOG_WARNING, 2);
CONSTANT(AUTOLOSS_LOG_ERROR, 3);

STRUCT(autoloss_host, 72);
FIELD(autoloss_host, struct_size, 0, 4, uint32_t);
FIELD(autoloss_host, abi_minor, 4, 4, uint32_t);
FIELD(autoloss_host, context, 8, 8, void*);
FIELD(autoloss_host, log, 16, 8, void (*)(void* context, int32_t level, const char* message) noexcept);
FIELD(autoloss_host, progress, 24, 8, void (*)(void* context, double fraction, const char* what) noexcept);
FIELD(autoloss_host, is_cancelled, 32, 8, int32_t (*)(void* context) noexcept);
FIELD(autoloss_host, data_directory, 40, 8, const char* (*)(void* context) noexcept);
FIELD(autoloss_host, cache_directory, 48, 8, const char* (*)(void* context) noexcept);
FIELD(autoloss_host, write_artifact, 56, 8,
      int32_t (*)(void* context, const char* name, const char* mime, const void* bytes, uint64_t size,
                  autoloss_error* error) noexcept);
FIELD(autoloss_host, extension, 64, 8, const void* (*)(void* context, const char* id) noexcept);

STRUCT(autoloss_plugin, 72);
FIELD(autoloss_plugin, struct_size, 0, 4, uint32_t);
FIELD(autoloss_plugin, abi_minor, 4, 4, uint32_t);
FIELD(autoloss_plugin, least_host_minor, 8, 4, uint32_t);
FIELD(autoloss_plugin, task_count, 12, 4, uint32_t);
FIELD(autoloss_plugin, controller_count, 16, 4, uint32_t);
FIELD(autoloss_plugin, reserved, 20, 4, uint32_t);
FIELD(autoloss_plugin, name, 24, 8, const char*);
FIELD(autoloss_plugin, version, 32, 8, const char*);
FIELD(autoloss_plugin, compiler, 40, 8, const char*);
FIELD(autoloss_plugin, libraries, 48, 8, const char*);
FIELD(autoloss_plugin, tasks, 56, 8, const autoloss_task_type* const*);
FIELD(autoloss_plugin, controllers, 64, 8, const autoloss_controller_type* const*);
CONSTANT_TEXT(AUTOLOSS_ENTRY_POINT, "autoloss_plugin_v1");
CONSTANT_TEXT(AUTOLOSS_COMPONENTS, "autoloss_components_v1");
CONSTANT(AUTOLOSS_ROLE_CONTROLLER, 0u);
CONSTANT(AUTOLOSS_ROLE_GUIDED, 1u);
CONSTANT(AUTOLOSS_SPLIT_TRAIN, 0u);
CONSTANT(AUTOLOSS_SPLIT_VALID, 1u);
CONSTANT(AUTOLOSS_SPLIT_SCORE, 2u);
CONSTANT(AUTOLOSS_SPLIT_TEST, 3u);
CONSTANT(AUTOLOSS_SPLIT_VALID_FIRST, 4u);
CONSTANT(AUTOLOSS_SPLIT_VALID_SECOND, 5u);
CONSTANT(AUTOLOSS_KEEP_SLOTS, 4u);
CONSTANT(AUTOLOSS_MINIMIZE, 0u);
CONSTANT(AUTOLOSS_MAXIMIZE, 1u);
CONSTANT(AUTOLOSS_ACTION_JOINT, 1u);
CONSTANT(AUTOLOSS_STEP_DIVERGED, 1u);

STRUCT(autoloss_loss_info, 24);
FIELD(autoloss_loss_info, struct_size, 0, 4, uint32_t);
FIELD(autoloss_loss_info, reserved, 4, 4, uint32_t);
FIELD(autoloss_loss_info, name, 8, 8, const char*);
FIELD(autoloss_loss_info, description, 16, 8, const char*);

STRUCT(autoloss_metric_info, 40);
FIELD(autoloss_metric_info, struct_size, 0, 4, uint32_t);
FIELD(autoloss_metric_info, direction, 4, 4, uint32_t);
FIELD(autoloss_metric_info, loss, 8, 4, uint32_t);
FIELD(autoloss_metric_info, reserved, 12, 4, uint32_t);
FIELD(autoloss_metric_info, name, 16, 8, const char*);
FIELD(autoloss_metric_info, unit, 24, 8, const char*);
FIELD(autoloss_metric_info, description, 32, 8, const char*);

STRUCT(autoloss_action_info, 48);
FIELD(autoloss_action_info, struct_size, 0, 4, uint32_t);
FIELD(autoloss_action_info, flags, 4, 4, uint32_t);
FIELD(autoloss_action_info, loss, 8, 4, uint32_t);
FIELD(autoloss_action_info, reserved, 12, 4, uint32_t);
FIELD(autoloss_action_info, parameter_count, 16, 8, uint64_t);
FIELD(autoloss_action_info, name, 24, 8, const char*);
FIELD(autoloss_action_info, parameter_group, 32, 8, const char*);
FIELD(autoloss_action_info, description, 40, 8, const char*);

STRUCT(autoloss_signal_info, 24);
FIELD(autoloss_signal_info, struct_size, 0, 4, uint32_t);
FIELD(autoloss_signal_info, reserved, 4, 4, uint32_t);
FIELD(autoloss_signal_info, name, 8, 8, const char*);
FIELD(autoloss_signal_info, description, 16, 8, const char*);

STRUCT(autoloss_task_info, 64);
FIELD(autoloss_task_info, struct_size, 0, 4, uint32_t);
FIELD(autoloss_task_info, action_count, 4, 4, uint32_t);
FIELD(autoloss_task_info, loss_count, 8, 4, uint32_t);
FIELD(autoloss_task_info, metric_count, 12, 4, uint32_t);
FIELD(autoloss_task_info, signal_count, 16, 4, uint32_t);
FIELD(autoloss_task_info, primary_metric, 20, 4, uint32_t);
FIELD(autoloss_task_info, result_metric, 24, 4, uint32_t);
FIELD(autoloss_task_info, splits, 28, 4, uint32_t);
FIELD(autoloss_task_info, actions, 32, 8, const autoloss_action_info* const*);
FIELD(autoloss_task_info, losses, 40, 8, const autoloss_loss_info* const*);
FIELD(autoloss_task_info, metrics, 48, 8, const autoloss_metric_info* const*);
FIELD(autoloss_task_info, signals, 56, 8, const autoloss_signal_info* const*);

STRUCT(autoloss_episode, 48);
FIELD(autoloss_episode, struct_size, 0, 4, uint32_t);
FIELD(autoloss_episode, role, 4, 4, uint32_t);
FIELD(autoloss_episode, data_seed, 8, 8, uint64_t);
FIELD(autoloss_episode, init_seed, 16, 8, uint64_t);
FIELD(autoloss_episode, step_seed, 24, 8, uint64_t);
FIELD(autoloss_episode, horizon, 32, 8, uint64_t);
FIELD(autoloss_episode, config, 40, 8, const autoloss_config*);

STRUCT(autoloss_step_result, 48);
FIELD(autoloss_step_result, struct_size, 0, 4, uint32_t);
FIELD(autoloss_step_result, flags, 4, 4, uint32_t);
FIELD(autoloss_step_result, loss, 8, 8, double);
FIELD(autoloss_step_result, gradient_norm, 16, 8, double);
FIELD(autoloss_step_result, batches, 24, 8, uint64_t);
FIELD(autoloss_step_result, signal_count, 32, 4, uint32_t);
FIELD(autoloss_step_result, reserved, 36, 4, uint32_t);
FIELD(autoloss_step_result, signals, 40, 8, double*);

STRUCT(autoloss_task_type, 144);
FIELD(autoloss_task_type, struct_size, 0, 4, uint32_t);
FIELD(autoloss_task_type, parameter_count, 4, 4, uint32_t);
FIELD(autoloss_task_type, id, 8, 8, const char*);
FIELD(autoloss_task_type, version, 16, 8, const char*);
FIELD(autoloss_task_type, description, 24, 8, const char*);
FIELD(autoloss_task_type, licence, 32, 8, const char*);
FIELD(autoloss_task_type, parameters, 40, 8, const autoloss_parameter* const*);
FIELD(autoloss_task_type, create, 48, 8,
      int32_t (*)(const autoloss_host* host, const autoloss_config* config, autoloss_task** task,
                  autoloss_error* error) noexcept);
FIELD(autoloss_task_type, destroy, 56, 8, void (*)(autoloss_task* task) noexcept);
FIELD(autoloss_task_type, describe, 64, 8,
      int32_t (*)(autoloss_task* task, autoloss_task_info* info, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, begin, 72, 8,
      int32_t (*)(autoloss_task* task, const autoloss_episode* episode, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, step, 80, 8,
      int32_t (*)(autoloss_task* task, uint32_t action, autoloss_step_result* result, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, probe, 88, 8,
      int32_t (*)(autoloss_task* task, uint32_t action, autoloss_step_result* result, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, measure, 96, 8,
      int32_t (*)(autoloss_task* task, uint32_t split, double* values, uint32_t metric_count,
                  autoloss_error* error) noexcept);
FIELD(autoloss_task_type, keep, 104, 8,
      int32_t (*)(autoloss_task* task, uint32_t slot, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, recall, 112, 8,
      int32_t (*)(autoloss_task* task, uint32_t slot, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, save, 120, 8,
      int32_t (*)(autoloss_task* task, const autoloss_writer* writer, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, load, 128, 8,
      int32_t (*)(autoloss_task* task, const autoloss_reader* reader, autoloss_error* error) noexcept);
FIELD(autoloss_task_type, extension, 136, 8, const void* (*)(const char* id) noexcept);
