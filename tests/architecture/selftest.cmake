# SPDX-License-Identifier: MIT
# cmake -DCOMPILER= -DNM= -DWORK=<scratch folder> -P selftest.cmake
# A check that cannot fail is worthless: every checker accepts a good tree and refuses each of the bad ones, by name.
cmake_minimum_required(VERSION 3.25)

macro(good_tree)
  file(REMOVE_RECURSE "${WORK}")
  file(WRITE "${WORK}/include/coframe/coframe.hpp" "#include <coframe/base.hpp>\n#include <coframe/ops.hpp>\n")
  file(WRITE "${WORK}/include/coframe/base.hpp" "#include <coframe/base/number.hpp>\n")
  file(WRITE "${WORK}/include/coframe/base/number.hpp" "#include <complex>\n")
  file(WRITE "${WORK}/include/coframe/ops.hpp" "#include <coframe/ops/tanh.hpp>\n")
  file(WRITE "${WORK}/include/coframe/ops/tanh.hpp" "#include <coframe/base/number.hpp>\nstruct Tanh : Pointwise {\n};\n")
  file(WRITE "${WORK}/include/coframe/io/print.hpp" "#include <fmt/format.h>\n#include <coframe/ops.hpp>\n")
  file(WRITE "${WORK}/src/tape/tape.cpp" "#include <coframe/base/number.hpp>\n")
  file(WRITE "${WORK}/tests/ops/tanh.test.cpp" "row<Tanh>{on(-2, 2)};\n")
endmacro()

function(run rule)
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DROOT=${WORK}" -P "${CMAKE_CURRENT_LIST_DIR}/${rule}.cmake"
    RESULT_VARIABLE result ERROR_VARIABLE errors OUTPUT_QUIET)
  string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
  set(result "${result}" PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

function(refuses rule complaint)
  run(${rule})
  if(result EQUAL 0 OR NOT errors MATCHES "${complaint}")
    message(SEND_ERROR "${rule}.cmake should complain of '${complaint}', and says: '${errors}'")
  endif()
endfunction()

# A bad tree is the good one with one file added or replaced.
function(with file text rule complaint)
  good_tree()
  file(WRITE "${WORK}/${file}" "${text}")
  refuses(${rule} "${complaint}")
endfunction()

good_tree()
foreach(rule IN ITEMS layers length fmt rows)
  run(${rule})
  if(NOT result EQUAL 0)
    message(SEND_ERROR "${rule}.cmake refuses a good tree: ${errors}")
  endif()
endforeach()

with(include/coframe/base/up.hpp "#include <coframe/ops/tanh.hpp>\n" layers "'base' may not include")
with(include/coframe/base/up.hpp "  #  include \"coframe/tape/var.hpp\"\n" layers "'base' may not include")
with(include/coframe/base/up.hpp "#include <coframe/io.hpp>\n" layers "'base' may not include")
with(include/coframe/base/up.hpp "#include <coframe/coframe.hpp>\n" layers "'base' may not include")
with(include/coframe/base/up.hpp "#include \"../ops/tanh.hpp\"\n" layers "instead of")
with(include/coframe/base/up.hpp "#include <Eigen/Core>\n" layers "Eigen begins on")
with(include/coframe/base/up.hpp "#include <coframe/base.hpp>\n" layers "own umbrella")
with(include/coframe/base.hpp "#include <coframe/ops/tanh.hpp>\n" layers "'base' may not include")
with(include/coframe/coframe.hpp "#include <coframe/io.hpp>\n" layers "includes io")
with(include/coframe/detail/x.hpp "\n" layers "detail has no row")
with(include/coframe/extras.hpp "\n" layers "extras.hpp has no row")
with(src/detail/x.cpp "\n" layers "src/detail has no row")
with(src/tape/up.cpp "#include <coframe/ops/tanh.hpp>\n" layers "'tape' may not include")
with(src/tape/eigen.cpp "#include <Eigen/Core>\n" layers "no Eigen type")
with(include/coframe/base/number.hpp "#include <fmt/core.h>\n" fmt "names fmt")
with(include/coframe/base/number.hpp "auto s = fmt::format(x);\n" fmt "names fmt")
string(REPEAT "\n" 401 long)
foreach(part IN ITEMS include/coframe/base src/tape tests/ops examples)
  with(${part}/long.cpp "${long}" length "401 lines")
endforeach()
with(include/coframe/ops/sinh.hpp "struct Sinh : Pointwise {\n};\n" rows "'Sinh' has no row")
with(include/coframe/ops/solve.hpp "struct Solve : Structured {\n};\n" rows "'Solve' has no row")
with(include/coframe/ops/max.hpp "template <int sign> struct Extreme : Structured {\n};\n" rows "'Extreme' has no row")
with(include/coframe/ops/tan.hpp "struct Tan : Pointwise {\n};\n" rows "'Tan' has no row")  # the row of Tanh does not serve
with(tests/ops/tanh.test.cpp "// row<Tanh>{on(-2, 2)};\n" rows "'Tanh' has no row")

# must_not_compile.cmake
function(compiles text complaint)
  file(WRITE "${WORK}/program.fail.cpp" "${text}")
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DCOMPILER=${COMPILER}" "-DPROGRAM=${WORK}/program.fail.cpp" "-DINCLUDE=${WORK}"
    -P "${CMAKE_CURRENT_LIST_DIR}/../static/must_not_compile.cmake" RESULT_VARIABLE result ERROR_VARIABLE errors OUTPUT_QUIET)
  string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
  if(complaint STREQUAL "" AND NOT result EQUAL 0)
    message(SEND_ERROR "must_not_compile.cmake refuses a good test: ${errors}")
  elseif(result EQUAL 0 AND NOT complaint STREQUAL "" OR NOT errors MATCHES "${complaint}")
    message(SEND_ERROR "must_not_compile.cmake should complain of '${complaint}', and says: '${errors}'")
  endif()
endfunction()
compiles("// expect: sharp\nstruct sharp;\nint main() { sharp x; }\n" "")
compiles("// expect: sharp\nint main() {}\n" "compiles, and must not")
compiles("// expect: sharp\nint main() { return missing; }\n" "not in the first five lines")
compiles("int main() { return missing; }\n" "no '// expect")

# symbols.cmake
if(NM)
  file(WRITE "${WORK}/eigen.cpp" "namespace Eigen { int product() { return 1; } }\n")
  execute_process(COMMAND "${COMPILER}" -c eigen.cpp -o eigen.o WORKING_DIRECTORY "${WORK}" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DNM=${NM}" "-DLIBRARY=${WORK}/eigen.o" -P "${CMAKE_CURRENT_LIST_DIR}/symbols.cmake"
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
  if(result EQUAL 0)
    message(SEND_ERROR "symbols.cmake accepts compiled code of Eigen")
  endif()
endif()

# budget.cmake
foreach(percent IN ITEMS 99 100)
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DCOMPILER=${COMPILER}" "-DINCLUDE=${WORK}" "-DWORK=${WORK}" -DHEADER=vector
    -DREFERENCE=vector -DPERCENT=${percent} -P "${CMAKE_CURRENT_LIST_DIR}/../budget/budget.cmake"
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
  if(result EQUAL 0 AND percent LESS 100 OR NOT result EQUAL 0 AND NOT percent LESS 100)
    message(SEND_ERROR "budget.cmake: <vector> costs 100 % of <vector>, and is judged wrongly at ${percent} %")
  endif()
endforeach()
