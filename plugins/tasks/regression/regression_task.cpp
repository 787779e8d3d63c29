#include "plugins/tasks/regression/regression_task.hpp"

#include <utility>

#include "plugins/tasks/regression/outliers.hpp"

namespace autoloss::regression {
namespace {

// The order of Action.
std::vector<sdk::ActionInfo> actions(uint64_t parameters) {
  return {{"mse", "model", "lowers the mean squared error on the training rows", 0, parameters},
          {"l1", "model", "lowers the L1 penalty: shrinks every parameter", 1, parameters},
          {"joint", "model", "lowers mse + joint_weight * l1", AUTOLOSS_NONE, parameters, true}};
}

std::vector<sdk::LossInfo> losses() {
  return {{"mse", "mean squared error on the training rows"}, {"l1", "lambda times the sum of |parameter|"}};
}

// The order in which measure() writes them.
std::vector<sdk::MetricInfo> metrics() {
  return {
      {"mse", "", "mean squared error", AUTOLOSS_MINIMIZE, 0},
      {"excess_mse", "", "mse minus the mean square of the noise in the targets of these rows; generated data only"},
      {"population_excess", "", "expected squared distance to the true model; generated data only"},
      {"penalty", "", "lambda times the sum of |parameter|", AUTOLOSS_MINIMIZE, 1}};
}
constexpr uint32_t kMse = 0, kExcessMse = 1;

constexpr uint32_t kAllSplits = (1u << kSplitCount) - 1;

}  // namespace

RegressionTask::RegressionTask(const sdk::Host& host, const sdk::Config& config) : host_(host) {
  apply(read_settings(config));
}

sdk::TaskInfo RegressionTask::info() const {
  sdk::TaskInfo info;
  info.actions = actions(form().parameter_count());
  info.losses = losses();
  info.metrics = metrics();
  info.primary_metric = kMse;
  info.result_metric = settings_.data.generated() ? kExcessMse : kMse;
  info.splits = kAllSplits;
  return info;
}

void RegressionTask::begin(const sdk::Episode& episode) {
  apply(read_settings(episode.config));
  DataKey key{settings_.data, static_cast<Role>(episode.role), episode.data_seed};
  if (data_key_ != key) {
    data_key_.reset();
    data_ = std::make_unique<DataSet>(make_source(key), key.role, form());
    data_key_ = std::move(key);
  }
  model_.begin(settings_.model, *data_, episode.init_seed, episode.step_seed);
}

void RegressionTask::measure(uint32_t split, std::span<double> values) {
  const Metrics found = model_.measure(static_cast<Split>(split));
  values[0] = found.mse;
  values[1] = found.excess_mse;
  values[2] = found.population_excess;
  values[3] = found.penalty;
}

// A file is read when it is first named.
void RegressionTask::apply(const Settings& settings) {
  const TableFile& file = settings.data.file;
  if (settings.data.generated()) {
    table_.reset();
  } else if (table_ == nullptr || settings_.data.file != file) {
    table_ = read_table(file);
  }
  settings_ = settings;
}

std::shared_ptr<const TableData> RegressionTask::read_table(const TableFile& file) const {
  constexpr double kSuspicious = 100;  // interquartile ranges; beyond, a slip is likelier than a measurement
  shared::NumberTable table = shared::read_numbers(file.path, file.without);
  const Outliers found = find_outliers(table, file.outlier_range > 0 ? file.outlier_range : kSuspicious);
  if (!found.rows.empty() && file.outlier_range > 0) {
    host_.log(AUTOLOSS_LOG_INFO, file.path + ": " + found.text(table) + ": they are left out");
    table = without_rows(table, found.rows);
  } else if (!found.rows.empty()) {
    host_.log(AUTOLOSS_LOG_WARNING, file.path + ": " + found.text(table) +
                                        "; they rule a squared error: task.outlier_range = 100 leaves such rows out");
  }
  return std::make_shared<TableData>(std::move(table), file.target, file.path);
}

QuadraticForm RegressionTask::form() const {
  const std::size_t dimensions = table_ != nullptr ? table_->dimensions() : settings_.data.generator.dimensions;
  return {dimensions, settings_.data.quadratic_scale, settings_.data.intercept};
}

std::unique_ptr<const Source> RegressionTask::make_source(const DataKey& key) const {
  if (table_ == nullptr) return std::make_unique<Generator>(key.settings.generator, key.seed);
  const Partition training = key.role == Role::kGuided ? Partition::kTaskTrain : Partition::kControllerTrain;
  return std::make_unique<TableSource>(table_, key.seed, training, key.settings.target_scaling);
}

}  // namespace autoloss::regression
