/* The basics of the AutoLoss plugin contract, version 1.0: versions, statuses, messages, streams.
 *
 * Conventions, for every header of this folder
 *  1. C99. Everything that the C++ layer in cpp/ does has a meaning here first; this is the reference.
 *  2. A library exports one function, autoloss_plugin_v1 (plugin.h). Its name holds the major version.
 *  3. Every struct that crosses begins with uint32_t struct_size, set by whoever allocates it to the sizeof it was
 *     compiled with. Read or write a field only if struct_size reaches past it (AUTOLOSS_HAS). Fields are only ever
 *     appended, there is no implicit padding, and lists of structs are lists of pointers. autoloss_named_value alone
 *     has no size: it never grows. Fields named `reserved` are 0, and are not read.
 *  4. A function slot that is NULL, or lies past struct_size, is not supported. A slot that may be NULL says what the
 *     other side does then; a table in which another one is NULL is refused.
 *  5. A call that can fail returns an int32_t status: AUTOLOSS_OK or one of the codes below. On failure outputs are
 *     untouched and *error, unless NULL, holds one line for the user: what, where, what was expected, what to do.
 *     Any such call may fail with AUTOLOSS_OUT_OF_MEMORY or AUTOLOSS_INTERNAL; the others are named by the slot. A
 *     status that the caller does not know is AUTOLOSS_INTERNAL to it.
 *  6. Inputs are borrowed for the call. Outputs go into buffers of the caller or streams of the host. Nothing is freed
 *     across the boundary. Descriptors and the strings they point to live as long as the process.
 *  7. Strings are UTF-8, end in a zero byte, and pointers are never NULL unless the field or slot says so. `error` may
 *     always be NULL.
 *  8. No exception, signal or long jump leaves a slot. Slots of this contract are noexcept for C++.
 *  9. Threads: [thread-safe] any thread at any time; [instance] any thread, one call at a time for each instance, and
 *     different instances run at the same time; [session] likewise for each session; [load] once, while the library
 *     is being loaded.
 * 10. A plugin leaves the process alone: no global random state, thread counts, locale, floating-point mode, signal
 *     handlers, working directory, stdout. A loss that is not finite is data, not an error.
 * 11. A slot says since which version it is there. Structs, fields and constants are since 1.0 unless they say
 *     otherwise. */
#ifndef AUTOLOSS_BASE_H
#define AUTOLOSS_BASE_H

#include <stddef.h>
#include <stdint.h>

#define AUTOLOSS_ABI_MAJOR 1u
#define AUTOLOSS_ABI_MINOR 0u

#ifdef __cplusplus
#define AUTOLOSS_NOEXCEPT noexcept
#define AUTOLOSS_EXTERN_C extern "C"
#else
#define AUTOLOSS_NOEXCEPT
#define AUTOLOSS_EXTERN_C extern
#endif

#if defined(__GNUC__)
#define AUTOLOSS_EXPORT AUTOLOSS_EXTERN_C __attribute__((visibility("default")))
#else
#define AUTOLOSS_EXPORT AUTOLOSS_EXTERN_C
#endif

/* True when *object is large enough to hold the field: the other side knows it. Since 1.0. */
#define AUTOLOSS_HAS(type, object, field) ((object)->struct_size >= offsetof(type, field) + sizeof((object)->field))

/* Statuses. More may come; their numbers never change. */
#define AUTOLOSS_OK 0
#define AUTOLOSS_INVALID_ARGUMENT 1 /* an index, a value or a struct that the contract does not allow */
#define AUTOLOSS_INVALID_STATE 2    /* a call out of order: step() before begin() */
#define AUTOLOSS_NOT_FOUND 3        /* no such component, file or column */
#define AUTOLOSS_UNSUPPORTED 4      /* the component does not do this */
#define AUTOLOSS_BAD_DATA 5         /* a file or a saved state that is malformed, truncated or of another kind */
#define AUTOLOSS_IO_ERROR 6         /* reading or writing failed */
#define AUTOLOSS_OUT_OF_MEMORY 7    /* memory, or another resource of the machine, is used up */
#define AUTOLOSS_CANCELLED 8        /* the host asked to stop and the plugin did */
#define AUTOLOSS_INTERNAL 9         /* the component's own fault */

/* No such index: a joint action's loss, a metric that is no loss. */
#define AUTOLOSS_NONE 0xFFFFFFFFu

#define AUTOLOSS_MESSAGE_CAPACITY 1020

/* A message for the user, in a buffer of the caller. Untouched by a call that succeeds. */
typedef struct autoloss_error {
  uint32_t struct_size;
  char message[AUTOLOSS_MESSAGE_CAPACITY]; /* ends in a zero byte; a longer message is cut */
} autoloss_error;

/* Where save() puts bytes; the host's. Borrowed for the call. */
typedef struct autoloss_writer {
  uint32_t struct_size;
  uint32_t reserved;
  void* context; /* of the stream; the first argument of its slots */

  /* Appends size bytes to what was written before.
   *   context  that of this struct.
   *   bytes    size of them, borrowed; may be NULL when size is 0.
   * Fails with AUTOLOSS_IO_ERROR; save() then fails with it too. Keeps no pointer. Only while save() runs, on its
   * thread. [instance] Since 1.0. */
  int32_t (*write)(void* context, const void* bytes, uint64_t size) AUTOLOSS_NOEXCEPT;
} autoloss_writer;

/* Where load() takes bytes from; the host's. Borrowed for the call. */
typedef struct autoloss_reader {
  uint32_t struct_size;
  uint32_t reserved;
  void* context; /* of the stream; the first argument of its slots */

  /* Reads on, at most size bytes, and returns how many: fewer than asked is no end, 0 is.
   *   context  that of this struct.
   *   buffer   the caller's, room for size bytes; what lies past the bytes returned is untouched.
   * Negative: reading failed; load() then fails with AUTOLOSS_IO_ERROR. Keeps no pointer. Only while load() runs, on
   * its thread. [instance] Since 1.0. */
  int64_t (*read)(void* context, void* buffer, uint64_t size) AUTOLOSS_NOEXCEPT;
} autoloss_reader;

/* A number with a name, for reports of what a component has done. Has no struct_size: it never grows. */
typedef struct autoloss_named_value {
  const char* name; /* lives as long as the process */
  double value;
} autoloss_named_value;

#endif
