// The plugin's task.
#ifndef AUTOLOSS_NMT_NMT_TASK_HPP
#define AUTOLOSS_NMT_NMT_TASK_HPP

#include <autoloss/cpp/host.hpp>
#include <autoloss/cpp/task.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "plugins/tasks/nmt/model/model.hpp"
#include "plugins/tasks/nmt/settings.hpp"

namespace autoloss::nmt {

// Translation helped by tagging: one encoder, and an action for each of translation, named entities and parts of speech
// that updates the encoder and what that task has behind it. The data of an episode are kept for the next one, which is
// often on the same.
class NmtTask : public sdk::Task {
 public:
  static constexpr const char* kId = "nmt";
  static constexpr const char* kVersion = AUTOLOSS_VERSION;
  static constexpr const char* kDescription =
      "translation helped by named entities and parts of speech, on files or on a made-up language";
  static constexpr const char* kLicence = "Apache-2.0";
  static const sdk::ParameterList& parameters() { return published_parameters(); }

  NmtTask(const sdk::Host& host, const sdk::Config& config);

  sdk::TaskInfo info() const override;
  void begin(const sdk::Episode& episode) override;
  sdk::StepResult step(uint32_t action) override;
  sdk::StepResult probe(uint32_t action) override;
  void measure(uint32_t split, std::span<double> values) override;
  void keep(uint32_t slot) override { model_.keep(slot); }
  void recall(uint32_t slot) override { model_.recall(slot); }
  void save(sdk::Writer& writer) const override { model_.save(writer); }
  void load(sdk::Reader& reader) override;
  void signals(std::span<double> values) const override;

 private:
  // What the data of an episode depend on.
  struct DataKey {
    DataSettings settings;
    uint32_t role;
    uint64_t seed;
    bool operator==(const DataKey&) const = default;
  };

  std::shared_ptr<const DataSet> make_data(const DataKey& key);

  sdk::Host host_;
  Settings settings_;
  std::shared_ptr<const FileCorpus> corpus_;  // of corpus_settings_, where there are files
  CorpusSettings corpus_settings_;
  std::optional<DataKey> data_key_;  // of data_
  std::shared_ptr<const DataSet> data_;
  Model model_;
  bool begun_ = false;
};

}  // namespace autoloss::nmt

#endif
