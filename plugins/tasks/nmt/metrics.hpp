// The metrics of a set of tasks, in the order in which measure() writes them.
#ifndef AUTOLOSS_NMT_METRICS_HPP
#define AUTOLOSS_NMT_METRICS_HPP

#include <autoloss/cpp/task.hpp>
#include <span>
#include <vector>

#include "plugins/tasks/nmt/model/model.hpp"

namespace autoloss::nmt {

// jobs: in the order of their losses.
std::vector<sdk::MetricInfo> metrics_of(const std::vector<Job>& jobs);

// BLEU is measured on the test split alone, since decoding takes longer than a validation: NaN elsewhere.
void measure(Model& model, const std::vector<Job>& jobs, int64_t beam, uint32_t split, std::span<double> values);

// Translations of the first test sentences beside what people wrote, as a text for people.
std::string samples_of(Model& model, std::size_t count);

}  // namespace autoloss::nmt

#endif
