// Parameters on their way: gradients, clipping, Adam, averages.
#ifndef AUTOLOSS_NMT_MODEL_TRAINER_HPP
#define AUTOLOSS_NMT_MODEL_TRAINER_HPP

#include <array>
#include <autoloss/cpp/stream.hpp>
#include <autoloss/cpp/task.hpp>
#include <optional>

#include "plugins/shared/torch/adam.hpp"
#include "plugins/tasks/nmt/model/weights.hpp"

namespace autoloss::nmt {

struct TrainingSettings {
  double learning_rate = 7e-3;
  double clip = 1;          // most that the norm of a gradient may be; 0: any
  double average = 0.98;    // share that averaged parameters keep of their past; 0: no averages
  bool shared_adam = true;  // the encoder's moments are those of all jobs; else each job has its own
};

// Not thread-safe.
class Trainer {
 public:
  void begin(const NetworkSettings& network, const TrainingSettings& training, const NetworkSizes& sizes,
             uint64_t init_seed, uint64_t step_seed);

  // One update of the encoder and the job's part. A loss or gradient that is not finite changes no parameter.
  sdk::StepResult step(Job job, const Batch& batch);
  // What step() would report; changes nothing.
  sdk::StepResult probe(Job job, const Batch& batch) const;

  // What is measured and kept: the averages, where there are any.
  const NetworkWeights& measured() const { return average_weights_ ? *average_weights_ : *measured_weights_; }
  const NetworkSettings& network() const { return network_; }
  // Of the encoder and the job's part.
  uint64_t parameter_count(Job job) const;

  void keep(uint32_t slot);
  // Throws sdk::Error(AUTOLOSS_INVALID_STATE) where nothing was kept.
  void recall(uint32_t slot);
  void save(sdk::Writer& writer) const;
  void load(sdk::Reader& reader);

 private:
  struct Gradient {
    sdk::StepResult result;
    at::Tensor encoder, job;
  };
  // Parameters and their averages at one time.
  struct Kept {
    NetworkParameters parameters, average;
  };
  Gradient gradient(Job job, const Batch& batch, uint64_t& masks) const;
  torch_parts::Adam& encoder_adam(Job job);
  void follow_average();

  NetworkSettings network_;
  TrainingSettings training_;
  NetworkParameters parameters_, average_;
  std::optional<NetworkWeights> learning_weights_, measured_weights_, average_weights_;
  std::array<torch_parts::Adam, kJobs> encoder_adam_;  // shared: the first alone
  std::array<torch_parts::Adam, kJobs> job_adam_;
  uint64_t dropout_key_ = 0;
  uint64_t masks_ = 0;  // of dropout, drawn so far
  std::array<std::optional<Kept>, AUTOLOSS_KEEP_SLOTS> kept_;
};

}  // namespace autoloss::nmt

#endif
