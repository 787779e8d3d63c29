// From a document to an experiment.
#pragma once

#include <filesystem>
#include <string>

#include "core/config/document.hpp"
#include "core/config/experiment.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// Checks a whole document, [quick] taken out, and fills in what it does not say; the resolved file is in `source`.
// name: the file as messages call it; folder: where relative paths start. Throws as parse_experiment() does.
Experiment experiment_of(const Node& root, const std::string& name, const std::filesystem::path& folder,
                         const Registry& registry);

}  // namespace autoloss
