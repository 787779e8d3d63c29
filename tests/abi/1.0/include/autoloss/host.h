/* What the host does for a component. */
#ifndef AUTOLOSS_HOST_H
#define AUTOLOSS_HOST_H

#include <autoloss/base.h>

/* Levels of log(). */
#define AUTOLOSS_LOG_DEBUG 0   /* for whoever works on the component */
#define AUTOLOSS_LOG_INFO 1    /* what the user may want to know */
#define AUTOLOSS_LOG_WARNING 2 /* what the user should look at */
#define AUTOLOSS_LOG_ERROR 3   /* why something was not done */

/* Services of the host. Given to create(); the struct and its context live until the instance is destroyed. A component
 * does without a slot that is NULL. */
typedef struct autoloss_host {
  uint32_t struct_size;
  uint32_t abi_minor; /* AUTOLOSS_ABI_MINOR that the host was built with */
  void* context;      /* the first argument of its slots */

  /* Writes one line to the run's log, named after the component.
   *   context  that of this struct.
   *   level    AUTOLOSS_LOG_...
   *   message  one line, without a line break at its end; borrowed.
   * Cannot fail; the host may leave out lines that it has written before. Keeps no pointer. At any time in the life of
   * the instance. NULL: the line is lost. [thread-safe] Since 1.0. */
  void (*log)(void* context, int32_t level, const char* message) AUTOLOSS_NOEXCEPT;

  /* Says how far a long call has come.
   *   context   that of this struct.
   *   fraction  in [0, 1].
   *   what      what is being done, in a few words; borrowed.
   * Cannot fail; the host may show it or not. Keeps no pointer. At any time in the life of the instance. NULL: nobody
   * is told. [thread-safe] Since 1.0. */
  void (*progress)(void* context, double fraction, const char* what) AUTOLOSS_NOEXCEPT;

  /* Returns 1 once the user wants to stop, else 0.
   *   context  that of this struct.
   * A call that runs for more than a second asks now and then, and returns AUTOLOSS_CANCELLED. Cannot fail; costs no
   * more than reading a variable. At any time in the life of the instance. NULL: nobody will ask to stop.
   * [thread-safe] Since 1.0. */
  int32_t (*is_cancelled)(void* context) AUTOLOSS_NOEXCEPT;

  /* Returns the folder of the user's data sets, absolute; "" if there is none.
   *   context  that of this struct.
   * Cannot fail; the folder may not exist. The string lives as long as the host. At any time in the life of the
   * instance. NULL: there is none. [thread-safe] Since 1.0. */
  const char* (*data_directory)(void* context)AUTOLOSS_NOEXCEPT;

  /* Returns the folder for what is costly to make again, shared by all processes of the user; "" if there is none.
   *   context  that of this struct.
   * Cannot fail; the folder may not exist: make it. Another process may be at the same file: write beside it and
   * rename. The string lives as long as the host. At any time in the life of the instance. NULL: there is none.
   * [thread-safe] Since 1.0. */
  const char* (*cache_directory)(void* context)AUTOLOSS_NOEXCEPT;

  /* Keeps size bytes as a file of the run; one of that name is replaced.
   *   context  that of this struct.
   *   name     of the file: letters, digits, '.', '_', '-' alone, no '.' first.
   *   mime     what it is: "image/png".
   *   bytes    size of them, borrowed.
   *   error    the caller's, or NULL.
   * Fails with AUTOLOSS_INVALID_ARGUMENT (name), AUTOLOSS_IO_ERROR, AUTOLOSS_UNSUPPORTED (nothing is being recorded: no
   * reason to stop). Keeps no pointer. At any time in the life of the instance. NULL: nothing is being recorded.
   * [thread-safe] Since 1.0. */
  int32_t (*write_artifact)(void* context, const char* name, const char* mime, const void* bytes, uint64_t size,
                            autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Returns the table of a larger feature, or NULL if the host does not know it.
   *   context  that of this struct.
   *   id       "autoloss.NAME/REV" or "com.vendor.NAME/REV"; compared whole.
   * Cannot fail. The table begins with struct_size and lives as long as the host. At any time in the life of the
   * instance. NULL slot: the host knows none. [thread-safe] Since 1.0. */
  const void* (*extension)(void* context, const char* id)AUTOLOSS_NOEXCEPT;
} autoloss_host;

#endif
