// A run for TensorBoard.
#pragma once

#include <filesystem>
#include <string>

#include "core/report/records.hpp"
#include "core/report/summary.hpp"

namespace autoloss {

// Writes event files below `folder`, each in a folder of its own, since that is what TensorBoard calls a run:
//   METHOD/                 result (scalars at step 0), share/ACTION by step, shares/ACTION (histograms over problems)
//   METHOD/training-START/  training/... by update, selection/score
//   METHOD/search/          search/score by trial, a tag for each round
//   METHOD/problem-N/       curve/SERIES and probability/ACTION of a guided training by step
//   summary/                the table of results and the experiment file as text
// What was not recorded is left out, and so are numbers that are not finite.
// wall_time: seconds since 1970 that all events bear. Throws RunError when a file cannot be written.
void write_event_files(const std::filesystem::path& folder, const Summary& summary, const Records& records,
                       const std::string& experiment_file, double wall_time);

}  // namespace autoloss
