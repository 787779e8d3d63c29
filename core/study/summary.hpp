// The figures of a study: means, intervals, verdicts.
#pragma once

#include <string>

#include "core/study/study_record.hpp"

namespace autoloss {

// summary.json: means, intervals, comparisons, strata, sweep. Numbers that are not finite are null.
std::string summary_json(const StudyRecord& record);

}  // namespace autoloss
