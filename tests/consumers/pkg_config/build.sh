#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh COMPILER SOURCE PROGRAM: no CMake, only what pkg-config says.
set -eu
"$1" -std=c++20 "$2" -o "$3" $(pkg-config --cflags --libs coframe)
