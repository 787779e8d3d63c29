// d-ary quadratic regression as a task of the plugin contract (paper, section 5.1).
#ifndef AUTOLOSS_REGRESSION_REGRESSION_TASK_HPP
#define AUTOLOSS_REGRESSION_REGRESSION_TASK_HPP

#include <autoloss/cpp/task.hpp>
#include <memory>
#include <optional>

#include "plugins/tasks/regression/settings.hpp"

namespace autoloss::regression {

// Fits a quadratic model to the rows of a linear one, or to a user's table, by steps on its squared error, on an L1
// penalty, or on their sum. The data of an episode are kept for the next one, which is often on the same.
class RegressionTask : public sdk::Task {
 public:
  static constexpr const char* kId = "regression";
  static constexpr const char* kVersion = AUTOLOSS_VERSION;
  static constexpr const char* kDescription = "quadratic regression with an L1 penalty, on generated data or a table";
  static constexpr const char* kLicence = "Apache-2.0";
  static const sdk::ParameterList& parameters() { return published_parameters(); }

  RegressionTask(const sdk::Host& host, const sdk::Config& config);

  sdk::TaskInfo info() const override;
  void begin(const sdk::Episode& episode) override;
  sdk::StepResult step(uint32_t action) override { return model_.step(static_cast<Action>(action)); }
  sdk::StepResult probe(uint32_t action) override { return model_.probe(static_cast<Action>(action)); }
  void measure(uint32_t split, std::span<double> values) override;
  void keep(uint32_t slot) override { model_.keep(slot); }
  void recall(uint32_t slot) override { model_.recall(slot); }
  void save(sdk::Writer& writer) const override { model_.save(writer); }
  void load(sdk::Reader& reader) override { model_.load(reader); }

 private:
  // What the data of an episode depend on.
  struct DataKey {
    DataSettings settings;
    Role role;
    uint64_t seed;
    bool operator==(const DataKey&) const = default;
  };

  void apply(const Settings& settings);
  std::shared_ptr<const TableData> read_table(const TableFile& file) const;
  QuadraticForm form() const;
  std::unique_ptr<const Source> make_source(const DataKey& key) const;

  sdk::Host host_;
  Settings settings_;
  std::shared_ptr<const TableData> table_;  // of settings_.data.file
  std::optional<DataKey> data_key_;         // of data_
  std::unique_ptr<DataSet> data_;
  Model model_;
};

}  // namespace autoloss::regression

#endif
