#include "core/study/controller_card.hpp"

#include "core/config/keys.hpp"
#include "core/stats/descriptive.hpp"

namespace autoloss {
namespace {

ValueMap training_of(const Method& method) {
  const TrainConfig& train = *method.train;
  return {{"trainer", train.trainer},
          {"per", train.per},
          {"updates", train.updates},
          {"data_sets", train.data_sets},
          {"rollouts", train.rollouts},
          {"starts", train.starts},
          {"segment", train.segment},
          {"segments", train.segments},
          {"explore", train.explore},
          {"explore_steps", train.explore_steps},
          {"baseline", train.baseline},
          {"reward_form", train.reward.form},
          {"reward_split", train.reward.split},
          {"horizon", method.train_episode.horizon},
          {"validate_every", method.train_episode.validate_every},
          {"patience", method.train_episode.patience},
          {"selection_problems", train.selection_every > 0 ? train.selection_problems : 0}};
}

std::vector<std::vector<double>> quantiles_of(const FeatureSample& sample) {
  std::vector<std::vector<double>> all;
  for (std::size_t feature = 0; feature < sample.width(); ++feature) {
    const std::vector<double> values = sample.column(feature);
    std::vector<double>& own = all.emplace_back();
    for (const double share : kCardQuantiles) own.push_back(quantile(values, share));
  }
  return all;
}

// As the experiment file has it: "{ uniform = [0.5, 4] }".
std::string text_of(const Range& range) {
  constexpr std::string_view kKey = "range = ";
  Node table = empty_table();
  table.set("range", node_of(range));
  const std::string text = to_toml(table);
  return text.substr(kKey.size(), text.find_last_not_of('\n') + 1 - kKey.size());
}

}  // namespace

ControllerFile controller_file_of(const TrainedController& trained, const MethodSetup& setup,
                                  const Experiment& experiment, const Measure& measure, const TaskShape& shape,
                                  const std::string& task_version) {
  ControllerFile file;
  file.id = setup.component.type->id;
  file.version = setup.component.type->version;
  file.values = setup.method->controller.values;
  file.features = setup.schema.names();
  file.definitions = setup.schema.definitions();
  file.quantiles = quantiles_of(trained.sample);
  file.refresh = setup.schema.refresh() == Refresh::kStep ? "step" : "validation";
  file.actions = setup.action_names;
  file.task = experiment.train_task.id;
  file.task_version = task_version;
  file.task_values = experiment.train_task.values;
  for (const auto& [name, range] : experiment.train_task.ranges) file.drawn[name] = text_of(range);
  file.experiment = experiment.name;
  file.method = setup.method->name;
  file.seed = experiment.seed;
  file.training = training_of(*setup.method);
  file.score = trained.score;
  file.measure = std::string(measure.maximize ? "mean " : "-mean ") + (measure.log ? "ln " : "") +
                 shape.metrics[measure.metric].name;
  file.start = static_cast<uint64_t>(trained.start);
  file.update = static_cast<uint64_t>(trained.update);
  file.episodes = trained.episodes;
  file.steps = trained.steps;
  file.batches = trained.batches;
  file.diverged = trained.diverged;
  file.program = AUTOLOSS_VERSION;
  file.sample = trained.sample;
  file.state = trained.state;
  return file;
}

}  // namespace autoloss
