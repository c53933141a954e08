# SPDX-License-Identifier: MIT
# cmake -DPROGRAM= -DEXPECTED=<file> [-DARGUMENTS=<list>] -P prints.cmake     fails unless PROGRAM succeeds and prints what the file says
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND "${PROGRAM}" ${ARGUMENTS} OUTPUT_VARIABLE printed RESULT_VARIABLE result)
file(READ "${EXPECTED}" expected)
foreach(text IN ITEMS printed expected)
  string(REGEX REPLACE "[ \t\r]+\n" "\n" ${text} "${${text}}\n")
  string(REGEX REPLACE "\n+$" "\n" ${text} "${${text}}")
endforeach()
if(NOT result EQUAL 0)
  message(FATAL_ERROR "exit status ${result} after printing:\n${printed}")
elseif(NOT printed STREQUAL expected)
  message(FATAL_ERROR "--- expected:\n${expected}--- printed:\n${printed}")
endif()
