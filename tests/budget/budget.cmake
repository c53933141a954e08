# SPDX-License-Identifier: MIT
# cmake -DCOMPILER= -DINCLUDE= -DWORK= -DHEADER= -DREFERENCE= -DPERCENT= -P budget.cmake
# Fails if preprocessing HEADER gives more than PERCENT % of the lines, or of the bytes, that REFERENCE gives.
cmake_minimum_required(VERSION 3.25)
list(TRANSFORM INCLUDE PREPEND "-isystem" OUTPUT_VARIABLE include_options)

# Lines that hold something (-P drops line markers and runs of empty lines), and bytes.
function(measure header lines bytes)
  file(WRITE "${WORK}/budget.cpp" "#include <${header}>\n")
  execute_process(COMMAND "${COMPILER}" -std=c++20 -E -P ${include_options} "${WORK}/budget.cpp" -o "${WORK}/budget.i"
    COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE "${WORK}/budget.i" size)
  file(READ "${WORK}/budget.i" text)
  string(REGEX MATCHALL "\n" newlines "${text}")
  list(LENGTH newlines count)
  set(${lines} ${count} PARENT_SCOPE)
  set(${bytes} ${size} PARENT_SCOPE)
endfunction()
measure("${REFERENCE}" reference_lines reference_bytes)
measure("${HEADER}" lines bytes)
foreach(unit IN ITEMS lines bytes)
  math(EXPR percent "(100 * ${${unit}} + ${reference_${unit}} - 1) / ${reference_${unit}}")
  message(STATUS "<${HEADER}>: ${${unit}} ${unit}, ${percent} % of <${REFERENCE}> (${reference_${unit}}); budget ${PERCENT} %")
  if(percent GREATER PERCENT)
    message(SEND_ERROR "<${HEADER}> is over its budget of ${unit}: ${percent} % > ${PERCENT} %")
  endif()
endforeach()
