/* The entry point of a plugin, and what it answers. */
#ifndef AUTOLOSS_PLUGIN_H
#define AUTOLOSS_PLUGIN_H

#include <autoloss/controller.h>
#include <autoloss/task.h>

/* What a library holds. Lives as long as the process. */
typedef struct autoloss_plugin {
  uint32_t struct_size;
  uint32_t abi_minor;        /* AUTOLOSS_ABI_MINOR it was built with */
  uint32_t least_host_minor; /* it runs on no host with less: such a host refuses it */
  uint32_t task_count;
  uint32_t controller_count;
  uint32_t reserved;
  const char* name;                                   /* of the library, for people */
  const char* version;                                /* "1.2.0" */
  const char* compiler;                               /* "gcc 12.2.0" */
  const char* libraries;                              /* what it brings along, "LibTorch 2.6.0"; "" for none */
  const autoloss_task_type* const* tasks;             /* task_count of them; NULL when there are none */
  const autoloss_controller_type* const* controllers; /* controller_count of them; NULL when there are none */
} autoloss_plugin;

/* Returns the library's table, the same at every call; never NULL.
 * Takes nothing and cannot fail: what does not work says so in create(). The table, and all that it points to, live as
 * long as the process; the library is never unloaded. Called first, before any slot. [load] Since 1.0. */
AUTOLOSS_EXPORT const autoloss_plugin* autoloss_plugin_v1(void) AUTOLOSS_NOEXCEPT;

#define AUTOLOSS_ENTRY_POINT "autoloss_plugin_v1" /* its name */

/* A library may also say, in a section of its file, what it holds before it is loaded: one that brings large libraries
 * along then costs nothing until it is used. The section holds text, a line for each component, and a zero byte:
 *
 *   __attribute__((section(AUTOLOSS_COMPONENTS), used)) static const char kComponents[] =
 *       "task ridge\n"
 *       "controller pid\n";
 *
 * A library that announces other components than its table holds is refused. Without the section the host loads the
 * library to ask. Since 1.0. */
#define AUTOLOSS_COMPONENTS "autoloss_components_v1" /* the section's name */

#endif
