/* A task: a model whose training takes one of several updates at each step.
 *
 * Order of calls: create, describe, begin, then any of step, probe, measure, keep, recall, save, load; begin again for
 * a fresh model; destroy at any time. */
#ifndef AUTOLOSS_TASK_H
#define AUTOLOSS_TASK_H

#include <autoloss/base.h>
#include <autoloss/config.h>
#include <autoloss/host.h>

/* Who trains the model, and so on which data. */
#define AUTOLOSS_ROLE_CONTROLLER 0u /* a controller learns from it: D^C_train, D^C_valid */
#define AUTOLOSS_ROLE_GUIDED 1u     /* it counts: D^T_train, D^T_valid, D_test */

/* Rows that measure() looks at. */
#define AUTOLOSS_SPLIT_TRAIN 0u
#define AUTOLOSS_SPLIT_VALID 1u        /* chooses the kept parameters */
#define AUTOLOSS_SPLIT_SCORE 2u        /* neither trains nor chooses: rewards an episode */
#define AUTOLOSS_SPLIT_TEST 3u         /* read once, at the end, in the guided role */
#define AUTOLOSS_SPLIT_VALID_FIRST 4u  /* one half of the validation rows, */
#define AUTOLOSS_SPLIT_VALID_SECOND 5u /* and the other: for rewards that cross them */
#define AUTOLOSS_SPLIT_BIT(split) (1u << (split))

/* How many sets of parameters keep() can hold at a time: slots 0 to 3. */
#define AUTOLOSS_KEEP_SLOTS 4u

/* Which values of a metric are good: small ones, large ones. */
#define AUTOLOSS_MINIMIZE 0u
#define AUTOLOSS_MAXIMIZE 1u

/* Flag of an action that minimises several losses at once; it serves baselines and is picked by name only. */
#define AUTOLOSS_ACTION_JOINT 1u

/* Flag of a step that met a loss or a parameter that is not finite. */
#define AUTOLOSS_STEP_DIVERGED 1u

/* A loss of a task. Named things of a task live as autoloss_task_info says. */
typedef struct autoloss_loss_info {
  uint32_t struct_size;
  uint32_t reserved;
  const char* name;        /* [a-z][a-z0-9_]*, unique among the losses */
  const char* description; /* one line */
} autoloss_loss_info;

/* A metric of a task: what measure() writes. */
typedef struct autoloss_metric_info {
  uint32_t struct_size;
  uint32_t direction; /* AUTOLOSS_MINIMIZE or AUTOLOSS_MAXIMIZE */
  uint32_t loss;      /* the loss that this metric is, evaluated on a split, or AUTOLOSS_NONE */
  uint32_t reserved;
  const char* name;        /* [a-z][a-z0-9_]*, unique among the metrics */
  const char* unit;        /* "" for none */
  const char* description; /* one line */
} autoloss_metric_info;

/* An action of a task: an update of one parameter group on one loss. */
typedef struct autoloss_action_info {
  uint32_t struct_size;
  uint32_t flags; /* AUTOLOSS_ACTION_... */
  uint32_t loss;  /* index of the loss that it minimises; AUTOLOSS_NONE for a joint action */
  uint32_t reserved;
  uint64_t parameter_count;    /* of the parameter group that it updates; 0 before it is known */
  const char* name;            /* [a-z][a-z0-9_]*, unique among the actions */
  const char* parameter_group; /* its name; actions that update the same parameters name the same group */
  const char* description;     /* one line */
} autoloss_action_info;

/* An extra number that every step reports, for features. */
typedef struct autoloss_signal_info {
  uint32_t struct_size;
  uint32_t reserved;
  const char* name;        /* [a-z][a-z0-9_]*, unique among the signals */
  const char* description; /* one line */
} autoloss_signal_info;

/* What a task is made of. Filled by describe(); everything it points to lives until the next begin(), load() or
 * destroy(). */
