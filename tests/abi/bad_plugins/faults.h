/* What is wrong with a plugin of this folder, chosen when it is compiled: -DFAULT=measure_moves. */
#ifndef FAULTS_H
#define FAULTS_H

enum {
  none,
  /* of the library */
  exports_more,
  other_table,
  no_licence,
  not_utf8,
  announces_more,
  /* of both kinds of component */
  create_fails,
  knows_any_extension,
  default_for_missing,
  takes_by_position,
  unknown_counts,
  ignores_type,
  ignores_range,
  reads_past_host,
  needs_exact_size,
  needs_message_buffer,
  says_nothing,
  spoils_outputs,
  counts_instances,
  shares_state,
  forgets_state,
  reads_once,
  trusts_state,
  ignores_write_errors,
  hangs_when_cancelled,
  fails_when_cancelled,
  rounds_up,
  sets_locale,
  changes_directory,
  ignores_a_signal,
  prints,
  leaves_file_open,
  draws_global_random,
  leaks,
  /* of a task */
  two_losses_of_one_name,
  writes_past_metrics,
  measures_before_begin,
  measure_moves,
  probe_moves,
  recall_forgets,
  crashes_after_recall,
  /* of a controller */
  writes_past_probabilities,
  any_count,
  probabilities_of_two,
  sessions_share_state,
  nameless_report,
  set_is_ignored,
  four_sessions,
  sessions_forget,
  sessions_untold
};

#define IS(fault) (FAULT == (fault))

#endif
