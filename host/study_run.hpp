// What `run`, `train` and `guide` have in common.
#pragma once

#include "core/config/reader.hpp"
#include "core/errors.hpp"
#include "host/arguments.hpp"

namespace autoloss::host {

// Reads the experiment file that the arguments name, runs it into its run directory and shows what came of it.
// train_only: ends once the controllers are trained and saved.
ExitCode run_experiment(const Arguments& arguments, const ReadOptions& options, bool train_only);

// Goes on with a run that stopped. The argument is its directory. Throws as run_study().
ExitCode resume_run(const Arguments& arguments);

}  // namespace autoloss::host
