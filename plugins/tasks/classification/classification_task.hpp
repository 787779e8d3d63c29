// The plugin's task.
#ifndef AUTOLOSS_CLASSIFICATION_CLASSIFICATION_TASK_HPP
#define AUTOLOSS_CLASSIFICATION_CLASSIFICATION_TASK_HPP

#include <autoloss/cpp/host.hpp>
#include <autoloss/cpp/task.hpp>
#include <memory>
#include <optional>

#include "plugins/tasks/classification/settings.hpp"
#include "plugins/tasks/classification/source_maker.hpp"

namespace autoloss::classification {

// Trains a multilayer perceptron to tell classes apart, by steps on its cross entropy, on an L1 penalty, or on their
// sum. The data of an episode are kept for the next one, which is often on the same.
class ClassificationTask : public sdk::Task {
 public:
  static constexpr const char* kId = "classification";
  static constexpr const char* kVersion = AUTOLOSS_VERSION;
  static constexpr const char* kDescription =
      "classification by a multilayer perceptron with an L1 penalty, on generated data, a table or images";
  static constexpr const char* kLicence = "Apache-2.0";
  static const sdk::ParameterList& parameters() { return published_parameters(); }

  ClassificationTask(const sdk::Host& host, const sdk::Config& config);

  sdk::TaskInfo info() const override;
  void begin(const sdk::Episode& episode) override;
  sdk::StepResult step(uint32_t action) override { return model_.step(static_cast<Action>(action)); }
  sdk::StepResult probe(uint32_t action) override { return model_.probe(static_cast<Action>(action)); }
  void measure(uint32_t split, std::span<double> values) override;
  void keep(uint32_t slot) override { model_.keep(slot); }
  void recall(uint32_t slot) override { model_.recall(slot); }
  void save(sdk::Writer& writer) const override { model_.save(writer); }
  void load(sdk::Reader& reader) override { model_.load(reader); }
  void signals(std::span<double> values) const override;

 private:
  // What the data of an episode depend on.
  struct DataKey {
    DataSettings settings;
    Role role;
    uint64_t seed;
    bool operator==(const DataKey&) const = default;
  };

  void apply(const Settings& settings);

  SourceMaker sources_;
  std::optional<DataKey> data_key_;  // of data_
  std::unique_ptr<DataSet> data_;
  Model model_;
  uint64_t parameter_count_ = 0;  // of a model of the latest settings
};

}  // namespace autoloss::classification

#endif
