// The checks, each a function; catalogue.cpp says what they are for.
#pragma once

#include "conformance/examinee.hpp"

namespace autoloss::conformance {

// library_checks.cpp
void check_exports(Examinee& examinee);
void check_loads(Examinee& examinee);
void check_descriptors(Examinee& examinee);
void check_announcement(Examinee& examinee);
// creation_checks.cpp
void check_creates(Examinee& examinee);
void check_describes(Examinee& examinee);
void check_extensions(Examinee& examinee);
// parameter_checks.cpp
void check_missing_parameter(Examinee& examinee);
void check_parameter_order(Examinee& examinee);
void check_unknown_parameter(Examinee& examinee);
void check_parameter_type(Examinee& examinee);
void check_parameter_range(Examinee& examinee);
// struct_checks.cpp
void check_oldest_host(Examinee& examinee);
void check_larger_structs(Examinee& examinee);
void check_buffers(Examinee& examinee);
// failure_checks.cpp
void check_no_message_buffer(Examinee& examinee);
void check_messages(Examinee& examinee);
void check_untouched_outputs(Examinee& examinee);
// order_checks.cpp
void check_call_order(Examinee& examinee);
void check_wrong_sizes(Examinee& examinee);
void check_random_calls_of_task(Examinee& examinee);
void check_random_calls_of_controller(Examinee& examinee);
// repetition_checks.cpp
void check_same_seed(Examinee& examinee);
void check_interleaved(Examinee& examinee);
// purity_checks.cpp
void check_measure_changes_nothing(Examinee& examinee);
void check_probe_changes_nothing(Examinee& examinee);
void check_recall(Examinee& examinee);
// state_checks.cpp
void check_save_load(Examinee& examinee);
void check_short_reads(Examinee& examinee);
void check_bad_state(Examinee& examinee);
void check_broken_streams(Examinee& examinee);
// policy_checks.cpp
void check_probabilities(Examinee& examinee);
void check_sessions(Examinee& examinee);
void check_resumed_sessions(Examinee& examinee);
void check_learning(Examinee& examinee);
void check_parameter_vector(Examinee& examinee);
// process_checks.cpp
void check_floating_point(Examinee& examinee);
void check_locale(Examinee& examinee);
void check_working_directory(Examinee& examinee);
void check_signal_handlers(Examinee& examinee);
void check_standard_output(Examinee& examinee);
void check_open_files(Examinee& examinee);
void check_global_random(Examinee& examinee);
// resource_checks.cpp
void check_memory(Examinee& examinee);
void check_cancellation(Examinee& examinee);

}  // namespace autoloss::conformance
