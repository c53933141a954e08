# SPDX-License-Identifier: MIT
# cmake -DCOMPILER= -DPROGRAM= -DINCLUDE= -P must_not_compile.cmake
# Fails unless the compiler refuses PROGRAM and the first five lines of what it says match the `// expect: REGEX` of its head,
# or all of them the `// expect anywhere: REGEX` (static assertions come after the path to them).
cmake_minimum_required(VERSION 3.25)
file(STRINGS "${PROGRAM}" head LIMIT_COUNT 10 REGEX "^// expect( anywhere)?: ")
if(NOT head MATCHES "^// expect( anywhere)?: (.+)$")
  message(FATAL_ERROR "${PROGRAM}: no '// expect: REGEX' in its first ten lines")
endif()
set(anywhere "${CMAKE_MATCH_1}")
set(expected "${CMAKE_MATCH_2}")
list(TRANSFORM INCLUDE PREPEND "-isystem" OUTPUT_VARIABLE include_options)
execute_process(
  COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C "${COMPILER}" -std=c++20 -fsyntax-only ${include_options} "${PROGRAM}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} compiles, and must not")
endif()
string(REGEX MATCH "^([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)([^\n]*\n?)" first_lines "${output}")
if(anywhere)
  string(REPLACE "\n" " " flat "${output}")
  if(NOT flat MATCHES "${expected}")
    message(FATAL_ERROR "${PROGRAM} is refused, but '${expected}' is not in what the compiler says:\n${output}")
  endif()
elseif(NOT first_lines MATCHES "${expected}")
  message(FATAL_ERROR "${PROGRAM} is refused, but '${expected}' is not in the first five lines:\n${output}")
endif()
