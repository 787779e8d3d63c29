#include "conformance/checks.hpp"

namespace autoloss::conformance {

std::span<const Check> checks() {
  using enum Scope;
  static constexpr Check kChecks[] = {
      {"exports", "the library exports autoloss_plugin_v1 and nothing else", kLibrary, check_exports},
      {"loads", "it loads with every symbol resolved, and gives one table", kLibrary, check_loads},
      {"descriptors", "ids, texts, parameters and slots are as the headers say", kLibrary, check_descriptors},
      {"announcement", "the components that the file announces are those of its table", kLibrary, check_announcement},

      {"creates", "an instance can be made and begun with the default parameters", kComponent, check_creates},
      {"describes", "describe() gives names, indices and splits that hold together", kTask, check_describes},
      {"extensions", "an extension that nobody knows is NULL", kComponent, check_extensions},

      {"missing_parameter", "create() refuses a configuration that lacks a parameter", kComponent,
       check_missing_parameter},
      {"parameter_order", "parameters are found by their key, wherever they stand", kComponent, check_parameter_order},
      {"unknown_parameter", "a parameter that it does not know is refused or changes nothing", kComponent,
       check_unknown_parameter},
      {"parameter_type", "create() refuses a value of another type", kComponent, check_parameter_type},
      {"parameter_range", "create() refuses a value outside of its range or choices", kComponent,
       check_parameter_range},

      {"oldest_host", "the host's table is not read past the size that it has", kComponent, check_oldest_host},
      {"larger_structs", "structs of a later minor version are accepted", kComponent, check_larger_structs},
      {"buffers", "nothing is written past the end of a buffer", kComponent, check_buffers},

      {"no_message_buffer", "a failing call can do without a message buffer", kComponent, check_no_message_buffer},
      {"messages", "a failing call says why, in one line of UTF-8", kComponent, check_messages},
      {"untouched_outputs", "a failing call leaves its outputs as they were", kComponent, check_untouched_outputs},
      {"call_order", "calls out of order and indices out of range are refused", kTask, check_call_order},
      {"wrong_sizes", "vectors of another size than described are refused, not read", kController, check_wrong_sizes},

      {"same_seed", "equal seeds give equal runs, to the bit", kComponent, check_same_seed},
      {"interleaved", "two instances at a time do what they do apart", kComponent, check_interleaved},
      {"measure", "measure() leaves the trajectory as it was, wherever it is called", kTask,
       check_measure_changes_nothing},
      {"probe", "probe() leaves the trajectory as it was, and tells what step() will", kTask,
       check_probe_changes_nothing},
      {"recall", "recall() returns to what keep() remembered", kTask, check_recall},

      {"save_load", "save, load and go on equals going on", kComponent, check_save_load},
      {"short_reads", "so it does where the state arrives 7 bytes at a time", kComponent, check_short_reads},
      {"bad_state", "an empty, random or truncated state is refused, and does no harm", kComponent, check_bad_state},
      {"broken_streams", "a stream that fails makes save() and load() fail", kComponent, check_broken_streams},

      {"probabilities", "act() gives a distribution, and an action that it allows", kController, check_probabilities},
      {"sessions", "sessions at a time decide as they do apart: act() is pure", kController, check_sessions},
      {"resumed_sessions", "a session taken up elsewhere, or one without a memory, goes on as it would have",
       kController, check_resumed_sessions},
      {"learning", "learn() reports finite numbers with names, and can do without a report", kController,
       check_learning},
      {"parameter_vector", "the vector of parameters that was set is read, and is the policy", kController,
       check_parameter_vector},

      {"cancellation", "a call ends soon once the host has been cancelled, and the instance is good for another",
       kComponent, check_cancellation},
      {"floating_point", "rounding, traps and treatment of tiny numbers stay", kComponent, check_floating_point},
      {"locale", "the locale stays", kComponent, check_locale},
      {"working_directory", "working directory and file mode mask stay", kComponent, check_working_directory},
      {"signal_handlers", "signal handlers and the signal mask stay", kComponent, check_signal_handlers},
      {"standard_output", "nothing is written to standard output", kComponent, check_standard_output},
      {"open_files", "files that it opened are closed with the instance", kComponent, check_open_files},
      {"global_random", "the C library's random numbers are neither drawn nor seeded", kComponent, check_global_random},
      {"memory", "a hundred instances, one after the other, leave no memory behind", kComponent, check_memory},
      {"random_calls", "calls in any order end with a status", kTask, check_random_calls_of_task},
      {"random_calls", "calls in any order end with a status", kController, check_random_calls_of_controller},
  };
  return kChecks;
}

}  // namespace autoloss::conformance
