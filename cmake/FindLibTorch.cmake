# LibTorch, of Debian or of a folder in CMAKE_PREFIX_PATH (one of pytorch.org, or `python3 -c "import torch;
# print(torch.utils.cmake_prefix_path)"`): LibTorch_FOUND, LibTorch_VERSION and the target LibTorch::torch.
#
# By library and header, not by LibTorch's own TorchConfig.cmake: Debian's asks for the developer files of protobuf,
# gflags and glog and stops where they are missing, and it puts its language level and folders on whoever links.
foreach(prefix IN LISTS CMAKE_PREFIX_PATH)
  list(APPEND hints ${prefix} ${prefix}/../..)  # a wheel's prefix is torch/share/cmake
endforeach()
if(Torch_DIR)
  list(APPEND hints ${Torch_DIR}/../../..)
endif()

find_library(LIBTORCH_LIBRARY torch HINTS ${hints} PATH_SUFFIXES lib)
find_library(LIBTORCH_CPU_LIBRARY torch_cpu HINTS ${hints} PATH_SUFFIXES lib)
find_library(LIBTORCH_C10_LIBRARY c10 HINTS ${hints} PATH_SUFFIXES lib)
find_path(LIBTORCH_INCLUDE_DIR ATen/ATen.h HINTS ${hints} PATH_SUFFIXES include)
find_path(LIBTORCH_API_INCLUDE_DIR torch/types.h HINTS ${LIBTORCH_INCLUDE_DIR}/torch/csrc/api/include)
mark_as_advanced(LIBTORCH_LIBRARY LIBTORCH_CPU_LIBRARY LIBTORCH_C10_LIBRARY LIBTORCH_INCLUDE_DIR
                 LIBTORCH_API_INCLUDE_DIR)

if(LIBTORCH_API_INCLUDE_DIR)
  file(STRINGS ${LIBTORCH_API_INCLUDE_DIR}/torch/version.h version_lines REGEX "define TORCH_VERSION_[MP]")
  string(REGEX REPLACE ".*MAJOR ([0-9]+).*MINOR ([0-9]+).*PATCH ([0-9]+).*" "\\1.\\2.\\3" LibTorch_VERSION
         "${version_lines}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LIBTORCH_LIBRARY LIBTORCH_CPU_LIBRARY LIBTORCH_C10_LIBRARY LIBTORCH_INCLUDE_DIR LIBTORCH_API_INCLUDE_DIR
  VERSION_VAR LibTorch_VERSION)

if(LibTorch_FOUND AND NOT TARGET LibTorch::torch)
  add_library(LibTorch::torch INTERFACE IMPORTED)
  target_include_directories(LibTorch::torch SYSTEM INTERFACE ${LIBTORCH_INCLUDE_DIR} ${LIBTORCH_API_INCLUDE_DIR})
  # libtorch.so itself is empty: it brings along the kernels of the devices that this LibTorch was built for.
  target_link_libraries(LibTorch::torch INTERFACE
    ${LIBTORCH_CPU_LIBRARY} ${LIBTORCH_C10_LIBRARY}
    -Wl,--push-state,--no-as-needed ${LIBTORCH_LIBRARY} -Wl,--pop-state)
endif()
