// Where a run's numbers come from.
#pragma once

#include <string>

#include "core/config/experiment.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// provenance.json: command line, program version, compiler, the plugins in use with version, file and SHA-256, seed,
// machine facts that may change the last bits (processor features).
std::string provenance_json(const Registry& registry, const Experiment& experiment, const std::string& command_line);

}  // namespace autoloss
