# Builds a task and a controller with a compiler and flags of its own, checks both, and trains one with the other.
cmake_minimum_required(VERSION 3.25)
if(NOT compiler)
  message("SKIPPED: clang++ is not installed (scripts/install-packages installs it)")
  return()
endif()

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "failed (${status}): ${command}\n${output}")
  endif()
  message("${output}")
endfunction()

# A copy of the program finds the plugins beside it, and no others.
file(REMOVE_RECURSE ${work})
file(COPY ${autoloss} DESTINATION ${work}/bin)
set(program ${work}/bin/autoloss)
set(plugins ${work}/lib/autoloss/plugins)
file(MAKE_DIRECTORY ${plugins})
set(ENV{HOME} ${work})

file(GLOB ridge ${source}/sdk/examples/ridge/*.cpp)
file(GLOB softmax_mlp ${source}/plugins/controllers/softmax_mlp/*.cpp)
foreach(plugin ridge softmax_mlp)
  run(${compiler} -std=c++20 -O0 -fPIC -shared -fvisibility=hidden ${flags} -I${source}/sdk/include -I${source}
      -Wl,--version-script=${source}/sdk/cmake/plugin.map -Wl,--no-undefined ${${plugin}} -o ${plugins}/${plugin}.so)
  run(${program} conform ${plugins}/${plugin}.so)
endforeach()
run(${program} inspect ridge)
run(${program} run ${CMAKE_CURRENT_LIST_DIR}/two_plugins.toml --out ${work}/run)
