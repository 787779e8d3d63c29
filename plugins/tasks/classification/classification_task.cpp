#include "plugins/tasks/classification/classification_task.hpp"

#include <cmath>
#include <utility>

namespace autoloss::classification {
namespace {

// The order of Action.
std::vector<sdk::ActionInfo> actions(uint64_t parameters) {
  return {{"cross_entropy", "model", "lowers the cross entropy on the training rows", 0, parameters},
          {"l1", "model", "lowers the L1 penalty: shrinks every parameter", 1, parameters},
          {"joint", "model", "lowers cross_entropy + joint_weight * l1", AUTOLOSS_NONE, parameters, true}};
}

std::vector<sdk::LossInfo> losses() {
  return {{"cross_entropy", "cross entropy on the training rows"}, {"l1", "lambda times the sum of |parameter|"}};
}

// The order in which measure() writes them.
std::vector<sdk::MetricInfo> metrics() {
  return {{"error", "", "share of the rows that are told wrong"},
          {"ranked_error", "", "error, with ties broken by cross entropy: adds less than one row's worth"},
          {"cross_entropy", "nats", "mean of -ln p(the right class)", AUTOLOSS_MINIMIZE, 0},
          {"accuracy", "", "share of the rows that are told right", AUTOLOSS_MAXIMIZE},
          {"penalty", "", "lambda times the sum of |parameter|", AUTOLOSS_MINIMIZE, 1}};
}
constexpr uint32_t kError = 0, kRankedError = 1;

constexpr uint32_t kAllSplits = (1u << kSplitCount) - 1;

}  // namespace

ClassificationTask::ClassificationTask(const sdk::Host&, const sdk::Config& config) {
  apply(read_settings(config));
}

sdk::TaskInfo ClassificationTask::info() const {
  sdk::TaskInfo info;
  info.actions = actions(parameter_count_);
  info.losses = losses();
  info.metrics = metrics();
  info.signals = {{"batch_accuracy", "share of the latest batch that was told right, before the step"}};
  info.primary_metric = kRankedError;
  info.result_metric = kError;
  info.splits = kAllSplits;
  return info;
}

void ClassificationTask::begin(const sdk::Episode& episode) {
  const Settings settings = read_settings(episode.config);
  apply(settings);
  DataKey key{settings.data, static_cast<Role>(episode.role), episode.data_seed};
  if (data_key_ != key) {
    data_key_.reset();
    data_ = std::make_unique<DataSet>(sources_.make(key.settings, training_partition(key.role), key.seed), key.role);
    data_key_ = std::move(key);
  }
  model_.begin(settings.model, *data_, episode.init_seed, episode.step_seed);
}

void ClassificationTask::measure(uint32_t split, std::span<double> values) {
  const Metrics found = model_.measure(static_cast<Split>(split));
  values[0] = found.error;
  values[1] = found.ranked_error;
  values[2] = found.cross_entropy;
  values[3] = 1 - found.error;
  values[4] = found.penalty;
}

void ClassificationTask::signals(std::span<double> values) const {
  const double accuracy = model_.batch_accuracy();
  if (!std::isnan(accuracy)) values[0] = accuracy;
}

// What the model will be; files that the settings name are read here.
void ClassificationTask::apply(const Settings& settings) {
  const DataShape shape = sources_.shape(settings.data);
  parameter_count_ = network_of(settings.model, shape.features, shape.classes.size()).parameter_count();
}

}  // namespace autoloss::classification
