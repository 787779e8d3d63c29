/* What the host does for a component. */
#ifndef AUTOLOSS_HOST_H
#define AUTOLOSS_HOST_H

#include <autoloss/base.h>

#define AUTOLOSS_LOG_DEBUG 0
#define AUTOLOSS_LOG_INFO 1
#define AUTOLOSS_LOG_WARNING 2
#define AUTOLOSS_LOG_ERROR 3

/* Services of the host. Given to create(); the struct and its context live until the instance is destroyed. */
typedef struct autoloss_host {
  uint32_t struct_size;
  uint32_t abi_minor; /* AUTOLOSS_ABI_MINOR that the host was built with */
  void* context;      /* handed back as the first argument */

  /* Writes one line to the run's log, named after the component. level: AUTOLOSS_LOG_... [thread-safe] Since 1.0. */
  void (*log)(void* context, int32_t level, const char* message) AUTOLOSS_NOEXCEPT;

  /* Says how far a long call has come: fraction in [0, 1], what in a few words. [thread-safe] Since 1.0. */
  void (*progress)(void* context, double fraction, const char* what) AUTOLOSS_NOEXCEPT;

  /* Returns 1 once the user wants to stop, else 0. A call that runs for more than a second asks now and then, and
   * returns AUTOLOSS_CANCELLED. [thread-safe] Since 1.0. */
  int32_t (*is_cancelled)(void* context) AUTOLOSS_NOEXCEPT;

  /* Folder of the user's data sets; "" if there is none. Lives as long as the host. [thread-safe] Since 1.0. */
  const char* (*data_directory)(void* context)AUTOLOSS_NOEXCEPT;

  /* Folder for what is costly to make again, shared by all processes of the user; "" if there is none.
   * Lives as long as the host. [thread-safe] Since 1.0. */
  const char* (*cache_directory)(void* context)AUTOLOSS_NOEXCEPT;

  /* Keeps size bytes as a file of the run. name: letters, digits, '.', '_', '-' alone. mime: "image/png".
   * Fails with AUTOLOSS_INVALID_ARGUMENT (name), AUTOLOSS_IO_ERROR, AUTOLOSS_UNSUPPORTED (nothing is being recorded).
   * [thread-safe] Since 1.0. */
  int32_t (*write_artifact)(void* context, const char* name, const char* mime, const void* bytes, uint64_t size,
                            autoloss_error* error) AUTOLOSS_NOEXCEPT;

  /* Looks up a larger feature by id, "autoloss.NAME/REV" or "com.vendor.NAME/REV". Returns its table, which lives as
   * long as the host, or NULL if the host does not know it. [thread-safe] Since 1.0. */
  const void* (*extension)(void* context, const char* id)AUTOLOSS_NOEXCEPT;
} autoloss_host;

#endif
