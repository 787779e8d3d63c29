// Methods of several runs in one table.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/report/summary.hpp"

namespace autoloss {

// The methods of finished runs, all compared in pairs with one of them. Several runs must have measured the same on the
// same task; they are paired problem by problem, on those that all of them guided (equal key and equal draws in
// problems.csv, at each point of a sweep), and Summary::note says on how many. A method NAME of a run DIR is then
// called DIR/NAME. reference: a method by that name; "": the reference of the first run. Throws ConfigError: a run that
// cannot be read, runs that cannot be paired, no such method.
Summary side_by_side(const std::vector<std::filesystem::path>& runs, const std::string& reference);

}  // namespace autoloss
