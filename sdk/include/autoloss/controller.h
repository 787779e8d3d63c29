/* A controller: sees the features of a training and picks the next action. One that does not learn is a schedule.
 *
 * Order of calls: create; open, act any number of times, close, for many sessions at once; between sessions learn,
 * set_parameters, load, save; destroy when every session is closed. */
#ifndef AUTOLOSS_CONTROLLER_H
#define AUTOLOSS_CONTROLLER_H

#include <autoloss/base.h>
#include <autoloss/config.h>
#include <autoloss/host.h>

/* What a controller will see and choose from. Borrowed for the call. */
typedef struct autoloss_controller_spec {
  uint32_t struct_size;
  uint32_t feature_count;
  uint32_t action_count; /* at least 1 */
  uint32_t reserved;
  uint64_t seed;                    /* initial parameters */
  const char* const* feature_names; /* feature_count of them */
  const char* const* action_names;  /* action_count of them */
} autoloss_controller_spec;

/* What became of it. Filled by describe(). */
typedef struct autoloss_controller_info {
  uint32_t struct_size;
  uint32_t logit_count;     /* numbers that exploration noise is added to; 0: takes no noise */
  uint64_t parameter_count; /* length of the vector of get_parameters(); 0: has none */
} autoloss_controller_info;

/* One training, seen by the host: what to base the next action on. Borrowed for the call. */
typedef struct autoloss_observation {
  uint32_t struct_size;
  uint32_t feature_count;
  const double* features;    /* in the order of the spec; finite */
  uint64_t step;             /* steps taken so far */
  uint64_t horizon;          /* steps at most */
  double uniform;            /* in [0, 1): the only randomness an action may use */
  const double* logit_noise; /* logit_count numbers to add to the logits, or NULL */
} autoloss_observation;

/* The action picked. The caller sets struct_size and probabilities; act() writes the rest. */
typedef struct autoloss_decision {
  uint32_t struct_size;
  uint32_t action;
  double* probabilities; /* caller's; action_count of them, written by act(): sum 1 */
  double value;          /* expected return, of a controller with a critic; else 0 */
} autoloss_decision;

/* The decisions of one episode or one segment of it, in order. Borrowed for the call. */
typedef struct autoloss_trajectory {
  uint32_t struct_size;
  uint32_t flags; /* AUTOLOSS_TRAJECTORY_... */
  uint64_t decision_count;
  uint64_t group;              /* trajectories of equal group share data and initial parameters */
  const double* features;      /* decision_count rows of feature_count */
  const uint32_t* actions;     /* decision_count */
  const double* probabilities; /* decision_count: of the action taken, when it was taken */
  const double* values;        /* decision_count: as act() gave them */
  const double* rewards;       /* decision_count; NULL when all reward came at the end */
  const double* noise;         /* decision_count rows of logit_count, already scaled; NULL without noise */
  double noise_scale;          /* standard deviation of the noise; 0 without */
  double episode_return;       /* sum of the rewards */
  double advantage; /* the return less the host's baseline, standardised and clipped as the experiment says */
  const double* last_features; /* feature_count: what would have been seen next; NULL when terminated */
  double last_value;           /* value that act() would have given there; 0 when terminated */
  const double* advantages;    /* decision_count: of each decision, where rewards came along the way; NULL: `advantage`
                                  counts for all */
} autoloss_trajectory;

/* The episode ended by itself: nothing follows. Without it the trajectory was cut. */
#define AUTOLOSS_TRAJECTORY_TERMINATED 1u

/* What a controller learns from at a time. Borrowed for the call. */
typedef struct autoloss_batch {
  uint32_t struct_size;
  uint32_t trajectory_count;
  const autoloss_trajectory* const* trajectories;
  double progress; /* share of the controller's training that is over, in [0, 1): for learning-rate schedules */
} autoloss_batch;

/* What learning did. The caller sets struct_size, capacity and values; learn() writes the rest. */
typedef struct autoloss_learn_result {
  uint32_t struct_size;
  uint32_t capacity; /* of values, the caller's */
  uint32_t count;    /* written by learn(), at most capacity */
  uint32_t reserved;
  autoloss_named_value* values; /* "gradient_norm", "entropy", ...; only finite ones count */
} autoloss_learn_result;

typedef struct autoloss_controller autoloss_controller;                 /* an instance; the component defines it */
typedef struct autoloss_controller_session autoloss_controller_session; /* one training that it guides */

