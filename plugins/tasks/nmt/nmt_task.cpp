#include "plugins/tasks/nmt/nmt_task.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "plugins/shared/torch/single_thread.hpp"
#include "plugins/tasks/nmt/data/built_in.hpp"
#include "plugins/tasks/nmt/data/division.hpp"
#include "plugins/tasks/nmt/metrics.hpp"

namespace autoloss::nmt {
namespace {

constexpr uint32_t kAllSplits = (1u << (AUTOLOSS_SPLIT_VALID_SECOND + 1)) - 1;

struct JobText {
  const char *group, *action, *loss;
};

JobText text_of(Job job) {
  switch (job) {
    case Job::kTranslation:
      return {"encoder_mt", "an update of encoder and translator", "of translations, -ln p of a token"};
    case Job::kEntities:
      return {"encoder_ner", "an update of encoder and entity tagger", "of named entities, -ln p of a tag"};
    case Job::kClasses:
      break;
  }
  return {"encoder_pos", "an update of encoder and part-of-speech tagger", "of parts of speech, -ln p of a tag"};
}

// Where validation is by a loss, its metric follows the score of the task.
uint32_t primary_metric(const std::vector<Job>& jobs) {
  uint32_t metric = 0;
  for (const Job job : jobs) {
    if (job == Job::kTranslation) return metric;
    metric += 2;
  }
  return 0;
}

}  // namespace

NmtTask::NmtTask(const sdk::Host& host, const sdk::Config& config)
    : host_(host), settings_(read_settings(config, host.data_directory())) {}

sdk::TaskInfo NmtTask::info() const {
  sdk::TaskInfo info;
  for (uint32_t loss = 0; loss < settings_.jobs.size(); ++loss) {
    const Job job = settings_.jobs[loss];
    const JobText text = text_of(job);
    info.losses.push_back({name_of(job), text.loss});
    info.actions.push_back({name_of(job), text.group, text.action, loss, begun_ ? model_.parameter_count(job) : 0});
  }
  info.metrics = metrics_of(settings_.jobs);
  info.signals = {{"padding", "share of the latest batch that holds no token"},
                  {"mt_epochs", "times that the pairs were gone through"},
                  {"pairs_share", "share of the pairs among all sentences to train on"},
                  {"log_pairs", "ln(pairs to train on / 500), for linear controllers"}};
  info.primary_metric = info.result_metric = primary_metric(settings_.jobs);
  info.splits = kAllSplits;
  return info;
}

std::shared_ptr<const DataSet> NmtTask::make_data(const DataKey& key) {
  if (!key.settings.corpus.has_files())
    return std::make_shared<DataSet>(make_built_in(key.settings.sizes, key.role, key.seed));
  if (!corpus_ || !(corpus_settings_ == key.settings.corpus)) {
    corpus_ = load_corpus(key.settings.corpus, shared::Cache(host_.cache_directory(), "nmt"));
    corpus_settings_ = key.settings.corpus;
    if (corpus_->too_long > 0)
      host_.log(AUTOLOSS_LOG_INFO, std::to_string(corpus_->too_long) + " sentences of more than " +
                                       std::to_string(key.settings.corpus.longest) + " subwords were left out");
  }
  return std::make_shared<DataSet>(
      divide(*corpus_, key.settings.sizes, key.settings.controller_share, key.role, key.seed));
}

void NmtTask::begin(const sdk::Episode& episode) {
  const torch_parts::SingleThread single_thread;
  Settings settings = read_settings(episode.config, host_.data_directory());
  if (settings.jobs != settings_.jobs)
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "parameter 'tasks' differs from what it was before: a range is of no use here");
  DataKey key{settings.data, episode.role, episode.data_seed};
  if (data_key_ != key) {
    data_key_.reset();
    data_ = make_data(key);
    data_key_ = std::move(key);
  }
  settings_ = std::move(settings);
  model_.begin(settings_.model, data_, episode.init_seed, episode.step_seed);
  begun_ = true;
}

sdk::StepResult NmtTask::step(uint32_t action) {
  const torch_parts::SingleThread single_thread;
  return model_.step(settings_.jobs[action]);
}

sdk::StepResult NmtTask::probe(uint32_t action) {
  const torch_parts::SingleThread single_thread;
  return model_.probe(settings_.jobs[action]);
}

void NmtTask::measure(uint32_t split, std::span<double> values) {
  const torch_parts::SingleThread single_thread;
  const std::vector<Tokens> translations = nmt::measure(model_, settings_.jobs, settings_.model.beam, split, values);
  if (translations.empty() || settings_.samples == 0) return;
  const std::string text = samples_of(model_, translations, settings_.samples);
  host_.write_artifact("translations.txt", "text/plain", text.data(), text.size());
}

void NmtTask::load(sdk::Reader& reader) {
  const torch_parts::SingleThread single_thread;
  model_.load(reader);
}

void NmtTask::signals(std::span<double> values) const {
  const std::array<double, 4> latest{model_.latest_padding(), model_.epochs(), model_.pairs_share(),
                                     model_.log_pairs()};
  std::copy_n(latest.begin(), std::min(values.size(), latest.size()), values.begin());
}

}  // namespace autoloss::nmt
