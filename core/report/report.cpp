#include "core/report/report.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <system_error>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/report/figures.hpp"
#include "core/report/gnuplot.hpp"
#include "core/report/json_node.hpp"
#include "core/report/page.hpp"
#include "core/report/tensorboard.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

using Lines = std::vector<std::pair<std::string, std::string>>;

// Nested objects become dotted keys, arrays one line.
void flatten(const JsonNode& node, const std::string& key, Lines& lines) {
  if (node.is_object()) {
    for (const auto& [name, member] : node.members()) flatten(member, key.empty() ? name : key + "." + name, lines);
  } else if (node.is_array()) {
    const std::vector<JsonNode> items = node.items();
    std::string line;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].is_object())
        flatten(items[i], key + "[" + std::to_string(i) + "]", lines);
      else
        line += (line.empty() ? "" : ", ") + items[i].shown();
    }
    if (!line.empty()) lines.emplace_back(key, line);
  } else {
    lines.emplace_back(key, node.shown());
  }
}

Lines read_provenance(const fs::path& path) {
  if (!fs::exists(path)) return {};
  const Place place{path.string(), 0, 0};
  const nlohmann::ordered_json document = parse_json(read_file(path), place);
  Lines lines;
  flatten(JsonNode(document, place), "", lines);
  return lines;
}

std::optional<Csv> read_csv(const fs::path& path) {
  if (!fs::exists(path)) return std::nullopt;
  return parse_csv(read_file(path), path.string());
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, missing))
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

// Draws figures and leaves each with its data and script in the folder of plots.
class PlotFolder {
 public:
  PlotFolder(fs::path folder, const Gnuplot& gnuplot, bool figure_files)
      : folder_(std::move(folder)), gnuplot_(gnuplot), figure_files_(figure_files) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) throw RunError(folder_.string() + ": cannot be made: " + error.message());
  }

  void add(Figure figure, std::vector<DrawnFigure>& chapter) {
    // Two methods may differ only in characters that a file name does not keep.
    if (const int uses = ++uses_[figure.name]; uses > 1) figure.name += "-" + std::to_string(uses);
    DrawnFigure drawn{std::move(figure), "", ""};
    const std::string& name = drawn.figure.name;
    write_file(folder_ / (name + ".csv"), to_csv(drawn.figure.data));
    write_file(folder_ / (name + ".gp"), drawn.figure.script.text());
    if (gnuplot_.missing().empty()) draw(drawn);
    chapter.push_back(std::move(drawn));
  }
  void add(std::optional<Figure> figure, std::vector<DrawnFigure>& chapter) {
    if (figure) add(std::move(*figure), chapter);
  }
  void add(std::vector<Figure> figures, std::vector<DrawnFigure>& chapter) {
    for (Figure& figure : figures) add(std::move(figure), chapter);
  }

 private:
  void draw(DrawnFigure& drawn) const {
    for (const Format format : kFormats) {
      if (format != Format::kSvg && !figure_files_) continue;
      Gnuplot::Drawing drawing = gnuplot_.draw(drawn.figure.script, format);
      if (drawing.picture.empty()) drawn.error = std::move(drawing.error);
      if (drawing.picture.empty()) return;
      write_file(folder_ / (drawn.figure.name + "." + extension_of(format)), drawing.picture);
      if (format == Format::kSvg) drawn.svg = std::move(drawing.picture);
    }
  }

  fs::path folder_;
  const Gnuplot& gnuplot_;
  bool figure_files_;
  std::map<std::string, int> uses_;
};

// Seconds since 1970 at which a file was written: events of an old run bear its time, and those of a report that is
// written again the same.
double time_of(const fs::path& file) {
  const auto since = std::chrono::file_clock::to_sys(fs::last_write_time(file)).time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

}  // namespace

void write_report(const fs::path& run_directory, const ReportOptions& options) {
  PageContent content;
  content.summary = read_summary(run_directory / "summary.json");
  const Summary& summary = content.summary;
  const Records records = read_records(run_directory / "metrics.jsonl");
  content.problems = read_csv(run_directory / "problems.csv");
  content.outcomes = read_csv(run_directory / "results.csv");
  if (const fs::path settings = run_directory / "experiment.toml"; fs::exists(settings))
    content.settings = read_file(settings);
  content.artifacts = files_in(run_directory / "artifacts");
  content.provenance = read_provenance(run_directory / "provenance.json");

  const Gnuplot gnuplot(options.gnuplot);
  content.missing_plots = gnuplot.missing();
  PlotFolder plots(run_directory / "plots", gnuplot, options.figure_files);
  plots.add(results_figure(summary), content.results);
  plots.add(differences_figure(summary), content.results);
  plots.add(profiles_figure(summary), content.results);
  plots.add(cost_figure(summary), content.results);
  plots.add(budget_figure(summary, read_budget(run_directory / "budget.csv")), content.results);
  plots.add(stratum_figures(summary), content.slices);
  plots.add(sweep_figure(summary), content.slices);
  plots.add(profile_figure(summary, records), content.schedules);
  plots.add(curve_figures(summary, records), content.schedules);
  plots.add(learning_figures(summary, records), content.trainings);
  plots.add(tuning_figures(summary, records), content.searches);
  write_file(run_directory / "report.html", report_page(content));
  if (options.event_files)
    write_event_files(run_directory / "tensorboard", summary, records, content.settings,
                      time_of(run_directory / "summary.json"));
}

}  // namespace autoloss
