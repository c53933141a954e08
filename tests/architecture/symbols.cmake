# SPDX-License-Identifier: MIT
# cmake -DNM=<nm> -DLIBRARY=<file> -P symbols.cmake
# Fails if compiled code instantiates Eigen: a program built with other -march flags would then free what it did not allocate.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND "${NM}" -C --defined-only "${LIBRARY}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "[^\n]*Eigen::[^\n]*" symbol "${symbols}")
if(symbol)
  message(FATAL_ERROR "${LIBRARY} holds code of Eigen: ${symbol}")
endif()
