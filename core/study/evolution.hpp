// An evolution strategy over a controller's parameter vector: antithetic pairs of perturbations, rewarded on equal
// problems (Salimans et al., "Evolution strategies as a scalable alternative to reinforcement learning", 2017).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace autoloss {

// One perturbed controller and what it is worth. Pairs stand beside each other: even indices plus, odd minus.
struct Perturbation {
  std::vector<double> direction;  // standard normal
  double sign = 1;
};

// `pairs` pairs in `dimensions` dimensions, from the stream of a key.
std::vector<Perturbation> perturbations(std::size_t pairs, std::size_t dimensions, uint64_t key);

// parameters + scale * sign * direction.
std::vector<double> perturbed(std::span<const double> parameters, const Perturbation& perturbation, double scale);

// Moves parameters along the estimate of the gradient, (1/n) sum advantage * sign * direction, by `step`.
void evolve(std::vector<double>& parameters, std::span<const Perturbation> tried, std::span<const double> advantages,
            double step);

}  // namespace autoloss
