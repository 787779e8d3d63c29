// How differently a method schedules its updates from problem to problem.
#pragma once

#include <cstdint>
#include <vector>

#include "core/study/guided.hpp"

namespace autoloss {

// By slice of `width` steps and by bin of equal shares from 0 to 1: the number of trainings in which the action had
// that share of the steps in the slice. A training counts as long as it runs; a share of 1 is in the last bin.
std::vector<std::vector<uint64_t>> share_histograms(const MethodResults& results, std::size_t action, int64_t width,
                                                    std::size_t bins);

}  // namespace autoloss
