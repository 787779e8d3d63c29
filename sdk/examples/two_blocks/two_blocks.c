/* A task in plain C: estimating many means from one noisy observation each. The means of group a differ from zero,
 * those of group b do not. A step moves one group towards what was observed or towards zero; a schedule decides. */
#include <autoloss/plugin.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = 20, MEANS = 2 * GROUP, SPLITS = 4, ACTIONS = 4, NOW = AUTOLOSS_KEEP_SLOTS };

struct autoloss_task {
  uint32_t role, has_episode;
  double observed[SPLITS][MEANS];
  double means[AUTOLOSS_KEEP_SLOTS + 1][MEANS]; /* those kept, NaN before; then the current ones */
};

static const autoloss_parameter noise = {
    sizeof(noise), AUTOLOSS_TYPE_NUMBER, "noise", "", "width of the noise", 0, 4, NULL, NULL, NULL, 0, 0, 1e6, NULL, 0};
static const autoloss_parameter* const parameters[] = {&noise};
#define ACTION(name, group, loss, what) \
  { sizeof(autoloss_action_info), 0, loss, 0, GROUP, name, group, what }
static const autoloss_action_info actions[ACTIONS] = {/* number k: loss k / 2 on group k % 2 */
                                                      ACTION("fit_a", "a", 0, "moves a towards what was observed"),
                                                      ACTION("fit_b", "b", 0, "likewise b"),
                                                      ACTION("shrink_a", "a", 1, "moves a towards zero"),
                                                      ACTION("shrink_b", "b", 1, "likewise b")};
static const autoloss_action_info* const action_list[] = {&actions[0], &actions[1], &actions[2], &actions[3]};
static const autoloss_loss_info fit = {sizeof(fit), 0, "error", "mean squared distance to what was observed"};
static const autoloss_loss_info size = {sizeof(size), 0, "size", "sum of squares of a group, over the number of means"};
static const autoloss_loss_info* const losses[] = {&fit, &size};
static const autoloss_metric_info metric = {sizeof(metric), AUTOLOSS_MINIMIZE, 0, 0, "error", "", "as the loss"};
static const autoloss_metric_info* const metrics[] = {&metric};

static int32_t fail(int32_t status, autoloss_error* error, const char* message) {
  if (error != NULL) snprintf(error->message, sizeof(error->message), "%s", message);
  return status;
}
static int32_t check(const autoloss_task* task, int is_allowed, autoloss_error* error) {
  if (!task->has_episode) return fail(AUTOLOSS_INVALID_STATE, error, "no episode has begun");
  return is_allowed ? AUTOLOSS_OK : fail(AUTOLOSS_INVALID_ARGUMENT, error, "there is no such action, split or slot");
}

/* A number between -1/2 and 1/2; the state is mixed as in SplitMix64. */
static double draw(uint64_t* state) {
  uint64_t bits = *state += 0x9E3779B97F4A7C15u;
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
  return ldexp((double)((bits ^ (bits >> 31)) >> 11), -53) - 0.5;
}

static int32_t read_noise(const autoloss_config* config, double* value, autoloss_error* error) {
  for (uint32_t k = 0; k < config->value_count; ++k) {
    const autoloss_value* given = config->values[k];
    *value = given->number;
    if (strcmp(given->key, noise.key) == 0 && given->type == noise.type && *value >= 0 && *value <= noise.most)
      return 0;
  }
  return fail(AUTOLOSS_INVALID_ARGUMENT, error, "the parameter 'noise' is missing or out of range");
}

static int32_t create(const autoloss_host* host, const autoloss_config* config, autoloss_task** task,
                      autoloss_error* error) {
  double width;
  (void)host;
  if (read_noise(config, &width, error) != AUTOLOSS_OK) return AUTOLOSS_INVALID_ARGUMENT;
  autoloss_task* made = calloc(1, sizeof(*made));
  if (made == NULL) return fail(AUTOLOSS_OUT_OF_MEMORY, error, "out of memory");
  *task = made;
  return AUTOLOSS_OK;
}
static void destroy(autoloss_task* task) {
  free(task);
}

