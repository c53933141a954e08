# SPDX-License-Identifier: MIT
# cmake -DROOT=<repository> -P fmt.cmake     fails on a header outside io that names fmt
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE headers "${ROOT}/include/coframe/*.hpp")
list(FILTER headers EXCLUDE REGEX "/include/coframe/io[./]")
foreach(header IN LISTS headers)
  file(STRINGS "${header}" lines REGEX "fmt(::|/)")
  if(lines)
    message(SEND_ERROR "${header}: names fmt, which belongs to io:\n  ${lines}")
  endif()
endforeach()
