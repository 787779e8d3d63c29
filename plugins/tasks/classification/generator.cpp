#include "plugins/tasks/classification/generator.hpp"

#include <algorithm>
#include <autoloss/cpp/error.hpp>
#include <autoloss/cpp/random.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include "plugins/tasks/classification/shuffle.hpp"

namespace autoloss::classification {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT, what);
}

std::string text(std::size_t number) {
  return std::to_string(number);
}

// 2^dimensions, or the largest number there is.
std::size_t corner_count(std::size_t dimensions) {
  constexpr std::size_t kBits = std::numeric_limits<std::size_t>::digits;
  return dimensions < kBits ? std::size_t{1} << dimensions : std::numeric_limits<std::size_t>::max();
}

// A stream as the standard library and Boost know them. Boost's normal distribution (Marsaglia and Tsang's ziggurat)
// takes a fifth of the time of logarithm and cosine, and most of these data are normal.
class Engine {
 public:
  using result_type = uint32_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  explicit Engine(sdk::Stream& stream) : stream_(stream) {}
  result_type operator()() { return stream_.next_u32(); }

 private:
  sdk::Stream& stream_;
};

using Corner = std::vector<bool>;

Corner corner_of_number(std::size_t number, std::size_t dimensions) {
  Corner corner(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) corner[i] = ((number >> (dimensions - 1 - i)) & 1) != 0;
  return corner;
}

Corner random_corner(sdk::Stream& stream, std::size_t dimensions) {
  Corner corner(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) corner[i] = (stream.next_u32() & 1) != 0;
  return corner;
}

std::vector<Corner> distinct_corners(std::size_t count, std::size_t dimensions, uint64_t seed) {
  std::vector<Corner> corners;
  if (count == corner_count(dimensions)) {
    for (std::size_t number = 0; number < count; ++number) corners.push_back(corner_of_number(number, dimensions));
    return corners;
  }
  sdk::Stream stream(seed);
  std::set<Corner> taken;
  while (corners.size() < count) {
    Corner corner = random_corner(stream, dimensions);
    if (taken.insert(corner).second) corners.push_back(std::move(corner));
  }
  return corners;
}

std::vector<float> uniform_signed(std::size_t count, uint64_t seed) {
  sdk::Stream stream(seed);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(stream.uniform(-1.0, 1.0));
  return values;
}

// Where in [0, 1) the rows of a partition lie, one after the other: at random, or so that every `block` rows hold one
// of each block-th part, in random order.
class Positions {
 public:
  Positions(std::size_t block, uint64_t key) : order_(counting(block)), key_(key) {}

  double at(std::size_t row, double uniform) {
    const std::size_t place = row % order_.size();
    if (place == 0) {
      std::iota(order_.begin(), order_.end(), 0u);
      shuffle(order_, sdk::Stream(sdk::derive(key_, row)));
    }
    return (order_[place] + uniform) / static_cast<double>(order_.size());
  }

 private:
  std::vector<uint32_t> order_;
  uint64_t key_;
};

}  // namespace

void check(const GeneratorSettings& settings) {
  const std::size_t used = settings.informative + settings.redundant + settings.repeated;
  if (used > settings.features)
    refuse("informative + redundant + repeated = " + text(used) +
           " columns are more than features = " + text(settings.features) + ": lower them or raise features");
  const std::size_t clusters = settings.classes * settings.clusters_per_class;
  if (clusters > corner_count(settings.informative))
    refuse("classes x clusters_per_class = " + text(clusters) +
           " clusters need a corner each, and a hypercube of informative = " + text(settings.informative) +
           " dimensions has " + text(corner_count(settings.informative)) + ": raise informative");
  for (const auto& [name, rows] :
       {std::pair{"rows", settings.sizes.train}, std::pair{"valid_rows", settings.sizes.valid},
        std::pair{"test_rows", settings.sizes.test}})
    if (rows < settings.classes)
      refuse(std::string(name) + " = " + text(rows) + " are fewer than classes = " + text(settings.classes) +
             ": a partition of generated data needs a row of each class at least");
  const std::vector<double>& weights = settings.class_weights;
  if (!weights.empty() && weights.size() != settings.classes)
    refuse("class_weights has " + text(weights.size()) + " numbers; classes = " + text(settings.classes) +
           " need one each");
  if (!weights.empty() && std::any_of(weights.begin(), weights.end(), [](double w) { return !(w > 0); }))
    refuse("class_weights has a number that is not above 0: a class without rows cannot be learned");
}

Generator::Generator(const GeneratorSettings& settings, uint64_t seed) : settings_(settings), seed_(seed) {
  check(settings_);
  for (std::size_t label = 0; label < settings_.classes; ++label) classes_.push_back(text(label));
  place_centres();
  draw_clusters();
  draw_columns();
}

