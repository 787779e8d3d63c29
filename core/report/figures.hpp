// The figures of a report: what to draw, as data and a gnuplot script, without drawing it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report/csv.hpp"
#include "core/report/records.hpp"
#include "core/report/script.hpp"
#include "core/report/summary.hpp"

namespace autoloss {

struct Figure {
  std::string name;     // of its files, "differences"
  std::string title;    // "Paired differences"
  std::string caption;  // what is shown, with n and what the bars mean; plain text
  Csv data;             // everything that is shown
  Script script;
};

// An empty result: the run has nothing for the figure.

// From the results (result_figures.cpp): every problem's value by method; the difference to the reference with its
// interval, method by method; the mean against the steps that it took, search included.
std::optional<Figure> results_figure(const Summary& summary);
std::optional<Figure> differences_figure(const Summary& summary);
std::optional<Figure> cost_figure(const Summary& summary);

// From the results: shares of the problems by result, and by distance to the best method (distribution_figures.cpp).
std::optional<Figure> profiles_figure(const Summary& summary);

// From the budgets: the result of what each method would return after so many batches (budget_figures.cpp).
std::optional<Figure> budget_figure(const Summary& summary, const std::vector<BudgetRecord>& budget);

// Means and differences to the reference by range of a drawn parameter, and along the swept key (slice_figures.cpp).
std::vector<Figure> stratum_figures(const Summary& summary);
std::optional<Figure> sweep_figure(const Summary& summary);

// From the records (training_figures.cpp): return and selection score of each trained controller; scores of each search
// over parameters.
std::vector<Figure> learning_figures(const Summary& summary, const Records& records);
std::vector<Figure> tuning_figures(const Summary& summary, const Records& records);

// From the records (schedule_figures.cpp): how often the methods took each action along the training; losses and
// probabilities of single guided trainings of the reference.
std::optional<Figure> profile_figure(const Summary& summary, const Records& records);
std::vector<Figure> curve_figures(const Summary& summary, const Records& records);

}  // namespace autoloss
