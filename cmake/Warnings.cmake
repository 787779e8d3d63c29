# What our own targets are built with, and nobody else's: link to autoloss_warnings privately.
add_library(autoloss_warnings INTERFACE)
target_compile_options(autoloss_warnings INTERFACE -Wall -Wextra)
# g++ 12 sees overlapping copies in std::string's operator+ that are not there (GCC bug 105651, mended in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(autoloss_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()
if(AUTOLOSS_WERROR)
  target_compile_options(autoloss_warnings INTERFACE -Werror)
endif()
if(AUTOLOSS_SANITIZE)
  # The sanitizers' own code hides from g++ that an optional was looked at before its value was (GCC bug 80635).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(autoloss_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>)
  endif()
  add_compile_options(-fsanitize=${AUTOLOSS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${AUTOLOSS_SANITIZE})
endif()