/* A controller component. Lives as long as the process. */
typedef struct autoloss_controller_type {
  uint32_t struct_size;
  uint32_t parameter_count;
  const char* id;                              /* [a-z][a-z0-9_]*, one in the process */
  const char* version;                         /* "1.2.0" */
  const char* description;                     /* one line */
  const char* licence;                         /* SPDX expression */
  const autoloss_parameter* const* parameters; /* parameter_count of them; NULL when there are none */
  const char* const* default_features; /* features it is given when the experiment names none; NULL: the host's own */
  uint32_t default_feature_count;
  uint32_t reserved;

  /* Makes an instance for these features and actions and stores it in *controller. Equal config and spec give equal
   * instances.
   *   host        services; outlives the instance.
   *   config      all parameters, borrowed.
   *   spec        features, actions and the seed, borrowed.
   *   controller  receives the instance, which the caller gives back with destroy(); untouched on failure.
   *   error       the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (parameters, features or actions that it cannot serve), NOT_FOUND or BAD_DATA
   * (a file of the user). Keeps host alone. At any time. [thread-safe] Since 1.0. */
  int32_t (*create)(const autoloss_host* host, const autoloss_config* config, const autoloss_controller_spec* spec,
                    autoloss_controller** controller, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Ends an instance and frees all that is its own.
   *   controller  of create(); not used again.
   * Cannot fail. Once, when its sessions are closed and every other call has returned. [instance] Since 1.0. */
  void (*destroy)(autoloss_controller* controller) AUTOLOSS_NOEXCEPT;

  /* Says what became of it.
   *   info   the caller's, with struct_size set; untouched on failure.
   *   error  the caller's, or NULL.
   * Its numbers do not change during the life of the instance. Has no failure of its own. Keeps no pointer. At any
   * time while no session is open. [instance] Since 1.0. */
  int32_t (*describe)(autoloss_controller* controller, autoloss_controller_info* info,
                      autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Begins to guide a training. Sessions of one controller run at the same time on different threads, each as if it
   * were alone; while one is open nothing but open(), act() and close() is called.
   *   session  receives the session, which the caller gives back with close(); untouched on failure.
   *   error    the caller's, or NULL.
   * Has no failure of its own. The session ends before the instance. [thread-safe] Since 1.0. */
  int32_t (*open)(autoloss_controller* controller, autoloss_controller_session** session,
                  autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Ends a session and frees all that is its own.
   *   session  of open(); not used again.
   * Cannot fail. Once, before destroy(). [thread-safe] Since 1.0. */
  void (*close)(autoloss_controller_session* session) AUTOLOSS_NOEXCEPT;

  /* Picks the next action: a pure function of the parameters, the session's earlier observations and this one.
   *   observation  borrowed.
   *   decision     the caller's, with struct_size and probabilities set; untouched on failure.
   *   error        the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (another number of features than in the spec). Keeps no pointer, allocates
   * nothing. Between open() and close(). [session] Since 1.0. */
  int32_t (*act)(autoloss_controller_session* session, const autoloss_observation* observation,
                 autoloss_decision* decision, autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Improves the policy from complete trajectories.
   *   batch   borrowed; its features and actions are those of the spec.
   *   result  the caller's, with struct_size, capacity and values set; or NULL. Untouched on failure.
   *   error   the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (a trajectory that cannot be), UNSUPPORTED. Keeps no pointer. While no session
   * is open. NULL: a schedule, or a controller that only an evolution strategy trains. [instance] Since 1.0. */
  int32_t (*learn)(autoloss_controller* controller, const autoloss_batch* batch, autoloss_learn_result* result,
                   autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Reads all parameters of the policy as one vector.
   *   parameters  the caller's, room for count; untouched on failure.
   *   count       parameter_count of describe().
   *   error       the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (another count). Keeps no pointer. While no session is open. NULL, then
   * set_parameters() is too: the host can neither average weights nor run an evolution strategy.
   * [instance] Since 1.0. */
  int32_t (*get_parameters)(autoloss_controller* controller, double* parameters, uint64_t count,
                            autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Sets them all.
   *   parameters  count of them, borrowed; finite.
   *   count       parameter_count of describe().
   *   error       the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (another count); the policy is then as it was. Keeps no pointer. While no
   * session is open. NULL, then get_parameters() is too. [instance] Since 1.0. */
  int32_t (*set_parameters)(autoloss_controller* controller, const double* parameters, uint64_t count,
                            autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Writes everything that acting and further learning need. Changes nothing.
   *   writer  the host's, borrowed.
   *   error   the caller's, or NULL.
   * Fails with AUTOLOSS_IO_ERROR (the writer's). Keeps no pointer. While no session is open. NULL, then load() is too:
   * there is nothing to save. [instance] Since 1.0. */
  int32_t (*save)(autoloss_controller* controller, const autoloss_writer* writer,
                  autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Takes up what save() wrote, on an instance made with equal config and spec.
   *   reader  the host's, borrowed; holds the state and nothing after it.
   *   error   the caller's, or NULL.
   * Fails with AUTOLOSS_BAD_DATA (malformed, truncated, too long, of another controller, config or spec), IO_ERROR
   * (the reader's); the instance is then as it was. Keeps no pointer. While no session is open. NULL, then save() is
   * too. [instance] Since 1.0. */
  int32_t (*load)(autoloss_controller* controller, const autoloss_reader* reader,
                  autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Returns the table of a larger feature, or NULL if the component does not know it.
   *   id  "autoloss.NAME/REV" or "com.vendor.NAME/REV"; compared whole.
   * Cannot fail. The table begins with struct_size and lives as long as the process. At any time. NULL slot: the
   * component knows none. [thread-safe] Since 1.0. */
  const void* (*extension)(const char* id)AUTOLOSS_NOEXCEPT;

  /* Writes what a session remembers of its earlier observations, so that the training it guides can go on in another
   * process. Changes nothing.
   *   session  of open().
   *   writer   the host's, borrowed.
   *   error    the caller's, or NULL.
   * Fails with AUTOLOSS_IO_ERROR (the writer's). Keeps no pointer. Between open() and close(). NULL, then
   * load_session() is too: sessions remember nothing, and act() depends on the parameters and its observation alone.
   * [session] Since 1.0. */
  int32_t (*save_session)(autoloss_controller_session* session, const autoloss_writer* writer,
                          autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Takes up what save_session() wrote, in a session of a controller of equal parameters.
   *   session  of open().
   *   reader   the host's, borrowed; holds the state and nothing after it.
   *   error    the caller's, or NULL.
   * Fails with AUTOLOSS_BAD_DATA (malformed, truncated, too long, of another controller), IO_ERROR (the reader's); the
   * session is then as it was. Keeps no pointer. Between open() and close(). NULL, then save_session() is too.
   * [session] Since 1.0. */
  int32_t (*load_session)(autoloss_controller_session* session, const autoloss_reader* reader,
                          autoloss_error* error) AUTOLOSS_NOEXCEPT;
} autoloss_controller_type;

#endif
