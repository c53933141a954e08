# SPDX-License-Identifier: MIT
# Eigen, threads, fmt and Catch2: an installed one first, a download second (COFRAME_FETCH=OFF forbids it).
include(FetchContent)

function(coframe_depends package version repository tag)
  if(COFRAME_FETCH)
    FetchContent_Declare(${package} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON SYSTEM ${ARGN}
      FIND_PACKAGE_ARGS ${version})
    FetchContent_MakeAvailable(${package})
  else()
    find_package(${package} ${version} REQUIRED)
  endif()
  string(TOLOWER ${package} lower)
  set(${package}_VERSION ${${package}_VERSION} PARENT_SCOPE)
  set(${lower}_SOURCE_DIR ${${lower}_SOURCE_DIR} PARENT_SCOPE)
endfunction()

# Of a downloaded Eigen only the headers are used: its own CMake project brings a thousand tests along.
coframe_depends(Eigen3 3.4 https://gitlab.com/libeigen/eigen.git 3.4.0 SOURCE_SUBDIR headers_only)
if(NOT TARGET Eigen3::Eigen)
  add_library(Eigen3::Eigen INTERFACE IMPORTED GLOBAL)
  target_include_directories(Eigen3::Eigen SYSTEM INTERFACE "${eigen3_SOURCE_DIR}")
endif()

find_package(Threads REQUIRED)

set(FMT_INSTALL ${COFRAME_INSTALL})
coframe_depends(fmt "" https://github.com/fmtlib/fmt.git 9.1.0)

# Catch2 2.13, installed, or 3: tests/catch.hpp hides the difference. tests/main.cpp is the main of 2 (of which Debian has a
# Catch2WithMain as well, not everybody); 3 brings one.
if(COFRAME_BUILD_TESTS)
  coframe_depends(Catch2 "" https://github.com/catchorg/Catch2.git v3.7.1)
  add_library(coframe_catch INTERFACE)
  if(Catch2_VERSION AND Catch2_VERSION VERSION_LESS 3)
    target_link_libraries(coframe_catch INTERFACE Catch2::Catch2)
  else()
    target_link_libraries(coframe_catch INTERFACE Catch2::Catch2WithMain)
    set(COFRAME_CATCH_OPTIONS --allow-running-no-tests)  # as 2 does: tests/static may hold static assertions only
  endif()
endif()
