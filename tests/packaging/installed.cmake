# Installs the build into a folder of its own and looks at it as a user would.
include(${CMAKE_CURRENT_LIST_DIR}/steps.cmake)

file(REMOVE_RECURSE ${prefix})
run("installing" ${CMAKE_COMMAND} --install ${build} --prefix ${prefix})

run("listing plugins" ${prefix}/bin/autoloss plugins)
foreach(id regression bernoulli_linear)
  if(NOT output MATCHES "${id}")
    message(FATAL_ERROR "the installed program does not find '${id}':\n${output}")
  endif()
endforeach()

set(ENV{PKG_CONFIG_PATH} ${prefix}/share/pkgconfig)
run("asking pkg-config" pkg-config --cflags autoloss-sdk)
string(STRIP "${output}" flags)
run("compiling a plugin in C" cc -std=c99 -pedantic -Werror -fsyntax-only ${flags} -include autoloss/plugin.h -x c /dev/null)
