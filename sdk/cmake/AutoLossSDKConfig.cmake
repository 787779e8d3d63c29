# find_package(AutoLossSDK 1 REQUIRED) gives the target AutoLoss::sdk and the functions autoloss_add_plugin() and
# autoloss_add_conformance_test().
include(${CMAKE_CURRENT_LIST_DIR}/AutoLossSDKTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/AutoLossPlugin.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/AutoLossConformance.cmake)

# `cmake --install build --prefix ~/.local` then puts plugins where `autoloss` looks for them.
if(NOT DEFINED AUTOLOSS_PLUGIN_DIR)
  set(AUTOLOSS_PLUGIN_DIR lib/autoloss/plugins)
endif()
