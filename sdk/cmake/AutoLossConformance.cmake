# autoloss_add_conformance_test(TARGET [SET key=value ...])
# Adds a test, TARGET.conforms, that makes the conformance checks of a plugin. It runs `autoloss conform` where that
# program is found, else a GoogleTest program that is built from the sources of the checks.
#   SET  parameters of its components, where the defaults will not do: "data=/some/table.csv"
#   AUTOLOSS_PROGRAM  the program; by default what is installed beside the SDK or stands in the PATH. "": none

# AutoLoss::conformance, the library of the checks: link to it in tests of your own.
function(autoloss_add_conformance_library)
  if(TARGET AutoLoss::conformance)
    return()
  endif()
  file(GLOB sources ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/conformance/*.cpp)
  list(FILTER sources EXCLUDE REGEX "gtest_main.cpp$")
  add_library(autoloss_conformance STATIC ${sources})
  add_library(AutoLoss::conformance ALIAS autoloss_conformance)
  set_target_properties(autoloss_conformance PROPERTIES
    CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON POSITION_INDEPENDENT_CODE ON)
  target_include_directories(autoloss_conformance PRIVATE ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  target_link_libraries(autoloss_conformance PUBLIC AutoLoss::sdk PRIVATE ${CMAKE_DL_LIBS})
  # Most of the time goes into headers that all of them share.
  target_precompile_headers(autoloss_conformance
    PRIVATE ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/conformance/checks.hpp <sstream>)
endfunction()

# The GoogleTest program of the checks.
function(autoloss_add_conformance_runner)
  if(TARGET autoloss_conformance_runner)
    return()
  endif()
  find_package(GTest REQUIRED)
  autoloss_add_conformance_library()
  add_executable(autoloss_conformance_runner ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/conformance/gtest_main.cpp)
  set_target_properties(autoloss_conformance_runner PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON)
  target_link_libraries(autoloss_conformance_runner PRIVATE AutoLoss::conformance GTest::gtest)
endfunction()

function(autoloss_add_conformance_test target)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "SET")
  if(TARGET autoloss)
    set(program $<TARGET_FILE:autoloss>)
  else()
    if(NOT DEFINED AUTOLOSS_PROGRAM)
      find_program(AUTOLOSS_PROGRAM autoloss HINTS ${AutoLossSDK_DIR}/../../../bin)
    endif()
    set(program ${AUTOLOSS_PROGRAM})
  endif()
  if(program)
    set(settings)
    foreach(setting IN LISTS test_SET)
      list(APPEND settings --set ${setting})
    endforeach()
    add_test(NAME ${target}.conforms COMMAND ${program} conform $<TARGET_FILE:${target}> ${settings})
  else()
    autoloss_add_conformance_runner()
    add_test(NAME ${target}.conforms COMMAND autoloss_conformance_runner $<TARGET_FILE:${target}> ${test_SET})
  endif()
endfunction()
