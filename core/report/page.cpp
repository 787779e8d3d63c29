#include "core/report/page.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/report/format.hpp"
#include "core/report/html.hpp"
#include "core/stats/descriptive.hpp"
#include "core/stats/diverged.hpp"

namespace autoloss {
namespace {

constexpr std::string_view kStyle = R"(
body { font: 15px/1.5 system-ui, "DejaVu Sans", Helvetica, sans-serif; color: #1a1a1a; background: #fff;
       max-width: 1020px; margin: 2em auto; padding: 0 1.2em; }
h1 { font-size: 1.7em; margin-bottom: 0.2em; }
h2 { font-size: 1.25em; margin-top: 2.2em; border-bottom: 1px solid #bbb; }
h3 { font-size: 1.05em; margin-bottom: 0.3em; }
.facts, figcaption, .note { color: #444; font-size: 0.92em; }
.headline { font-size: 1.1em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.6em 0; font-size: 0.9em; }
th, td { padding: 0.22em 0.6em; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th { border-bottom: 1.5px solid #444; vertical-align: bottom; white-space: normal; }
td { border-bottom: 1px solid #e2e2e2; }
th.text, td.text { text-align: left; white-space: normal; overflow-wrap: break-word; }
td.text:first-child { min-width: 11em; }
tr.settled td.text:nth-child(2), tr.open td.text:nth-child(2) { white-space: nowrap; }
tr.reference td { font-weight: 600; background: #f3f3f3; }
tr.settled td:nth-child(2) { font-weight: 600; }
figure { margin: 1.4em 0; }
figure.artifact { display: inline-block; margin: 0.3em 0.6em 0.6em 0; max-width: 100%; }
figure.artifact img { max-width: 100%; image-rendering: pixelated; }
figure svg { width: 100%; height: auto; border: 1px solid #e2e2e2; }
pre { background: #f6f6f6; border: 1px solid #e2e2e2; padding: 0.8em; overflow-x: auto; font-size: 0.85em; }
.missing { border-left: 4px solid #444; background: #f3f3f3; padding: 0.6em 1em; white-space: pre-wrap; }
@media print {
  body { margin: 0; max-width: none; font-size: 11px; }
  table { font-size: 0.8em; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  a { color: inherit; }
}
)";

std::string element(std::string_view tag, std::string_view text, std::string_view css_class = "") {
  const std::string name(tag);
  const std::string attribute = css_class.empty() ? "" : " class=\"" + std::string(css_class) + "\"";
  return "<" + name + attribute + ">" + escaped(text) + "</" + name + ">\n";
}

std::string fixed(double value, int decimals, bool with_sign = false) {
  return with_minus_signs(format_fixed(value, decimals, with_sign));
}

std::string interval(Interval ends, int decimals, bool with_sign = false) {
  return with_minus_signs(format_interval(ends, decimals, with_sign));
}

// The marks of the plots, so that a word and a point can be told to belong together.
std::string marked(Verdict verdict) {
  constexpr std::array<std::string_view, 4> marks = {"●", "■", "◇", "○"};
  return std::string(marks.at(static_cast<std::size_t>(verdict))) + " " + std::string(name_of(verdict));
}

std::string_view better_side(const MetricSummary& metric) {
  return metric.direction == Direction::kMinimize ? "less is better" : "more is better";
}

std::string row_class(const Summary& summary, const MethodSummary& method) {
  return method.name == summary.reference ? "reference" : "";
}

std::string facts(const Summary& summary) {
  return "Asked: " + metric_title(summary.metric) + ", " + std::string(better_side(summary.metric)) + ", on " +
         format_count(static_cast<double>(summary.problems)) + " problems; " + std::to_string(summary.methods.size()) +
         " methods; seed " + std::to_string(summary.seed) + ".";
}

std::string headline(const Summary& summary) {
  std::array<std::size_t, 4> counts{};
  for (const ComparisonSummary& comparison : summary.comparisons)
    ++counts.at(static_cast<std::size_t>(comparison.verdict));
  const auto count = [&](Verdict verdict) { return std::to_string(counts.at(static_cast<std::size_t>(verdict))); };
  return std::string(summary.label(summary.reference)) + ", compared with " +
         std::to_string(summary.comparisons.size()) + " methods: better than " + count(Verdict::kBetter) +
         ", worse than " + count(Verdict::kWorse) + ", equivalent to " + count(Verdict::kEquivalent) +
         ", inconclusive against " + count(Verdict::kInconclusive) + ".";
}

std::string remark_on(const Summary& summary, const ComparisonSummary& comparison) {
  std::string remark;
  const auto add = [&remark](const std::string& text) { remark += (remark.empty() ? "" : "; ") + text; };
  const bool claims = comparison.verdict == Verdict::kBetter || comparison.verdict == Verdict::kWorse;
  const MethodSummary* other = summary.method(comparison.against);
  if (summary.metric.log && std::isfinite(comparison.mean_difference)) add(relative_change(comparison.mean_difference));
  if (claims && comparison.p_holm >= 0.05) add("not below 0.05 after Holm's correction");
  if (other && other->diverged > 0) add(std::to_string(other->diverged) + " of its runs diverged");
  if (const std::string settling = settling_remark(comparison); !settling.empty()) add(settling);
  return remark;
}

std::string improvement_text(const Improvement& improvement) {
  if (!std::isfinite(improvement.probability)) return std::string(kNoNumber);
  return format_fixed(improvement.probability, 2) + " " + format_interval(improvement.ci95, 2);
}

// Whether any method was guided by several controllers.
bool has_controllers(const Summary& summary) {
  return std::any_of(summary.methods.begin(), summary.methods.end(),
                     [](const MethodSummary& method) { return method.controllers > 1; });
}

std::string verdict_words(const Summary& summary) {
  const std::string reference(summary.label(summary.reference));
  std::string words = "Difference: " + reference + " minus the method in " + metric_title(summary.metric) +
                      ", mean over the same problems, with its 95 % bootstrap interval. Better or worse: the interval "
                      "excludes 0. ";
  words += summary.metric.margin > 0
               ? "Equivalent: the interval lies within ±" + format_number(summary.metric.margin) + ". "
               : "Equivalent needs a margin, which the experiment does not give (compare.margin). ";
  return words + "Inconclusive: none of these, or fewer than " + std::to_string(kLeastPairs) +
         " problems. Wins: problems on which " + reference +
         " is better; P(better): probability of improvement, their share with ties counted half, with its 95 % "
         "interval. p: " +
         (has_controllers(summary) ? "sign-flip permutation test; against a method of several controllers, from the "
                                     "same resamples of controllers and problems as the interval"
                                   : "sign-flip permutation test") +
         "; p Holm: corrected for all rows.";
}

std::string verdicts(const Summary& summary) {
  if (summary.comparisons.empty()) return element("p", "Nothing was compared.");
  HtmlTable table({"compared with", std::string(summary.label(summary.reference)) + " is", "difference",
                   "95 % interval", "wins/n", "P(better)", "p", "p Holm", ""},
                  {0, 1, 8});
  for (const ComparisonSummary& c : summary.comparisons) {
    const int decimals = decimals_for(c.ci95, c.mean_difference);
    table.row({std::string(summary.label(c.against)), marked(c.verdict), fixed(c.mean_difference, decimals, true),
               interval(c.ci95, decimals, true), std::to_string(c.wins) + "/" + std::to_string(c.n),
               improvement_text(c.improvement), format_p(c.p), format_p(c.p_holm), remark_on(summary, c)},
              c.verdict == Verdict::kInconclusive ? "open" : "settled");
  }
  return element("p", headline(summary), "headline") + table.html() + element("p", verdict_words(summary), "note");
}

std::string results_table(const Summary& summary) {
  std::vector<std::string> headings{"method", "mean", "95 % interval", "interquartile mean", "95 % interval", "sd",
                                    "median", "n",    "diverged"};
  const bool controllers = has_controllers(summary);
  if (controllers) headings.insert(headings.end() - 1, "controllers");
  HtmlTable table(headings);
  const double infinity = std::numeric_limits<double>::infinity();
  const double worst = summary.metric.direction == Direction::kMinimize ? infinity : -infinity;
  for (const MethodSummary& method : summary.methods) {
    const int decimals = decimals_for(method.ci95, method.mean);
    std::vector<std::string> cells{method.label,
                                   fixed(method.mean, decimals),
                                   interval(method.ci95, decimals),
                                   fixed(method.iqm, decimals),
                                   interval(method.iqm_ci95, decimals),
                                   fixed(method.sd, decimals),
                                   fixed(median(with_diverged_as(method.values, worst)), decimals),
                                   std::to_string(method.n),
                                   std::to_string(method.diverged)};
    if (controllers) cells.insert(cells.end() - 1, std::to_string(method.controllers));
    table.row(cells, row_class(summary, method));
  }
  return table.html() + element("p",
                                metric_title(summary.metric) + ", " + std::string(better_side(summary.metric)) +
                                    ". Means with 95 % bootstrap intervals over the problems" +
                                    (controllers ? " and the controllers" : "") +
                                    "; the interquartile mean leaves out a quarter at each end. A diverged run counts "
                                    "as the worst result.",
                                "note");
}

// Median of a column of results.csv over a method's rows.
std::string median_outcome(const std::optional<Csv>& outcomes, std::string_view column, const std::string& method) {
  if (!outcomes) return std::string(kNoNumber);
  const auto name = outcomes->column("method"), wanted = outcomes->column(column);
  if (!name || !wanted) return std::string(kNoNumber);
  std::vector<double> values;
  for (const std::vector<std::string>& row : outcomes->rows)
    if (row[*name] == method) values.push_back(number_in(row[*wanted]));
  return format_count(median(finite_of(values)));
}

std::string budgets(const PageContent& content) {
  HtmlTable table({"method", "steps a problem", "median best step", "batches a problem", "search steps a problem",
                   "prepared once, steps", "search and training in all, steps", "all steps a problem"});
  for (const MethodSummary& method : content.summary.methods)
    table.row({method.label, format_count(method.steps), median_outcome(content.outcomes, "best_step", method.name),
               format_count(method.batches), format_count(method.search_steps), format_count(method.training_steps),
               format_count(method.search_steps_total), format_count(method.cost())},
              row_class(content.summary, method));
  return table.html() +
         element("p",
                 "Steps: updates of the task's model. Steps and batches a problem: of the guided "
                 "training, which kept the parameters of its best step. Search: trials, and trainings of "
                 "controllers, on each problem itself. Prepared once: what was tuned or trained before, on "
                 "other problems. The last column spreads all of it over the problems.",
                 "note");
}

std::string tuned_table(const Summary& summary) {
  HtmlTable table({"method", "parameters that a search decided once"}, {0, 1});
  for (const MethodSummary& method : summary.methods) {
    std::string values;
    for (const auto& [key, value] : method.tuned) values += (values.empty() ? "" : ", ") + key + " = " + value;
    if (!values.empty()) table.row({method.label, values});
  }
  return table.html();
}

// Verdicts of the reference by slice: methods down, slices across.
struct Slices {
  std::vector<std::string> labels;
  std::vector<const std::vector<ComparisonSummary>*> comparisons;
};

std::string slice_cell(const std::vector<ComparisonSummary>& comparisons, const std::string& against) {
  for (const ComparisonSummary& c : comparisons)
    if (c.against == against)
      return marked(c.verdict) + " " + fixed(c.mean_difference, decimals_for(c.ci95, c.mean_difference), true);
  return "";
}

std::string slice_table(const Summary& summary, const std::string& key, const Slices& slices) {
  std::vector<std::string> headings{""};
  headings.insert(headings.end(), slices.labels.begin(), slices.labels.end());
  HtmlTable table(headings);
  for (const MethodSummary& method : summary.methods) {
    std::vector<std::string> cells{method.label};
    for (const auto* comparisons : slices.comparisons) cells.push_back(slice_cell(*comparisons, method.name));
    const bool any = std::any_of(cells.begin() + 1, cells.end(), [](const std::string& cell) { return !cell.empty(); });
    if (any) table.row(cells);
  }
  const std::string html = table.html();
  return html.empty() ? "" : element("h3", std::string(summary.label(summary.reference)) + " is, by " + key) + html;
}

std::string slice_tables(const Summary& summary) {
  std::string html;
  for (const Stratum& stratum : summary.strata) {
    Slices slices;
    for (const Bin& bin : stratum.bins) {
      slices.labels.push_back(bin.label + ", n = " + std::to_string(bin.n));
      slices.comparisons.push_back(&bin.comparisons);
    }
    html += slice_table(summary, stratum.key, slices);
  }
  if (!summary.sweep) return html;
  Slices slices;
  for (const SweepPoint& point : summary.sweep->points) {
    slices.labels.push_back(point.label);
    slices.comparisons.push_back(&point.comparisons);
  }
  return html + slice_table(summary, summary.sweep->key.empty() ? "distribution" : summary.sweep->key, slices);
}

std::string problems_table(const Csv& problems) {
  HtmlTable table({"parameter", "least", "median", "most", "different values"});
  for (std::size_t column = 0; column < problems.columns.size(); ++column) {
    const std::string& name = problems.columns[column];
    if (name == "problem" || name == "point") continue;
    std::vector<std::string> distinct;
    std::vector<double> values;
    for (const std::vector<std::string>& row : problems.rows) {
      distinct.push_back(row[column]);
      values.push_back(number_in(row[column]));
    }
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const std::vector<double> numbers = finite_of(values);
    const auto at = [&](double probability) { return with_minus_signs(format_number(quantile(numbers, probability))); };
    table.row({name, at(0), at(0.5), at(1), std::to_string(distinct.size())});
  }
  return table.html();
}

std::string provenance_table(const PageContent& content) {
  HtmlTable table({"", ""}, {0, 1});
  for (const auto& [key, value] : content.provenance) table.row({key, value});
  return table.html();
}

// Numbers the figures through the page.
class Figures {
 public:
  std::string html(const std::vector<DrawnFigure>& figures) {
    std::string text;
    for (const DrawnFigure& drawn : figures) text += html(drawn);
    return text;
  }

 private:
  std::string html(const DrawnFigure& drawn) {
    const Figure& figure = drawn.figure;
    const std::string number = std::to_string(++count_);
    std::string picture = inlined_svg(drawn.svg, "figure" + number, figure.title);
    if (picture.empty())
      picture = element("p", "Not drawn" + (drawn.error.empty() ? "." : ": " + drawn.error), "missing");
    return "<figure id=\"" + escaped(figure.name) + "\">\n" + picture + "<figcaption><b>Figure " + number + ". " +
           escaped(figure.title) + ".</b> " + escaped(figure.caption) + " <a href=\"plots/" + escaped(figure.name) +
           ".csv\">Data</a></figcaption>\n</figure>\n";
  }

  int count_ = 0;
};

bool is_picture(std::string_view file) {
  return file.ends_with(".png") || file.ends_with(".svg") || file.ends_with(".jpg");
}

// Pictures as they are, anything else as a link; both lie beside the page.
std::string artifact_list(const std::vector<std::string>& files) {
  std::string pictures, links;
  for (const std::string& file : files) {
    const std::string address = "\"artifacts/" + escaped(file) + "\"";
    if (is_picture(file))
      pictures += "<figure class=\"artifact\"><a href=" + address + "><img src=" + address + " alt=\"" + escaped(file) +
                  "\" loading=\"lazy\"></a><figcaption>" + escaped(file) + "</figcaption></figure>\n";
    else
      links += "<li><a href=" + address + ">" + escaped(file) + "</a></li>\n";
  }
  return pictures + (links.empty() ? "" : "<ul>\n" + links + "</ul>\n");
}

std::string chapter(std::string_view title, const std::string& body) {
  return body.empty() ? "" : element("h2", title) + body;
}

std::string head(const Summary& summary) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
         element("title", summary.experiment + ": report") + "<style>" + std::string(kStyle) + "</style>\n</head>\n";
}

}  // namespace

std::string report_page(const PageContent& content) {
  const Summary& summary = content.summary;
  Figures figures;
  std::string html = head(summary) + "<body>\n" + element("h1", summary.experiment);
  if (!summary.description.empty()) html += element("p", summary.description);
  html += element("p", facts(summary), "facts");
  if (!content.missing_plots.empty()) html += element("p", content.missing_plots, "missing");
  html += chapter("Verdicts", verdicts(summary));
  html += chapter("Results", results_table(summary) + figures.html(content.results));
  html += chapter("By kind of problem", figures.html(content.slices) + slice_tables(summary));
  html += chapter("What the methods did", figures.html(content.schedules));
  html += chapter("Artifacts", artifact_list(content.artifacts));
  html += chapter("Training of the controllers", figures.html(content.trainings));
  html += chapter("Search for parameters", tuned_table(summary) + figures.html(content.searches));
  html += chapter("Budgets", budgets(content));
  if (content.problems) html += chapter("Problems drawn", problems_table(*content.problems));
  if (!content.settings.empty()) html += chapter("Settings", element("pre", content.settings));
  html += chapter("Provenance", provenance_table(content));
  return html + "</body>\n</html>\n";
}

}  // namespace autoloss
