# cmake -D root=SOURCES -P includes.cmake: fails where a file includes what its folder must not know.
#   root  of the project
cmake_minimum_required(VERSION 3.25)

# A folder of core knows those before it, and what stands beside the folders.
set(order plugin isolate config engine stats record report explain study)
set(mistakes "")

# files: below root. pattern: of what they must not include.
function(check files pattern why)
  foreach(file IN LISTS files)
    file(STRINGS ${root}/${file} includes REGEX "^#include [\"<](${pattern})")
    foreach(include IN LISTS includes)
      string(APPEND mistakes "\n  ${file}: ${include}: ${why}")
    endforeach()
  endforeach()
  set(mistakes "${mistakes}" PARENT_SCOPE)
endfunction()
function(files_below folder result)
  file(GLOB_RECURSE files RELATIVE ${root} ${root}/${folder}/*.cpp ${root}/${folder}/*.hpp ${root}/${folder}/*.h
    ${root}/${folder}/*.c)
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

files_below(core files)
check("${files}" "plugins/|host/|torch/|ATen/|c10/" "core knows no plugin, no host and no LibTorch")
files_below(host files)
check("${files}" "plugins/|torch/|ATen/|c10/" "the host knows no plugin and no LibTorch")
files_below(plugins files)
check("${files}" "core/|host/" "a plugin knows the SDK, not the program")
files_below(sdk files)
check("${files}" "core/|host/|plugins/" "the SDK stands alone")

file(GLOB files RELATIVE ${root} ${root}/core/*.cpp ${root}/core/*.hpp)
check("${files}" "core/[a-z_]+/" "what stands beside the folders knows none of them")
set(later "${order}")
foreach(folder IN LISTS order)
  list(REMOVE_ITEM later ${folder})
  list(JOIN later "|" pattern)
  if(pattern)
    files_below(core/${folder} files)
    check("${files}" "core/(${pattern})/" "core/${folder} comes before it (tests/structure/includes.cmake)")
  endif()
endforeach()
file(GLOB children RELATIVE ${root}/core LIST_DIRECTORIES true ${root}/core/*)
foreach(child IN LISTS children)
  if(IS_DIRECTORY ${root}/core/${child} AND NOT child IN_LIST order)
    string(APPEND mistakes "\n  core/${child}: has no place in the order of folders (tests/structure/includes.cmake)")
  endif()
endforeach()

if(mistakes)
  message(FATAL_ERROR "includes go the wrong way:${mistakes}")
endif()
