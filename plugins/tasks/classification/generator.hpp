// Synthetic data: clusters of points about the corners of a hypercube, among columns that say nothing.
#ifndef AUTOLOSS_CLASSIFICATION_GENERATOR_HPP
#define AUTOLOSS_CLASSIFICATION_GENERATOR_HPP

#include <array>

#include "plugins/tasks/classification/source.hpp"

namespace autoloss::classification {

// The parameters are those of scikit-learn's make_classification, with its defaults but for the number of columns.
struct GeneratorSettings {
  // kRelease: every cluster is stretched and turned by a random matrix of its own, and the clusters share the rows of
  //           a partition evenly, as make_classification does it (Guyon, "Design of experiments of the NIPS 2003
  //           variable selection benchmark", 2003).
  // kPaper:   every cluster is N(0, 1) in each informative column, and each row draws its cluster (appendix A.2).
  enum class Form { kRelease, kPaper };

  Form form = Form::kRelease;
  std::size_t features = 32;
  std::size_t informative = 2;  // columns that hold the clusters
  std::size_t redundant = 2;    // random linear combinations of the informative ones
  std::size_t repeated = 0;     // copies of informative and redundant ones; what is left is N(0, 1)
  std::size_t classes = 2;
  std::size_t clusters_per_class = 2;
  std::vector<double> class_weights{};  // share of the rows; empty: equal
  double class_sep = 1.0;               // half of the hypercube's side
  double flip_y = 0.01;                 // share of the labels that are drawn anew, from all classes
  bool hypercube = true;                // false: the corners are moved towards 0, each cluster and column by U[0, 1)
  double shift = 0.0;                   // added to every column, before scale
  double scale = 1.0;
  bool random_shift = false;  // U[-class_sep, class_sep) in each column instead of shift
  bool random_scale = false;  // U[1, 101) in each column instead of scale
  bool shuffle_columns = true;
  PartitionSizes sizes{};

  bool operator==(const GeneratorSettings&) const = default;
};

// Throws Error(AUTOLOSS_INVALID_ARGUMENT), naming the parameters, for settings that no data can have.
void check(const GeneratorSettings& settings);

// Cluster k belongs to class k mod classes and stands on a corner of its own. Where there are as many clusters as
// corners they take them in counting order, the first column changing slowest: two classes of two clusters in two
// columns are (-,-) (-,+) (+,-) (+,+) of classes 0 1 0 1, which one straight line separates, and never the other way
// round. Otherwise the corners are drawn at random. Both is what make_classification does.
//
// Every row has a random stream of its own: it does not change when there are more rows, and keeps its place within
// its cluster when the clusters move apart.
class Generator : public Source {
 public:
  Generator(const GeneratorSettings& settings, uint64_t seed);  // throws what check() throws

  std::size_t feature_count() const override { return settings_.features; }
  const std::vector<std::string>& classes() const override { return classes_; }
  std::size_t row_count(Partition partition) const override { return settings_.sizes.of(partition); }
  Rows rows(Partition partition) const override;

  std::size_t cluster_count() const { return settings_.classes * settings_.clusters_per_class; }
  std::span<const float> centre(std::size_t cluster) const {
    return {centres_.data() + cluster * settings_.informative, settings_.informative};
  }
  // Where columns stand: first the informative ones, then the redundant, the repeated and those of noise.
  const std::vector<uint32_t>& columns() const { return columns_; }

 private:
  void place_centres();
  void draw_clusters();
  void draw_columns();
  std::size_t cluster_at(double position) const;
  void fill(std::span<float> row, std::size_t cluster, const float* normal) const;

  GeneratorSettings settings_;
  uint64_t seed_;
  std::vector<std::string> classes_;
  std::vector<double> cluster_ends_;  // of each cluster's share of [0, 1)
  std::vector<float> centres_;        // cluster by cluster
  std::vector<float> mixing_;         // a square matrix a cluster; empty for kPaper
  std::vector<float> redundant_;      // informative x redundant
  std::vector<uint32_t> repeated_;    // which column each repeats
  std::vector<uint32_t> columns_;
  std::vector<float> shift_, scale_;  // by place
};

}  // namespace autoloss::classification

#endif
