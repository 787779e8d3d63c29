// All parts of a network together.
#ifndef AUTOLOSS_NMT_MODEL_WEIGHTS_HPP
#define AUTOLOSS_NMT_MODEL_WEIGHTS_HPP

#include <array>
#include <optional>

#include "plugins/tasks/nmt/data/data_set.hpp"
#include "plugins/tasks/nmt/model/network.hpp"

namespace autoloss::nmt {

// How many tokens each part reads or writes; 0: there is no such part.
struct NetworkSizes {
  int64_t source = 0;
  std::array<int64_t, kJobs> written{};  // by job; tags count with the kFirstToken tokens below them
};

// The parameters of the encoder, and of what each job has behind it.
struct NetworkParameters {
  NetworkParameters() = default;
  NetworkParameters(const NetworkSettings& settings, const NetworkSizes& sizes, at::Generator generator);

  torch_parts::ParameterGroup encoder;
  std::array<torch_parts::ParameterGroup, kJobs> jobs;  // empty for a job that is not there

  NetworkParameters clone() const;
  // Every group: the encoder, then the jobs'.
  std::array<const torch_parts::ParameterGroup*, 1 + kJobs> groups() const;
};

// Views of those parameters, to compute with.
struct NetworkWeights {
  enum class Use { kLearning, kMeasuring };
  NetworkWeights(const NetworkSettings& settings, const NetworkParameters& parameters, Use use);

  EncoderWeights encoder;
  std::array<std::optional<DecoderWeights>, kJobs> decoders;
  std::array<std::optional<LinearTaggerWeights>, kJobs> taggers;
};

// The scores [N, V] of what is to be written where it counts.
at::Tensor scores_of(const NetworkSettings& settings, const NetworkWeights& weights, Job job, const Batch& batch,
                     const Dropout& dropout);

}  // namespace autoloss::nmt

#endif
