# What `autoloss new` writes builds, conforms and runs without an edit; of an installed program and of a build tree.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${work})
set(program ${prefix}/bin/autoloss)

# make NAME ARGUMENTS...
function(make name)
  run("autoloss new" ${CMAKE_COMMAND} -E chdir ${work} ${program} new ${ARGN})
  build_project(${name} ${prefix})
  run("testing ${name}" ${CMAKE_CTEST_COMMAND} --test-dir ${work}/${name}/build --no-tests=error --output-on-failure)
  run("running ${name}" ${CMAKE_COMMAND} -E chdir ${work}
      ${program} run ${name}/${name}.toml --plugin-path ${name}/build --out ${work}/runs/${name})
endfunction()

make(my_task task my_task)
make(plain task plain --language c)
make(chooser controller chooser)

foreach(text ridge Ridge two_blocks TwoBlocks bandit Bandit)
  execute_process(COMMAND grep -rlw --exclude-dir=build "${text}" ${work}/my_task ${work}/plain ${work}/chooser
                  OUTPUT_VARIABLE found)
  if(found)
    message(FATAL_ERROR "the name of the example, '${text}', is left in:\n${found}")
  endif()
endforeach()

set(here ${CMAKE_COMMAND} -E chdir ${work} ${program} new)
run_into(2 "my_task: is there already, and nothing is overwritten" ${here} task my_task)
run_into(2 "there is a task 'regression' already" ${here} task regression)
run_into(2 "'My-Task' cannot name a component" ${here} task My-Task)
run_into(2 "there is no 'schedule' to write" ${here} schedule mine)
run_into(2 "--language: there is no controller in 'c'" ${here} controller mine --language c)
