/* A plugin that was linked without a library it uses. */
#include <autoloss/plugin.h>

__attribute__((section(AUTOLOSS_COMPONENTS), used)) static const char components[] = "task unresolved_task\n";

extern const autoloss_plugin* table_of_a_library_that_is_not_there(void);

const autoloss_plugin* autoloss_plugin_v1(void) {
  return table_of_a_library_that_is_not_there();
}
