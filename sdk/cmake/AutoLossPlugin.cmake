# autoloss_add_plugin(NAME SOURCES a.cpp b.cpp ... [LIBRARIES x y ...])
# Builds NAME.so, a plugin that exports its entry point and nothing else.
#   AUTOLOSS_PLUGIN_DIR         where it is installed, below the prefix; "" for not at all
#   AUTOLOSS_PLUGIN_OUTPUT_DIR  where it is built; by default where CMake puts what it builds
function(autoloss_add_plugin name)
  set(version_script ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  cmake_parse_arguments(plugin "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_library(${name} MODULE ${plugin_SOURCES})
  set_target_properties(${name} PROPERTIES
    PREFIX "" CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS ${version_script})
  if(NOT CMAKE_CXX_STANDARD)
    set_target_properties(${name} PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON)
  endif()
  if(AUTOLOSS_PLUGIN_OUTPUT_DIR)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${AUTOLOSS_PLUGIN_OUTPUT_DIR})
  endif()
  target_link_libraries(${name} PRIVATE AutoLoss::sdk ${plugin_LIBRARIES})
  target_link_options(${name} PRIVATE -Wl,--version-script=${version_script})
  # With sanitizers, clang leaves their functions for the executable to bring.
  if(NOT (CMAKE_CXX_COMPILER_ID MATCHES Clang AND AUTOLOSS_SANITIZE))
    target_link_options(${name} PRIVATE -Wl,--no-undefined)
  endif()
  if(AUTOLOSS_PLUGIN_DIR)
    install(TARGETS ${name} LIBRARY DESTINATION ${AUTOLOSS_PLUGIN_DIR})
  endif()
endfunction()
