# SPDX-License-Identifier: MIT
# Sourced by examples/run, tests/run and .ci/run: say what happens, install what is missing, stop at the first failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs="${COFRAME_JOBS:-2}"
export NINJA_STATUS="[%f/%t, %es] "

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\n!! %s\n' "$*" >&2; exit 1; }

# name_for MANAGER PACKAGE: what a Debian package is called elsewhere.
name_for() {
  case "$1:$2" in
    dnf:g++ | yum:g++) echo gcc-c++ ;;            pacman:g++) echo gcc ;;                   brew:g++) echo gcc ;;
    pacman:ninja-build | brew:ninja-build) echo ninja ;;
    dnf:libeigen3-dev) echo eigen3-devel ;;       pacman:libeigen3-dev | brew:libeigen3-dev) echo eigen ;;
    dnf:libfmt-dev) echo fmt-devel ;;             pacman:libfmt-dev | brew:libfmt-dev) echo fmt ;;
    dnf:catch2) echo catch-devel ;;
    dnf:gnuplot-nox | pacman:gnuplot-nox | brew:gnuplot-nox) echo gnuplot ;;
    dnf:pkg-config | pacman:pkg-config | brew:pkg-config) echo pkgconf ;;
    *) echo "$2" ;;
  esac
}

# The program a package is wanted for, if it is a program; libraries are looked for by CMake.
program_of() {
  case "$1" in
    g++) echo c++ ;; ninja-build) echo ninja ;; gnuplot-nox) echo gnuplot ;;
    cmake | ccache | doxygen | pkg-config) echo "$1" ;;
  esac
}

# Prints the packages among "$@" that dpkg does not have installed.
not_installed() {
  local installed package
  # dpkg-query fails when it does not know one of the packages, and prints the others all the same.
  installed=" $({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
    sed -n 's/^installed //p' | tr '\n' ' ')"
  for package in "$@"; do
    [[ "$installed" == *" $package "* ]] || echo "$package"
  done
}

need_apt() {
  local missing sudo=()
  mapfile -t missing < <(not_installed "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || fail "missing: ${missing[*]}. As root: apt-get install ${missing[*]}"
    sudo=(sudo)
  fi
  say "Installing ${missing[*]}"
  local install=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
  "${install[@]}" 2>/dev/null || { "${sudo[@]}" apt-get update && "${install[@]}"; } ||
    fail "apt-get could not install ${missing[*]}"
}

need_elsewhere() {
  local package program missing=() manager names=()
  for package in "$@"; do
    program="$(program_of "$package")"
    [[ -z "$program" || "$program" == ccache ]] || command -v "$program" >/dev/null || missing+=("$program")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  printf '\nMissing: %s. This script installs with apt only; please install, with one of\n' "${missing[*]}"
  for manager in dnf pacman brew; do
    names=()
    for package in "$@"; do names+=("$(name_for "$manager" "$package")"); done
    case "$manager" in
      dnf) echo "  dnf install ${names[*]}" ;;
      pacman) echo "  pacman -S ${names[*]}" ;;
      brew) echo "  brew install ${names[*]}" ;;
    esac
  done
  fail "then run this again."
}

# need PACKAGE…: Debian names.
need() {
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then need_apt "$@"; else need_elsewhere "$@"; fi
}

# configure PRESET: takes up what has been installed or changed since; a moment where nothing has.
configure() {
  say "Configuring build/$1"
  cmake --preset "$1"
}

# build PRESET [OPTION…]
build() {
  say "Building build/$1"
  cmake --build --preset "$1" -j "$jobs" "${@:2}"
}

basics=(g++ cmake ninja-build ccache libeigen3-dev libfmt-dev)
