/* A plugin of a major version that does not exist yet. */
#include <autoloss/base.h>

AUTOLOSS_EXPORT const void* autoloss_plugin_v2(void);

const void* autoloss_plugin_v2(void) {
  return NULL;
}