typedef struct autoloss_task_info {
  uint32_t struct_size;
  uint32_t action_count; /* at least 1 */
  uint32_t loss_count;
  uint32_t metric_count;   /* at least 1 */
  uint32_t signal_count;   /* extra numbers for features that every step reports; may be 0 */
  uint32_t primary_metric; /* the metric that chooses the kept parameters */
  uint32_t result_metric;  /* the metric that the results of a study are about; often the primary one */
  uint32_t splits;         /* AUTOLOSS_SPLIT_BIT of each split that measure() knows */
  const autoloss_action_info* const* actions;
  const autoloss_loss_info* const* losses;
  const autoloss_metric_info* const* metrics;
  const autoloss_signal_info* const* signals;
} autoloss_task_info;

/* A training that begins. Equal fields give equal trainings. Borrowed for the call. */
typedef struct autoloss_episode {
  uint32_t struct_size;
  uint32_t role;                 /* AUTOLOSS_ROLE_... */
  uint64_t data_seed;            /* which data set of the distribution, or which division of the rows of a table */
  uint64_t init_seed;            /* initial parameters */
  uint64_t step_seed;            /* whatever is drawn during training: order of minibatches, dropout, noise */
  uint64_t horizon;              /* steps at most; 0 if unknown */
  const autoloss_config* config; /* all parameters, as in create(); values may differ from episode to episode */
} autoloss_episode;

/* What a step did. The caller sets struct_size, signal_count and signals; the task writes the rest. */
typedef struct autoloss_step_result {
  uint32_t struct_size;
  uint32_t flags;        /* AUTOLOSS_STEP_... */
  double loss;           /* value of the loss minimised, before the update */
  double gradient_norm;  /* Euclidean norm of its gradient, before clipping; NaN if unknown */
  uint64_t batches;      /* batches of data scanned: 0 for a penalty on the parameters */
  uint32_t signal_count; /* capacity of signals */
  uint32_t reserved;
  double* signals; /* caller's; the task writes each of its signals, or leaves one that has no value yet. May be
                      NULL when signal_count is 0 */
} autoloss_step_result;

typedef struct autoloss_task autoloss_task; /* an instance; the component defines it */

