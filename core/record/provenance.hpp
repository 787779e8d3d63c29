// Where a run's numbers come from.
#pragma once

#include <string>

#include "core/config/experiment.hpp"
#include "core/plugin/registry.hpp"

namespace autoloss {

// provenance.json: command line, program version, compiler, the plugins in use with version, file and SHA-256, seed,
// machine facts that may change the last bits (processor features).
std::string provenance_json(const Registry& registry, const Experiment& experiment, const std::string& command_line);

// What the numbers of a run depend on, as JSON: the experiment, program, compiler, processor features, plugins and
// saved controllers with their checksums.
std::string run_facts(const Registry& registry, const Experiment& experiment, bool train_only);
// The last argument of run_facts().
bool is_train_only(const std::string& facts);

// How the facts of a run differ from those that it is to be continued with, a line each that names the thing, what it
// was and what it is; "" when it may go on.
std::string facts_that_differ(const std::string& before, const std::string& now);

}  // namespace autoloss
