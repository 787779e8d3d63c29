// What the user can set: the published parameters, and their values as one struct.
#ifndef AUTOLOSS_NMT_SETTINGS_HPP
#define AUTOLOSS_NMT_SETTINGS_HPP

#include <autoloss/cpp/config.hpp>
#include <string>
#include <vector>

#include "plugins/tasks/nmt/data/file_corpus.hpp"
#include "plugins/tasks/nmt/model/model.hpp"

namespace autoloss::nmt {

// What the sentences of an episode depend on, beside role and seed.
struct DataSettings {
  CorpusSettings corpus;  // without files: the built-in language
  Sizes sizes;
  double controller_share = 0.5;
  bool operator==(const DataSettings&) const = default;
};

struct Settings {
  std::vector<Job> jobs;  // in the order of the actions
  DataSettings data;
  ModelSettings model;
  std::size_t samples = 0;  // translations that are shown
};

const sdk::ParameterList& published_parameters();

// Throws Error(AUTOLOSS_INVALID_ARGUMENT): no task or one twice, some files but not all that the tasks need.
// data_directory: where files are looked for unless 'folder' says otherwise.
Settings read_settings(const sdk::Config& config, const std::string& data_directory);

}  // namespace autoloss::nmt

#endif
