// The page of a report, from parts that are read and drawn already.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/report/csv.hpp"
#include "core/report/figures.hpp"
#include "core/report/summary.hpp"

namespace autoloss {

struct DrawnFigure {
  Figure figure;
  std::string svg;    // "": not drawn
  std::string error;  // what the drawing program said then
};

struct PageContent {
  Summary summary;
  std::vector<DrawnFigure> results, slices, schedules, trainings, searches;
  std::string missing_plots;                                    // why there are none; "" where there are
  std::optional<Csv> problems;                                  // drawn parameters by problem
  std::optional<Csv> outcomes;                                  // results.csv
  std::string settings;                                         // the experiment file
  std::vector<std::pair<std::string, std::string>> provenance;  // key and value
  std::vector<std::string> artifacts;                           // files that the task left in artifacts/, sorted
};

// The whole page as HTML.
std::string report_page(const PageContent& content);

}  // namespace autoloss