void Generator::place_centres() {
  for (const Corner& corner : distinct_corners(cluster_count(), settings_.informative, sdk::derive(seed_, "corners")))
    for (const bool up : corner)
      centres_.push_back(static_cast<float>(up ? settings_.class_sep : -settings_.class_sep));
  if (settings_.hypercube) return;
  sdk::Stream stream(sdk::derive(seed_, "polytope"));
  std::vector<double> by_column(settings_.informative);
  for (double& factor : by_column) factor = stream.uniform();
  for (std::size_t cluster = 0; cluster < cluster_count(); ++cluster) {
    const double by_cluster = stream.uniform();
    for (std::size_t i = 0; i < settings_.informative; ++i)
      centres_[cluster * settings_.informative + i] *= static_cast<float>(by_cluster * by_column[i]);
  }
}

void Generator::draw_clusters() {
  const std::vector<double>& weights = settings_.class_weights;
  double end = 0;
  for (std::size_t cluster = 0; cluster < cluster_count(); ++cluster) {
    end += weights.empty() ? 1.0 : weights[cluster % settings_.classes];
    cluster_ends_.push_back(end);
  }
  for (double& share : cluster_ends_) share /= end;
  if (settings_.form == GeneratorSettings::Form::kRelease)
    mixing_ =
        uniform_signed(cluster_count() * settings_.informative * settings_.informative, sdk::derive(seed_, "mixing"));
}

void Generator::draw_columns() {
  redundant_ = uniform_signed(settings_.informative * settings_.redundant, sdk::derive(seed_, "redundant"));
  sdk::Stream repeated(sdk::derive(seed_, "repeated"));
  for (std::size_t i = 0; i < settings_.repeated; ++i)
    repeated_.push_back(static_cast<uint32_t>(repeated.below(settings_.informative + settings_.redundant)));
  columns_ = counting(settings_.features);
  if (settings_.shuffle_columns) shuffle(columns_, sdk::Stream(sdk::derive(seed_, "columns")));
  sdk::Stream shift(sdk::derive(seed_, "shift")), scale(sdk::derive(seed_, "scale"));
  for (std::size_t i = 0; i < settings_.features; ++i) {
    const double sep = settings_.class_sep;
    shift_.push_back(static_cast<float>(settings_.random_shift ? shift.uniform(-sep, sep) : settings_.shift));
    scale_.push_back(static_cast<float>(settings_.random_scale ? scale.uniform(1, 101) : settings_.scale));
  }
}

Rows Generator::rows(Partition partition) const {
  Rows rows{row_count(partition), settings_.features, {}, {}};
  rows.inputs.resize(rows.count * rows.features);
  rows.labels.resize(rows.count);
  const uint64_t key = sdk::derive(sdk::derive(seed_, "rows"), static_cast<uint64_t>(partition));
  const bool even = settings_.form == GeneratorSettings::Form::kRelease;
  Positions positions(even ? cluster_count() : 1, sdk::derive(key, "order"));
  std::vector<float> normal(settings_.features);
  for (std::size_t row = 0; row < rows.count; ++row) {
    sdk::Stream stream(sdk::derive(key, row));
    const std::size_t cluster = cluster_at(positions.at(row, stream.uniform()));
    const bool flipped = stream.uniform() < settings_.flip_y;
    const uint64_t other = stream.below(settings_.classes);
    rows.labels[row] = static_cast<uint32_t>(flipped ? other : cluster % settings_.classes);

    Engine engine(stream);
    boost::random::normal_distribution<float> distribution;
    for (float& value : normal) value = distribution(engine);
    fill({rows.inputs.data() + row * rows.features, rows.features}, cluster, normal.data());
  }
  return rows;
}

std::size_t Generator::cluster_at(double position) const {
  const auto found = std::upper_bound(cluster_ends_.begin(), cluster_ends_.end() - 1, position);
  return static_cast<std::size_t>(found - cluster_ends_.begin());
}

// normal: one number a column; those of redundant and repeated columns are not used.
void Generator::fill(std::span<float> row, std::size_t cluster, const float* normal) const {
  const std::size_t informative = settings_.informative;
  const std::size_t first_repeated = informative + settings_.redundant;
  const std::size_t first_noise = first_repeated + settings_.repeated;
  const float* mixing = mixing_.empty() ? nullptr : mixing_.data() + cluster * informative * informative;
  for (std::size_t i = 0; i < informative; ++i) {
    float value = mixing == nullptr ? normal[i] : 0.0f;
    for (std::size_t j = 0; mixing != nullptr && j < informative; ++j) value += normal[j] * mixing[j * informative + i];
    row[columns_[i]] = value + centre(cluster)[i];
  }
  for (std::size_t i = 0; i < settings_.redundant; ++i) {
    float value = 0;
    for (std::size_t j = 0; j < informative; ++j) value += row[columns_[j]] * redundant_[j * settings_.redundant + i];
    row[columns_[informative + i]] = value;
  }
  for (std::size_t i = 0; i < settings_.repeated; ++i) row[columns_[first_repeated + i]] = row[columns_[repeated_[i]]];
  for (std::size_t i = first_noise; i < row.size(); ++i) row[columns_[i]] = normal[i];
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = (row[i] + shift_[i]) * scale_[i];
}

}  // namespace autoloss::classification
