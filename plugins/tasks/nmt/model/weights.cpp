#include "plugins/tasks/nmt/model/weights.hpp"

namespace autoloss::nmt {
namespace {

bool tags_linearly(const NetworkSettings& settings, std::size_t job) {
  return job != static_cast<std::size_t>(Job::kTranslation) && !settings.tag_decoder;
}

const std::vector<at::Tensor>& tensors_of(const torch_parts::ParameterGroup& group, NetworkWeights::Use use) {
  return use == NetworkWeights::Use::kLearning ? group.leaves() : group.constants();
}

}  // namespace

NetworkParameters::NetworkParameters(const NetworkSettings& settings, const NetworkSizes& sizes,
                                     at::Generator generator)
    : encoder(make_group(encoder_layout(settings, sizes.source), generator)) {
  for (std::size_t job = 0; job < kJobs; ++job) {
    if (sizes.written[job] == 0)
      jobs[job] = make_group({}, generator);
    else if (tags_linearly(settings, job))
      jobs[job] = make_group(linear_tagger_layout(settings, sizes.written[job]), generator);
    else
      jobs[job] = make_group(decoder_layout(settings, sizes.written[job]), generator);
  }
}

NetworkParameters NetworkParameters::clone() const {
  NetworkParameters copy;
  copy.encoder = encoder.clone();
  for (std::size_t job = 0; job < kJobs; ++job) copy.jobs[job] = jobs[job].clone();
  return copy;
}

std::array<const torch_parts::ParameterGroup*, 1 + kJobs> NetworkParameters::groups() const {
  return {&encoder, &jobs[0], &jobs[1], &jobs[2]};
}

NetworkWeights::NetworkWeights(const NetworkSettings& settings, const NetworkParameters& parameters, Use use)
    : encoder(settings, tensors_of(parameters.encoder, use)) {
  for (std::size_t job = 0; job < kJobs; ++job) {
    if (parameters.jobs[job].size() == 0) continue;
    const std::vector<at::Tensor>& tensors = tensors_of(parameters.jobs[job], use);
    if (tags_linearly(settings, job))
      taggers[job].emplace(tensors);
    else
      decoders[job].emplace(settings, tensors);
  }
}

at::Tensor scores_of(const NetworkSettings& settings, const NetworkWeights& weights, Job job, const Batch& batch,
                     const Dropout& dropout) {
  const auto index = static_cast<std::size_t>(job);
  const Encoding encoding = encode(settings, weights.encoder, batch.source, dropout);
  if (weights.taggers[index]) return tag_scores(*weights.taggers[index], encoding, batch.target.rows, dropout);
  return Decoder(settings, *weights.decoders[index], encoding).scores(batch.target, dropout);
}

}  // namespace autoloss::nmt
