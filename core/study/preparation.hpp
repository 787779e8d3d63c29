// What is done once for each method, before any problem is guided: training controllers, searches, taking up what was
// saved.
#pragma once

#include <string>
#include <vector>

#include "core/record/run_directory.hpp"
#include "core/study/guided.hpp"
#include "core/study/study.hpp"
#include "core/study/timings.hpp"

namespace autoloss {

// What preparing works with; all of it outlives the preparation.
struct Workshop {
  const Registry* registry = nullptr;
  const RunOptions* options = nullptr;
  const autoloss_host* host = nullptr;
  Executor* executor = nullptr;
  RunDirectory* directory = nullptr;  // nullptr where nothing is to be run
  Timings* timings = nullptr;
  EventLog* events = nullptr;  // of the run
  uint64_t root = 0;           // key of everything drawn
  bool train_only = false;
};

// Binds the methods of an experiment to its task; takes up saved controllers. Throws ConfigError, PluginError for what
// only plugins can tell: actions, metrics, features, controllers that fit.
std::vector<ReadyMethod> bind_methods(const Experiment& experiment, const Workshop& workshop);

// Trains or tunes a bound method once, or makes its controller; nothing where each problem has its own.
// point: where the preparation holds for one point of a sweep alone, its label; else "".
// place: of this preparation in the study.
void prepare(ReadyMethod& method, const Experiment& experiment, const Measure& measure, const std::string& point,
             const Workshop& workshop, const Bookmark& place);

// A method that names a saved controller and nothing else is what the file says: component, parameters, features.
Experiment with_saved_controllers(Experiment experiment);

}  // namespace autoloss
