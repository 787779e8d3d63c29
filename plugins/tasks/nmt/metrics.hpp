// The metrics of a set of tasks, in the order in which measure() writes them.
#ifndef AUTOLOSS_NMT_METRICS_HPP
#define AUTOLOSS_NMT_METRICS_HPP

#include <autoloss/cpp/task.hpp>
#include <span>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/model/model.hpp"

namespace autoloss::nmt {

// jobs: in the order of their losses.
std::vector<sdk::MetricInfo> metrics_of(const std::vector<Job>& jobs);

// BLEU is measured on the test split alone, since decoding takes longer than a validation: NaN elsewhere. Returns the
// greedy translations that it counted.
std::vector<Tokens> measure(Model& model, const std::vector<Job>& jobs, int64_t beam, uint32_t split,
                            std::span<double> values);

// Translations of the first test sentences beside what people wrote, as a text for people.
std::string samples_of(const Model& model, const std::vector<Tokens>& translations, std::size_t count);

}  // namespace autoloss::nmt

#endif
