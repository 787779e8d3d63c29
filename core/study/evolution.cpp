#include "core/study/evolution.hpp"

#include <autoloss/cpp/random.hpp>

namespace autoloss {

std::vector<Perturbation> perturbations(std::size_t pairs, std::size_t dimensions, uint64_t key) {
  sdk::Stream stream(key);
  std::vector<Perturbation> list;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    Perturbation plus;
    for (std::size_t index = 0; index < dimensions; ++index) plus.direction.push_back(stream.normal());
    Perturbation minus = plus;
    minus.sign = -1;
    list.push_back(std::move(plus));
    list.push_back(std::move(minus));
  }
  return list;
}

std::vector<double> perturbed(std::span<const double> parameters, const Perturbation& perturbation, double scale) {
  std::vector<double> result(parameters.begin(), parameters.end());
  for (std::size_t index = 0; index < result.size(); ++index)
    result[index] += scale * perturbation.sign * perturbation.direction[index];
  return result;
}

void evolve(std::vector<double>& parameters, std::span<const Perturbation> tried, std::span<const double> advantages,
            double step) {
  const double share = step / static_cast<double>(tried.size());
  for (std::size_t row = 0; row < tried.size(); ++row)
    for (std::size_t index = 0; index < parameters.size(); ++index)
      parameters[index] += share * advantages[row] * tried[row].sign * tried[row].direction[index];
}

}  // namespace autoloss