/* A task component. Lives as long as the process. */
typedef struct autoloss_task_type {
  uint32_t struct_size;
  uint32_t parameter_count;
  const char* id;                              /* [a-z][a-z0-9_]*, one in the process */
  const char* version;                         /* "1.2.0" */
  const char* description;                     /* one line */
  const char* licence;                         /* SPDX expression */
  const autoloss_parameter* const* parameters; /* parameter_count of them; NULL when there are none */

  /* Makes an instance and stores it in *task.
   *   host    services; outlives the instance.
   *   config  all parameters, borrowed. Files that it names are read here or in begin().
   *   task    receives the instance, which the caller gives back with destroy(); untouched on failure.
   *   error   the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (parameters that do not go together), NOT_FOUND or BAD_DATA (a file of the
   * user), CANCELLED. Keeps host alone. At any time. [thread-safe] Since 1.0. */
  int32_t (*create)(const autoloss_host* host, const autoloss_config* config, autoloss_task** task,
                    autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Ends an instance and frees all that is its own.
   *   task  of create(); not used again.
   * Cannot fail. In any state, once, after every other call has returned. [instance] Since 1.0. */
  void (*destroy)(autoloss_task* task) AUTOLOSS_NOEXCEPT;

  /* Says what the task is made of.
   *   info   the caller's, with struct_size set; what it points to is the instance's.
   *   error  the caller's, or NULL.
   * The names, directions and number of actions, losses, metrics and signals do not change during the life of the
   * instance; the number of parameters of a group may change in begin(). Has no failure of its own. At any time
   * between create() and destroy(). [instance] Since 1.0. */
  int32_t (*describe)(autoloss_task* task, autoloss_task_info* info, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Makes a fresh model on the data that the episode names; forgets the one before, and what was kept.
   *   episode  seeds, role and parameters, borrowed. Equal episodes give equal trainings, whatever ran before.
   *   error    the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (parameters, role), NOT_FOUND or BAD_DATA (a file of the user), CANCELLED;
   * there is no episode then. Keeps no pointer. At any time between create() and destroy(). [instance] Since 1.0. */
  int32_t (*begin)(autoloss_task* task, const autoloss_episode* episode, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Takes one update of the model and fills *result.
   *   action  index into the actions that describe() lists.
   *   result  the caller's, with struct_size set; untouched on failure.
   *   error   the caller's, or NULL.
   * A loss that is not finite is data: AUTOLOSS_OK with AUTOLOSS_STEP_DIVERGED in result->flags.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (no such action), INVALID_STATE (no episode), CANCELLED; the model is then as
   * it was. Keeps no pointer. Only in an episode: after begin(). [instance] Since 1.0. */
  int32_t (*step)(autoloss_task* task, uint32_t action, autoloss_step_result* result,
                  autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Says what step() would report now, and changes nothing: the trajectory goes on as if it had not been called.
   *   action, result, error  as in step().
   * Fails as step(). Keeps no pointer. Only in an episode. NULL: features that need it have no value until the action
   * was first taken. [instance] Since 1.0. */
  int32_t (*probe)(autoloss_task* task, uint32_t action, autoloss_step_result* result,
                   autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Measures the current parameters on a split; the trajectory goes on as if it had not been called.
   *   split         AUTOLOSS_SPLIT_..., one of those in the splits of describe().
   *   values        the caller's, metric_count of them; receives each metric in the order of describe(), NaN for one
   *                 that this data set has not; untouched on failure.
   *   metric_count  at least that of describe().
   *   error         the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (split, metric_count), INVALID_STATE (no episode; the test split in the
   * controller's role), CANCELLED. Keeps no pointer. Only in an episode. [instance] Since 1.0. */
  int32_t (*measure)(autoloss_task* task, uint32_t split, double* values, uint32_t metric_count,
                     autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Remembers the current parameters in memory, in place of what the slot held; changes nothing else.
   *   slot   below AUTOLOSS_KEEP_SLOTS.
   *   error  the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (slot), INVALID_STATE (no episode). What is kept lives until the next begin().
   * Only in an episode. [instance] Since 1.0. */
  int32_t (*keep)(autoloss_task* task, uint32_t slot, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Returns to the parameters that keep() remembered; only measure(), keep(), recall() and save() are useful then.
   *   slot   below AUTOLOSS_KEEP_SLOTS.
   *   error  the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (slot), INVALID_STATE (no episode; nothing was kept there); the parameters
   * are then as they were. Only in an episode. [instance] Since 1.0. */
  int32_t (*recall)(autoloss_task* task, uint32_t slot, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Writes everything that continuing the episode needs: parameters, optimizer, random state, place in the data, what
   * was kept. Changes nothing.
   *   writer  the host's, borrowed.
   *   error   the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_STATE (no episode), IO_ERROR (the writer's). Keeps no pointer. Only in an episode.
   * NULL, then load() is too: the task cannot be resumed. [instance] Since 1.0. */
  int32_t (*save)(autoloss_task* task, const autoloss_writer* writer, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Takes up a state that save() wrote; the episode goes on from there, to the bit.
   *   reader  the host's, borrowed; holds the state and nothing after it.
   *   error   the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_STATE (no episode), BAD_DATA (malformed, truncated, too long, of another task or
   * version), IO_ERROR (the reader's); the episode is over then. Keeps no pointer. Only in an episode, equal to that
   * of save(). NULL, then save() is too. [instance] Since 1.0. */
  int32_t (*load)(autoloss_task* task, const autoloss_reader* reader, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Returns the table of a larger feature, or NULL if the component does not know it.
   *   id  "autoloss.NAME/REV" or "com.vendor.NAME/REV"; compared whole.
   * Cannot fail. The table begins with struct_size and lives as long as the process. At any time. NULL slot: the
   * component knows none. [thread-safe] Since 1.0. */
  const void* (*extension)(const char* id)AUTOLOSS_NOEXCEPT;
} autoloss_task_type;

#endif
