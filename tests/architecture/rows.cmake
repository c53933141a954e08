# SPDX-License-Identifier: MIT
# cmake -DROOT=<repository> -P rows.cmake
# Fails on an operation (struct Name : Pointwise or : Structured, in include/coframe/ops) without row<Name> in tests/ops.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE headers "${ROOT}/include/coframe/ops/*.hpp")
file(GLOB_RECURSE tests "${ROOT}/tests/ops/*.cpp" "${ROOT}/tests/ops/*.hpp")
set(rows "")
foreach(test IN LISTS tests)
  file(READ "${test}" text)
  string(REGEX REPLACE "//[^\n]*" "" text "${text}")  # a row in a comment is no row
  string(APPEND rows "${text}")
endforeach()
foreach(header IN LISTS headers)
  file(STRINGS "${header}" operations 
    REGEX "^ *(template *<.*> *)?struct +[A-Z][A-Za-z0-9]* *(final)? *: *(public +)?(Pointwise|Structured)")
  foreach(operation IN LISTS operations)
    string(REGEX REPLACE "^.*struct +([A-Za-z0-9]+) *(final)? *:.*$" "\\1" name "${operation}")
    if(NOT rows MATCHES "row<[ \n]*(coframe::)?${name}[ \n]*[<>,]")
      message(SEND_ERROR "${header}: '${name}' has no row in tests/ops")
    endif()
  endforeach()
endforeach()
