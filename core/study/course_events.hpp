// How trainings went, as lines of metrics.jsonl that reports draw.
#pragma once

#include <string>
#include <vector>

#include "core/study/study_record.hpp"

namespace autoloss {

// Lines for metrics.jsonl: profiles and histograms of the actions of each method, curves of the first problems.
std::vector<std::string> course_events(const StudyRecord& record);

}  // namespace autoloss
