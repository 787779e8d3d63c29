#include "plugins/tasks/classification/data_settings.hpp"

#include <autoloss/cpp/error.hpp>
#include <utility>

namespace autoloss::classification {
namespace {

std::size_t count(const sdk::Config& config, const char* key) {
  return static_cast<std::size_t>(config.integer(key));
}

PartitionSizes read_sizes(const sdk::Config& config) {
  return {count(config, "rows"), count(config, "valid_rows"), count(config, "test_rows"), count(config, "score_rows")};
}

GeneratorSettings read_generator(const sdk::Config& config) {
  GeneratorSettings settings;
  settings.form =
      config.string("generator") == "paper" ? GeneratorSettings::Form::kPaper : GeneratorSettings::Form::kRelease;
  settings.features = count(config, "features");
  settings.informative = count(config, "informative");
  settings.redundant = count(config, "redundant");
  settings.repeated = count(config, "repeated");
  settings.classes = count(config, "classes");
  settings.clusters_per_class = count(config, "clusters_per_class");
  settings.class_weights = config.numbers("class_weights");
  settings.class_sep = config.number("class_sep");
  settings.flip_y = config.number("flip_y");
  settings.hypercube = config.boolean("hypercube");
  settings.shift = config.number("shift");
  settings.scale = config.number("scale");
  settings.random_shift = config.boolean("random_shift");
  settings.random_scale = config.boolean("random_scale");
  settings.shuffle_columns = config.boolean("shuffle_columns");
  settings.sizes = read_sizes(config);
  return settings;
}

TableFile read_table_file(const sdk::Config& config) {
  TableFile file{config.path("data"), config.string("target"), config.strings("without"),
                 config.strings("categorical")};
  if (!file.path.empty() && file.target.empty())
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "parameter 'target' is empty: name the column of " + file.path + " that holds the classes");
  return file;
}

}  // namespace

DataSettings::Origin DataSettings::origin() const {
  if (!image_folder.empty()) return Origin::kImages;
  return table.path.empty() ? Origin::kGenerated : Origin::kTable;
}

sdk::ParameterList&& add_data_parameters(sdk::ParameterList&& list) {
  return std::move(list)
      .string(
          "generator", "release", {"release", "paper"},
          "form of generated data; release: as scikit-learn's make_classification makes them; paper: round clusters "
          "of unit variance (there with flip_y = 0)")
      .integer("features", 32, 1, 10'000, "columns", "columns of generated data; tables and images bring their own")
      .integer("informative", 2, 1, 100, "columns", "columns of generated data in which the clusters stand apart")
      .integer("redundant", 2, 0, 10'000, "columns", "columns that are random linear combinations of the informative")
      .integer("repeated", 0, 0, 10'000, "columns",
               "columns that repeat informative or redundant ones; the rest is noise")
      .integer("classes", 2, 2, 100, "", "classes of generated data; tables and images bring their own")
      .integer("clusters_per_class", 2, 1, 50, "", "clusters of each class of generated data")
      .numbers("class_weights", {}, 0.0, 1e6, "", "shares of the classes in the rows of generated data; []: equal")
      .number("class_sep", 1.0, 0.0, 1e3, "", "half of the side of the hypercube on whose corners the clusters stand")
      .number("flip_y", 0.01, 0.0, 1.0, "", "share of the generated labels that are drawn anew at random")
      .boolean("hypercube", true, "false: each cluster and each column is drawn towards the middle by a random factor")
      .number("shift", 0.0, -1e6, 1e6, "", "added to each column of generated data")
      .number("scale", 1.0, -1e6, 1e6, "", "factor of each column of generated data, after shift")
      .boolean("random_shift", false, "each column has a shift of its own between -class_sep and class_sep instead")
      .boolean("random_scale", false, "each column has a scale of its own between 1 and 101 instead")
      .boolean("shuffle_columns", true,
               "generated columns stand in random order; false: informative, redundant, others")
      .integer("rows", 200, 4, 1'000'000, "rows", "rows in each training partition of generated data and of images")
      .integer("valid_rows", 1000, 4, 1'000'000, "rows",
               "rows in each validation partition of generated data and of images")
      .integer("score_rows", 0, 0, 1'000'000, "rows",
               "rows that reward a controller in training, of generated data and of images; 0: as many as valid_rows")
      .integer("test_rows", 1000, 0, 1'000'000, "rows",
               "rows in the test partition of generated data and of images; 0: the whole test file of images")
      .path("data", "table to learn from, CSV with a header line; divided evenly into the partitions")
      .string("target", "", {}, "name of the column of the table that holds the classes")
      .strings("without", {}, {}, "columns of the table to leave out, such as names and numbers of rows")
      .strings("categorical", {}, {},
               "columns of the table whose numbers are no quantities; columns of text need no mention")
      .path("data_dir", "folder with the four IDX files of MNIST, plain or .gz, to learn from");
}

DataSettings read_data_settings(const sdk::Config& config) {
  DataSettings settings{read_generator(config), read_table_file(config), config.path("data_dir")};
  if (!settings.table.path.empty() && !settings.image_folder.empty())
    throw sdk::Error(AUTOLOSS_INVALID_ARGUMENT,
                     "parameters 'data' and 'data_dir' name a table and a folder of images: "
                     "set one of them");
  if (settings.origin() == DataSettings::Origin::kGenerated) check(settings.generator);
  return settings;
}

}  // namespace autoloss::classification