static int32_t describe(autoloss_task* task, autoloss_task_info* info, autoloss_error* error) {
  (void)task, (void)error;
  info->action_count = ACTIONS, info->loss_count = 2, info->metric_count = 1, info->signal_count = 0;
  info->primary_metric = info->result_metric = 0, info->splits = (1u << SPLITS) - 1;
  info->actions = action_list, info->losses = losses, info->metrics = metrics, info->signals = NULL;
  return AUTOLOSS_OK;
}
static int32_t begin(autoloss_task* task, const autoloss_episode* episode, autoloss_error* error) {
  uint64_t truth = episode->data_seed, luck = ~truth ^ (uint64_t)episode->role << 32, init = ~episode->init_seed;
  double width;
  task->has_episode = 0;
  if (read_noise(episode->config, &width, error) != AUTOLOSS_OK) return AUTOLOSS_INVALID_ARGUMENT;
  for (int k = 0; k < MEANS; ++k) {
    const double mean = k < GROUP ? 8 * draw(&truth) : 0;
    for (int split = 0; split < SPLITS; ++split) task->observed[split][k] = mean + width * draw(&luck);
    for (int slot = 0; slot < NOW; ++slot) task->means[slot][k] = NAN;
    task->means[NOW][k] = 4 * draw(&init);
  }
  task->role = episode->role, task->has_episode = 1;
  return AUTOLOSS_OK;
}
static double error_on(const autoloss_task* task, uint32_t split) {
  double sum = 0;
  for (int k = 0; k < MEANS; ++k) sum += pow(task->means[NOW][k] - task->observed[split][k], 2) / MEANS;
  return sum;
}

static int32_t step(autoloss_task* task, uint32_t action, autoloss_step_result* result, autoloss_error* error) {
  const int32_t status = check(task, action < ACTIONS, error);
  if (status != AUTOLOSS_OK) return status;
  const int fits = action < 2;
  double square = 0, sum = 0, loss = error_on(task, AUTOLOSS_SPLIT_TRAIN);
  for (uint32_t k = action % 2 * GROUP; k < (action % 2 + 1) * GROUP; ++k) {
    double* mean = &task->means[NOW][k];
    const double gradient = 2 * (*mean - (fits ? task->observed[AUTOLOSS_SPLIT_TRAIN][k] : 0)) / MEANS;
    square += gradient * gradient, sum += *mean * *mean / MEANS;
    *mean -= gradient; /* a step of size 1 */
  }
  result->loss = fits ? loss : sum, result->gradient_norm = sqrt(square), result->batches = fits ? 1 : 0;
  result->flags = isfinite(result->loss) ? 0 : AUTOLOSS_STEP_DIVERGED;
  return AUTOLOSS_OK;
}
static int32_t measure(autoloss_task* task, uint32_t split, double* values, uint32_t count, autoloss_error* error) {
  const int32_t status = check(task, split < SPLITS && count > 0, error);
  if (status != AUTOLOSS_OK) return status;
  if (split == AUTOLOSS_SPLIT_TEST && task->role != AUTOLOSS_ROLE_GUIDED)
    return fail(AUTOLOSS_INVALID_STATE, error, "the test split is not for training a controller");
  values[0] = error_on(task, split);
  return AUTOLOSS_OK;
}
static int32_t keep(autoloss_task* task, uint32_t slot, autoloss_error* error) {
  const int32_t status = check(task, slot < NOW, error);
  if (status == AUTOLOSS_OK) memcpy(task->means[slot], task->means[NOW], sizeof(task->means[NOW]));
  return status;
}
static int32_t recall(autoloss_task* task, uint32_t slot, autoloss_error* error) {
  const int32_t status = check(task, slot < NOW, error);
  if (status != AUTOLOSS_OK) return status;
  if (isnan(task->means[slot][0])) return fail(AUTOLOSS_INVALID_STATE, error, "nothing was kept in this slot");
  memcpy(task->means[NOW], task->means[slot], sizeof(task->means[NOW]));
  return AUTOLOSS_OK;
}

static const autoloss_task_type type = {
    sizeof(type), 1,          "two_blocks", "0.1.0", "many means, one observation each",
    "Apache-2.0", parameters, create,       destroy, describe,
    begin,        step,       NULL,         measure, keep,
    recall,       NULL,       NULL,         NULL};
static const autoloss_task_type* const types[] = {&type};
static const autoloss_plugin plugin = {
    sizeof(plugin), AUTOLOSS_ABI_MINOR, 0, 1, 0, 0, "two_blocks", "0.1.0", "C99", "", types, NULL};
__attribute__((section(AUTOLOSS_COMPONENTS), used)) static const char components[] = "task two_blocks\n";
const autoloss_plugin* autoloss_plugin_v1(void) {
  return &plugin;
}
