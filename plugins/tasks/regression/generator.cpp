#include "plugins/tasks/regression/generator.hpp"

#include <autoloss/cpp/random.hpp>

namespace autoloss::regression {

Generator::Generator(const GeneratorSettings& settings, uint64_t seed) : settings_(settings), seed_(seed) {
  sdk::Stream stream(sdk::derive(seed, "weights"));
  for (std::size_t i = 0; i < settings.dimensions; ++i) weights_.push_back(stream.uniform(-0.5, 0.5));
}

Rows Generator::rows(Partition partition) const {
  Rows rows{settings_.rows, settings_.dimensions, {}, {}, {}};
  rows.inputs.reserve(rows.count * rows.dimensions);
  const uint64_t key = sdk::derive(sdk::derive(seed_, "rows"), static_cast<uint64_t>(partition));
  for (std::size_t row = 0; row < rows.count; ++row) {
    sdk::Stream stream(sdk::derive(key, row));
    const double noise = settings_.noise * stream.normal();
    double target = noise;
    for (const double weight : weights_) {
      const auto u = static_cast<float>(stream.uniform(-5.0, 5.0));
      rows.inputs.push_back(u);
      target += weight * static_cast<double>(u);
    }
    rows.targets.push_back(static_cast<float>(target));
    rows.noise.push_back(static_cast<float>(noise));
  }
  return rows;
}

}  // namespace autoloss::regression
