# SPDX-License-Identifier: MIT
# For work on Coframe itself; a project that uses Coframe sees nothing of it.
option(COFRAME_WERROR "Treat warnings as errors" OFF)

set(COFRAME_WARNINGS "")
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  set(COFRAME_WARNINGS -Wall -Wextra -Wpedantic $<$<BOOL:${COFRAME_WERROR}>:-Werror>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 warns about Eigen's fixed-size temporaries where there is nothing to warn about (its bug 105562),
    # and about text + std::string (105651).
    list(APPEND COFRAME_WARNINGS -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
      -Wno-restrict -Wno-psabi)
  endif()
endif()
add_library(coframe_dev INTERFACE)
target_compile_options(coframe_dev INTERFACE ${COFRAME_WARNINGS})
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")   # GCC collects its garbage less often: a tenth of its time on the tests
  target_compile_options(coframe_dev INTERFACE --param=ggc-min-heapsize=300000 --param=ggc-min-expand=300)
endif()

# ccache: precompiled headers need the two leniencies.
find_program(COFRAME_CCACHE ccache)
if(COFRAME_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${COFRAME_CCACHE}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(coframe_dev INTERFACE -fpch-preprocess)
  elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(coframe_dev INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

if(COFRAME_BUILD_DOCS)
  find_file(COFRAME_DOXYGEN_CSS doxygen-awesome.css PATHS /usr/share/doxygen-awesome-css PATH_SUFFIXES doxygen-awesome-css)
  set(pages "${PROJECT_BINARY_DIR}/docs")
  add_custom_target(docs WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" COMMENT "Documentation in ${pages}/html/index.html"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${pages}"
    COMMAND "${CMAKE_COMMAND}" -E env "COFRAME_VERSION=${PROJECT_VERSION}" "COFRAME_DOCS=${pages}"
      "COFRAME_CSS=$<$<BOOL:${COFRAME_DOXYGEN_CSS}>:${COFRAME_DOXYGEN_CSS}>"
      doxygen docs/Doxyfile)
endif()

# After a test run of the preset coverage.
add_custom_target(coverage WORKING_DIRECTORY "${PROJECT_BINARY_DIR}" COMMENT "Line coverage (needs gcovr)"
  COMMAND gcovr --root "${PROJECT_SOURCE_DIR}" --filter "${PROJECT_SOURCE_DIR}/include" --filter "${PROJECT_SOURCE_DIR}/src"
    "${PROJECT_BINARY_DIR}")
