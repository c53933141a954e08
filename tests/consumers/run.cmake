# SPDX-License-Identifier: MIT
# Configures, builds and runs one consumer.
cmake_minimum_required(VERSION 3.25)
if(EXISTS "${PROJECT}/build.sh")
  file(MAKE_DIRECTORY "${BUILD}")
  set(ENV{LD_LIBRARY_PATH} "${STAGE}/${LIBRARY_DIR}:$ENV{LD_LIBRARY_PATH}")
  set(ENV{PKG_CONFIG_PATH} "${STAGE}/${LIBRARY_DIR}/pkgconfig:$ENV{PKG_CONFIG_PATH}")
  execute_process(COMMAND sh "${PROJECT}/build.sh" "${COMPILER}" "${PROJECT}/../main.cpp" "${BUILD}/consumer"
    COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
else()
  execute_process(COMMAND "${CMAKE_COMMAND}" -S "${PROJECT}" -B "${BUILD}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
      "-DCMAKE_CXX_FLAGS=${FLAGS}" "-DCMAKE_PREFIX_PATH=${STAGE}" "-DCOFRAME_SOURCE=${SOURCE}" "-DLIBRARY_FLAGS=${LIBRARY_FLAGS}"
      "-DPROGRAM_FLAGS=${PROGRAM_FLAGS}" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BUILD}" COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND "${BUILD}/consumer" COMMAND_ERROR_IS_FATAL ANY)
