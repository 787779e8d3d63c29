# cmake -DNM=... -DPLUGIN=... -P exports.cmake
# Fails unless a plugin exports its entry point and nothing else.
execute_process(COMMAND ${NM} --dynamic --defined-only --format=posix ${PLUGIN} OUTPUT_VARIABLE symbols
                COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols MATCHES "^autoloss_plugin_v1 T [^\n]*\n$")
  message(FATAL_ERROR "${PLUGIN} should export autoloss_plugin_v1 alone; it exports\n${symbols}")
endif()
