/* A plugin whose controller lacks most of its slots. */
#include <autoloss/plugin.h>

static const autoloss_controller_type type = {
    .struct_size = sizeof(autoloss_controller_type),
    .id = "breach",
    .version = "1.0.0",
    .description = "Does nothing",
    .licence = "Apache-2.0",
};
static const autoloss_controller_type* const types[] = {&type};

const autoloss_plugin* autoloss_plugin_v1(void) {
  static const autoloss_plugin table = {.struct_size = sizeof(autoloss_plugin),
                                        .controller_count = 1,
                                        .name = "breach",
                                        .version = "1.0.0",
                                        .compiler = "c99",
                                        .libraries = "",
                                        .controllers = types};
  return &table;
}
