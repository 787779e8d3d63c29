#include "plugins/tasks/nmt/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plugins/tasks/nmt/score/bleu.hpp"

namespace autoloss::nmt {
namespace {

double bleu_of(const Model& model, uint32_t split, const std::vector<Tokens>& translations) {
  const std::vector<const EncodedPair*> pairs = model.pairs(split);
  const Language& target = *model.data().target;
  Bleu bleu;
  for (std::size_t sentence = 0; sentence < pairs.size(); ++sentence)
    bleu.add(words_of(target.text(translations[sentence])), {words_of(target.text(pairs[sentence]->target))});
  return bleu.value();
}

std::vector<Tokens> measure_translation(Model& model, int64_t beam, uint32_t split, double* values) {
  const LossScores scores = model.losses(Job::kTranslation, split);
  values[0] = std::exp(scores.loss);
  values[1] = scores.loss;
  values[2] = scores.accuracy;
  values[3] = values[4] = std::numeric_limits<double>::quiet_NaN();
  if (split != AUTOLOSS_SPLIT_TEST) return {};
  std::vector<Tokens> greedy = model.translate(split, 1);
  values[3] = bleu_of(model, split, greedy);
  if (beam > 1) values[4] = bleu_of(model, split, model.translate(split, beam));
  return greedy;
}

}  // namespace

std::vector<sdk::MetricInfo> metrics_of(const std::vector<Job>& jobs) {
  std::vector<sdk::MetricInfo> metrics;
  const auto add = [&](std::initializer_list<sdk::MetricInfo> more) {
    metrics.insert(metrics.end(), more.begin(), more.end());
  };
  for (uint32_t loss = 0; loss < jobs.size(); ++loss) {
    switch (jobs[loss]) {
      case Job::kTranslation:
        add({{"perplexity", "", "exp of mt_loss: of translations, a token"},
             {"mt_loss", "nats", "mean of -ln p(the right token), given those before it", AUTOLOSS_MINIMIZE, loss},
             {"mt_accuracy", "", "share of the tokens that are the most probable one", AUTOLOSS_MAXIMIZE},
             {"bleu", "", "BLEU-4 of greedy translations; on the test split alone", AUTOLOSS_MAXIMIZE},
             {"bleu_beam", "", "BLEU-4 with a beam, where it is wider than 1", AUTOLOSS_MAXIMIZE}});
        break;
      case Job::kEntities:
        add({{"ner_f1", "", "F1 of named entities, words and kind right", AUTOLOSS_MAXIMIZE},
             {"ner_loss", "nats", "mean of -ln p(the right tag)", AUTOLOSS_MINIMIZE, loss}});
        break;
      case Job::kClasses:
        add({{"pos_accuracy", "", "share of the words with the right part of speech", AUTOLOSS_MAXIMIZE},
             {"pos_loss", "nats", "mean of -ln p(the right tag)", AUTOLOSS_MINIMIZE, loss}});
    }
  }
  return metrics;
}

std::vector<Tokens> measure(Model& model, const std::vector<Job>& jobs, int64_t beam, uint32_t split,
                            std::span<double> values) {
  std::vector<Tokens> translations;
  double* next = values.data();
  for (const Job job : jobs) {
    if (job == Job::kTranslation) {
      translations = measure_translation(model, beam, split, next);
      next += 5;
      continue;
    }
    next[0] = model.tagging_score(job, split);
    next[1] = model.losses(job, split).loss;
    next += 2;
  }
  return translations;
}

std::string samples_of(const Model& model, const std::vector<Tokens>& translations, std::size_t count) {
  const std::vector<const EncodedPair*> pairs = model.pairs(AUTOLOSS_SPLIT_TEST);
  const DataSet& data = model.data();
  std::string text;
  for (std::size_t sentence = 0; sentence < std::min(count, translations.size()); ++sentence)
    text += "source      " + data.source->text(pairs[sentence]->source) + "\nreference   " +
            data.target->text(pairs[sentence]->target) + "\ntranslated  " + data.target->text(translations[sentence]) +
            "\n\n";
  return text;
}

}  // namespace autoloss::nmt
