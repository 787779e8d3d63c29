/* A plugin that says in its version which copy of the library it uses. */
#include <autoloss/plugin.h>

extern const char* private_library_version(void);

const autoloss_plugin* autoloss_plugin_v1(void) {
  static autoloss_plugin table;
  table = (autoloss_plugin){.struct_size = sizeof(autoloss_plugin),
                            .abi_minor = AUTOLOSS_ABI_MINOR,
                            .name = "carrier",
                            .version = private_library_version(),
                            .compiler = "c99",
                            .libraries = ""};
  return &table;
}
