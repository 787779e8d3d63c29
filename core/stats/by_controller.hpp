#pragma once

#include <span>
#include <vector>

namespace autoloss {

// Results of a method that several independently trained controllers guide, each on the same problems:
// values[controller][problem]. A method without training, or with one controller, has one row. Rows are of equal
// length.
using ByController = std::vector<std::vector<double>>;

// Of each problem, the mean over the controllers. Empty without controllers. Throws std::invalid_argument for rows of
// different lengths.
std::vector<double> mean_by_problem(const ByController& values);

// All values, controller by controller.
std::vector<double> pooled(const ByController& values);

// What the choice of controllers adds to the variance of the overall mean: σ²_c / R for R controllers, where σ²_c is
// their variance component in a two-way layout without repetition, estimated by the method of moments as
//   max(0, (MS_controllers − MS_residual) / P)
// on P problems (Searle, Casella and McCulloch, "Variance components", 1992, section 4.3). More problems do not lower
// it, more controllers do. 0 with fewer than two controllers or problems.
double variance_by_controllers(const ByController& values);

}  // namespace autoloss
