// A model with its data: what the task does, behind its interface.
#ifndef AUTOLOSS_NMT_MODEL_MODEL_HPP
#define AUTOLOSS_NMT_MODEL_MODEL_HPP

#include <array>
#include <memory>
#include <vector>

#include "plugins/tasks/nmt/data/bucketed_batches.hpp"
#include "plugins/tasks/nmt/data/data_set.hpp"
#include "plugins/tasks/nmt/model/trainer.hpp"

namespace autoloss::nmt {

struct ModelSettings {
  NetworkSettings network;
  TrainingSettings training;
  std::size_t batch_size = 32;
  std::size_t tagging_repeat = 1;  // updates of one tagging action
  int64_t beam = 1;                // of translations that BLEU counts; 1: greedy alone
  std::array<bool, kJobs> jobs{true, true, true};
};

// Per token that is to be written.
struct LossScores {
  double loss = 0;      // mean of -ln p
  double accuracy = 0;  // share that is the most probable one, given what stands before it
};

// Not thread-safe. Computes on the calling thread.
class Model {
 public:
  // data: one that outlives the episode.
  void begin(const ModelSettings& settings, std::shared_ptr<const DataSet> data, uint64_t init_seed,
             uint64_t step_seed);

  // An update; a tagging action takes tagging_repeat of them, and reports the first.
  sdk::StepResult step(Job job);
  sdk::StepResult probe(Job job) const;

  // split: AUTOLOSS_SPLIT_..., the halves of validation included.
  LossScores losses(Job job, uint32_t split);
  // Entities: F1 by spans; classes: share of the words with the right tag.
  double tagging_score(Job job, uint32_t split);
  // Translations of the sentences of a split, in their order. width 1: greedily.
  std::vector<Tokens> translate(uint32_t split, int64_t width);
  // The sentences that translate() translates.
  std::vector<const EncodedPair*> pairs(uint32_t split) const;

  double latest_padding() const { return latest_padding_; }
  // Epochs of the pairs so far.
  double epochs() const;
  // The pairs among all sentences to train on, of the jobs that there are.
  double pairs_share() const;
  // ln(pairs to train on / 500); 0 without pairs.
  double log_pairs() const;
  const DataSet& data() const { return *data_; }
  uint64_t parameter_count(Job job) const { return trainer_.parameter_count(job); }

  void keep(uint32_t slot) { trainer_.keep(slot); }
  void recall(uint32_t slot) { trainer_.recall(slot); }
  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

 private:
  static constexpr std::size_t kSplits = 6;
  struct MeasuredBatch {
    Batch batch;
    std::vector<uint32_t> sentences;  // of the split, in the batch's order
  };

  Batch current_batch(Job job) const;
  const std::vector<MeasuredBatch>& measured_batches(Job job, uint32_t split);
  std::vector<const EncodedTagged*> tagged(Job job, uint32_t split) const;
  std::vector<Tokens> tag(Job job, const Batch& batch) const;

  ModelSettings settings_;
  std::shared_ptr<const DataSet> data_;
  Trainer trainer_;
  std::array<BucketedBatches, kJobs> batches_;
  std::array<std::array<std::vector<MeasuredBatch>, kSplits>, kJobs> measured_;  // filled when first asked for
  uint64_t translation_steps_ = 0;
  double latest_padding_ = 0;
};

}  // namespace autoloss::nmt

#endif
