# SPDX-License-Identifier: MIT
# Sourced by benchmarks/parallel and benchmarks/geometry: builds the program of the script's name and runs it.
source "$(dirname "${BASH_SOURCE[0]}")/../tools/setup.sh"
need "${basics[@]}"
program="$(basename "$0")" build=build/benchmarks
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCOFRAME_BUILD_BENCHMARKS=ON -DCOFRAME_BUILD_TESTS=OFF -DCOFRAME_BUILD_EXAMPLES=OFF >/dev/null
cmake --build "$build" -j "$jobs" --target "bench_$program"
"$build/benchmarks/bin/bench_$program"
