// Results as tables of comma-separated values, a row each.
#pragma once

#include <string>

#include "core/study/study_record.hpp"

namespace autoloss {

// A row for each method, point, problem and controller.
std::string results_csv(const StudyRecord& record);
// Results against what was spent, of the first point: method,problem,batches,steps,value. A method that was prepared
// stands there twice, the second time as "NAME (prepared before)", without what its preparation took.
std::string budget_csv(const StudyRecord& record);
// A row for each problem at each point with its key, by which problems of different runs are paired, and what was drawn
// for it.
std::string problems_csv(const StudyRecord& record);

}  // namespace autoloss
