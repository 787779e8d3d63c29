# What the scripts of this folder share.
cmake_minimum_required(VERSION 3.25)

# Runs a command, which must succeed; leaves what it printed in `output`.
function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${what} failed (${status}): ${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# Runs a command, which must fail with this exit code and a message that has this text.
function(run_into code text)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(FIND "${output}" "${text}" found)
  if(NOT status EQUAL code OR found EQUAL -1)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "expected exit code ${code} and '${text}', got ${status}: ${command}\n${output}")
  endif()
endfunction()

# Builds the project in ${work}/NAME, which finds AutoLoss below a prefix, with warnings as errors.
function(build_project name prefix)
  set(warnings "-Wall -Wextra -Wpedantic -Wconversion -Werror")
  run("configuring ${name}" ${CMAKE_COMMAND} -S ${work}/${name} -B ${work}/${name}/build -G ${generator}
      -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_BUILD_TYPE=Release
      -D CMAKE_C_COMPILER=${c_compiler} -D CMAKE_CXX_COMPILER=${cxx_compiler}
      -D CMAKE_C_FLAGS=${warnings}\ -std=c99 -D CMAKE_CXX_FLAGS=${warnings})
  run("building ${name}" ${CMAKE_COMMAND} --build ${work}/${name}/build)
  run("listing the symbols of ${name}" nm --dynamic --defined-only --format=just-symbols ${work}/${name}/build/${name}.so)
  string(STRIP "${output}" output)
  if(NOT output STREQUAL "autoloss_plugin_v1")
    message(FATAL_ERROR "${name}.so exports something else than its entry point:\n${output}")
  endif()
endfunction()
