// What all plots have in common: how a gnuplot script is put together, which marks belong to a method, and axes that
// one outlier does not squash.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace autoloss {

// A text as gnuplot writes strings. Line ends become spaces.
std::string literal(std::string_view text);

// A number as gnuplot reads it.
std::string numeral(double value);

// At most so many columns, with an ellipsis where something is left out.
std::string shortened(std::string_view text, std::size_t columns);

// The text with everything but ASCII letters, digits, '_' and '-' turned into '-'.
std::string file_name_of(std::string_view text);

// What a figure is drawn as.
enum class Format {
  kSvg,  // for the page
  kPng,  // for slides: twice the pixels
  kPdf,  // for a paper
};
inline constexpr Format kFormats[] = {Format::kSvg, Format::kPng, Format::kPdf};

// "svg", "png", "pdf".
std::string extension_of(Format format);

// A gnuplot script that draws one figure on standard output.
class Script {
 public:
  Script(int width_px, int height_px);

  void add(std::string_view command);

  // Rows of numbers that plot commands name as $name. A NaN is "no value" to gnuplot; an empty row separates lines.
  void data(std::string_view name, const std::vector<std::vector<double>>& rows);

  // Joins the parts with commas and plots them; nothing without parts.
  void plot(const std::vector<std::string>& parts);

  std::string text(Format format = Format::kSvg) const;
  int height_px() const { return height_px_; }

 private:
  int width_px_;
  int height_px_;
  std::string commands_;
};

// How a method's lines and points are drawn. Colours differ in lightness too, and no two of the first 14 looks share
// colour and mark, so that a grey print can be read.
struct Look {
  std::string colour;  // "#0072b2"
  int point;
  int dash;
  double width;

  std::string mark() const;    // "pt 5 ps 0.8"
  std::string line() const;    // "lc rgb '#0072b2' dt 2 lw 1.5"
  std::string points() const;  // "lc rgb '#0072b2' pt 5 ps 0.7"
};

// A triangle for what lies beyond the upper or lower edge of a plot: "pt 9 ps 0.9 lc rgb '#0072b2'".
std::string edge_mark(bool above, const Look& look);

// place: of the method among all; the reference is black and heavy.
Look look_of(std::size_t place, bool is_reference);

// A part of a plot: a few of the method's marks along a line of so many rows, so that a grey print can be read; those
// of other places stand elsewhere. columns: "1:2".
std::string points_along(const std::string& block, const std::string& columns, std::size_t rows, std::size_t place,
                         const Look& look);

// From 0 to 1 unless something else is said.
struct Axis {
  double low = 0;
  double high = 1;
  bool log = false;
  bool clips_low = false;  // values lie beyond this end
  bool clips_high = false;

  bool shows(double value) const { return low <= value && value <= high; }
  bool clips() const { return clips_low || clips_high; }
  double clamped(double value) const;
  // Commands for gnuplot's axis x or y.
  std::string commands(char name) const;
};

// When an axis of positive values becomes logarithmic.
enum class LogScale {
  kNever,
  kTypical,  // where it takes one to show the typical group: what is far from it is clipped
  kAlways,   // where it takes one to show everything
};

// An axis for groups of values (a method each). It holds everything that leaves the typical group a fair share of the
// length, and clips what is farther away. Values that are not finite do not count.
Axis axis_for(const std::vector<std::vector<double>>& groups, LogScale log_scale);

// A logarithmic axis that holds all of these; positive, at least one of them.
Axis log_axis(const std::vector<double>& values);

inline constexpr int kPictureWidth = 960;

// A key of methods beside the plots, in one column from the top of the picture: gnuplot's own breaks into columns that
// cover the plot. It is part of the next plot, as labels and arrows; take them back before another plot.
struct KeyEntry {
  std::string label;
  Look look;
};
enum class KeySample { kPoint, kLine, kBoth };
// from: where it begins, as a share of the picture's height.
void add_key(Script& script, const std::vector<KeyEntry>& entries, KeySample sample, double from = 1);
int height_with_key(int least_px, std::size_t entries);

// Commands for the margins of plots beside such a key, or beside one of gnuplot's with few short entries.
std::string margins_beside_key();
std::string margins_beside_small_key();

}  // namespace autoloss
