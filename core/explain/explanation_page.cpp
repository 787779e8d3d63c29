#include "core/explain/explanation_page.hpp"

#include <system_error>

#include "core/errors.hpp"
#include "core/file.hpp"
#include "core/report/csv.hpp"
#include "core/report/figures.hpp"
#include "core/report/format.hpp"
#include "core/report/gnuplot.hpp"
#include "core/report/html.hpp"
#include "core/report/script.hpp"

namespace autoloss {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStyle = R"(
body { font: 15px/1.5 system-ui, "DejaVu Sans", Helvetica, sans-serif; max-width: 1020px; margin: 2em auto;
       padding: 0 1.2em; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; font-size: 0.9em; }
th, td { padding: 0.22em 0.6em; text-align: right; border-bottom: 1px solid #e2e2e2; }
th.text, td.text { text-align: left; overflow-wrap: anywhere; }
figure { margin: 1.4em 0; }
figure svg { width: 100%; height: auto; border: 1px solid #e2e2e2; }
figcaption { color: #444; font-size: 0.92em; }
.missing { border-left: 4px solid #444; background: #f3f3f3; padding: 0.6em 1em; white-space: pre-wrap; }
)";

constexpr std::size_t kNameColumns = 24;  // of an action, beside a plot

// A plot of the probability of each action, with a key, ready for its lines.
Script probability_plot(const Explanation& explanation, const std::string& across) {
  Script script(kPictureWidth, height_with_key(340, explanation.actions.size()));
  script.add(margins_beside_key());
  script.add(Axis{}.commands('y') + "\nset ylabel 'probability'\nset xlabel " + literal(across));
  std::vector<KeyEntry> key;
  for (std::size_t action = 0; action < explanation.actions.size(); ++action)
    key.push_back({shortened(explanation.actions[action], kNameColumns), look_of(action, false)});
  add_key(script, key, KeySample::kLine);
  return script;
}

Csv along_data(const Explanation& explanation) {
  Csv data{{"step_from", "step_to", "observations", "action", "mean", "low", "high"}, {}};
  for (const Explanation::Moment& moment : explanation.along)
    for (std::size_t action = 0; action < explanation.actions.size(); ++action)
      data.rows.push_back({csv_number(moment.from), csv_number(moment.to), std::to_string(moment.count),
                           explanation.actions[action], csv_number(moment.mean[action]), csv_number(moment.low[action]),
                           csv_number(moment.high[action])});
  return data;
}

Figure along_figure(const Explanation& explanation) {
  Script script = probability_plot(explanation, "step of the training");
  std::vector<double> steps;
  for (const Explanation::Moment& moment : explanation.along) steps.push_back((moment.from + moment.to) / 2);
  script.add(axis_for({steps}, LogScale::kNever).commands('x'));
  std::vector<std::string> bands, lines;
  for (std::size_t action = 0; action < explanation.actions.size(); ++action) {
    std::vector<std::vector<double>> rows;
    for (std::size_t row = 0; row < steps.size(); ++row) {
      const Explanation::Moment& moment = explanation.along[row];
      rows.push_back({steps[row], moment.mean[action], moment.low[action], moment.high[action]});
    }
    const std::string block = "$action" + std::to_string(action);
    script.data(block.substr(1), rows);
    const Look look = look_of(action, false);
    bands.push_back(block + " using 1:3:4 with filledcurves fs transparent solid 0.15 noborder lc rgb '" + look.colour +
                    "' notitle");
    lines.push_back(block + " using 1:2 with lines " + look.line() + " notitle");
  }
  bands.insert(bands.end(), lines.begin(), lines.end());
  script.plot(bands);
  return {"along-the-training", "Probabilities along the training",
          "Mean probability of each action at what was seen in the trainings around a step, with the band from the 5 % "
          "to the 95 % quantile.",
          along_data(explanation), script};
}

Csv response_data(const Explanation& explanation, const Explanation::Response& response) {
  Csv data{{response.feature}, {}};
  for (const std::string& action : explanation.actions) data.columns.push_back("probability " + action);
  for (std::size_t point = 0; point < response.at.size(); ++point) {
    data.rows.push_back({csv_number(response.at[point])});
    for (const double probability : response.probability[point]) data.rows.back().push_back(csv_number(probability));
  }
  return data;
}

Figure response_figure(const Explanation& explanation, std::size_t feature) {
  const Explanation::Response& response = explanation.responses[feature];
  Script script = probability_plot(explanation, response.feature);
  script.add(axis_for({response.at}, LogScale::kNever).commands('x'));
  std::vector<std::vector<double>> rows, marks;
  for (std::size_t point = 0; point < response.at.size(); ++point) {
    rows.push_back({response.at[point]});
    rows.back().insert(rows.back().end(), response.probability[point].begin(), response.probability[point].end());
  }
  for (const double quantile : response.quantiles) marks.push_back({quantile, 0});
  script.data("response", rows);
  script.data("seen", marks);
  std::vector<std::string> parts;
  for (std::size_t action = 0; action < explanation.actions.size(); ++action)
    parts.push_back(
        "$response using 1:" + std::to_string(action + 2) + " with " +
        (rows.size() > 1 ? "lines " + look_of(action, false).line() : "points " + look_of(action, false).points()) +
        " notitle");
  parts.push_back("$seen using 1:2 with points pt 9 ps 0.9 lc rgb '#000000' notitle");
  script.plot(parts);
  return {"feature-" + std::to_string(feature) + "-" + file_name_of(response.feature),
          "Probabilities against " + response.feature,
          response.definition +
              ". The other features at their median. Triangles: least, 5 %, 25 %, 50 %, 75 %, 95 %, most of what was "
              "seen in training" +
              (rows.size() > 1 ? "." : "; it was always the same."),
          response_data(explanation, response), script};
}

std::string element(std::string_view tag, std::string_view text, std::string_view css_class = "") {
  const std::string name(tag);
  const std::string attribute = css_class.empty() ? "" : " class=\"" + std::string(css_class) + "\"";
  return "<" + name + attribute + ">" + escaped(text) + "</" + name + ">\n";
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw RunError(folder.string() + ": cannot be made: " + error.message());
}

// Leaves the figure's files and returns what the page shows of it.
std::string placed(const Figure& figure, const Gnuplot& gnuplot, const fs::path& plots) {
  write_file(plots / (figure.name + ".csv"), to_csv(figure.data));
  write_file(plots / (figure.name + ".gp"), figure.script.text());
  std::string picture = element("p", "Not drawn.", "missing");
  if (gnuplot.missing().empty()) {
    const Gnuplot::Drawing drawing = gnuplot.draw(figure.script);
    if (drawing.picture.empty()) {
      picture = element("p", "Not drawn: " + drawing.error, "missing");
    } else {
      write_file(plots / (figure.name + ".svg"), drawing.picture);
      picture = inlined_svg(drawing.picture, figure.name, figure.title);
    }
  }
  return "<figure>\n" + picture + "<figcaption><b>" + escaped(figure.title) + ".</b> " + escaped(figure.caption) +
         " <a href=\"plots/" + escaped(figure.name) + ".csv\">Data</a></figcaption>\n</figure>\n";
}

std::string features_table(const Explanation& explanation) {
  HtmlTable table({"feature", "what", "least", "5 %", "25 %", "median", "75 %", "95 %", "most"}, {0, 1});
  for (const Explanation::Response& response : explanation.responses) {
    std::vector<std::string> cells{response.feature, response.definition};
    for (const double quantile : response.quantiles) cells.push_back(with_minus_signs(format_number(quantile)));
    table.row(cells);
  }
  return table.html();
}

std::string facts(const ControllerFile& file) {
  return "Controller " + file.id + " " + file.version + ", trained on task " + file.task + " by method " + file.method +
         " of experiment " + file.experiment + ", seed " + std::to_string(file.seed) + ", " +
         format_count(static_cast<double>(file.episodes)) + " episodes; " + file.measure + " " +
         with_minus_signs(format_number(file.score)) + " in validation.";
}

}  // namespace

void write_explanation(const Explanation& explanation, const ControllerFile& file, const fs::path& folder,
                       const std::string& gnuplot_program) {
  const fs::path plots = folder / "plots";
  make_folder(plots);
  const Gnuplot gnuplot(gnuplot_program);
  const std::string title = "What " + file.method + " does";
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
                     element("title", title) + "<style>" + std::string(kStyle) + "</style>\n</head>\n<body>\n" +
                     element("h1", title) + element("p", facts(file));
  if (!gnuplot.missing().empty()) html += element("p", gnuplot.missing(), "missing");
  html += placed(along_figure(explanation), gnuplot, plots);
  for (std::size_t feature = 0; feature < explanation.responses.size(); ++feature)
    html += placed(response_figure(explanation, feature), gnuplot, plots);
  html += element("h2", "What it saw in training") + features_table(explanation) + "</body>\n</html>\n";
  write_file(folder / "explanation.json", explanation_json(explanation, file));
  write_file(folder / "explanation.html", html);
}

}  // namespace autoloss
