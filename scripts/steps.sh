# Sourced by the scripts beside it: the environment that they run in, and how they say what they do.
# shellcheck shell=bash

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What the caller has set for another project would turn up in this one; and make's job server is
# out of reach for a cargo that was not started as a recursive make.
unset MIX_ENV MIX_BUILD_PATH MIX_TARGET MIX_EXS MAKEFLAGS MFLAGS

# Elixir asks for UTF-8, and the tests compare the words of compilers.
export LC_ALL=C.UTF-8

# Every crate of the project, its examples and its demo is built in one place, and so only once.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}"

# rustup puts cargo here, and on the PATH of login shells only.
command -v cargo >/dev/null || PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

bold='' plain=''
if [ -t 1 ]; then
  bold=$'\033[1m' plain=$'\033[0m'
fi

heading() {
  printf '\n%s== %s%s\n' "$bold" "$*" "$plain"
}

# fail TEXT…: ends the script with a message of one line for each TEXT.
fail() {
  printf '\n' >&2
  printf '%s\n' "$@" >&2
  exit 1
}

# step TEXT COMMAND…: one line for a command whose output matters only if it fails.
step() {
  local text=$1 log status=0 started=$SECONDS
  shift
  log=$(mktemp)
  printf '  %s … ' "$text"
  "$@" >"$log" 2>&1 </dev/null || status=$?

  if [ "$status" -ne 0 ]; then
    printf 'failed\n\n$'
    printf ' %q' "$@"
    printf '\n'
    cat "$log"
    rm -f "$log"
    fail "$text: failed with exit status $status"
  fi

  rm -f "$log"
  printf '%s s\n' $((SECONDS - started))
}

# shown TEXT COMMAND…: a command whose output is worth reading in any case.
shown() {
  local text=$1 status=0
  shift
  printf '  %s\n' "$text"
  "$@" </dev/null || status=$?
  [ "$status" -eq 0 ] || fail "$text: failed with exit status $status"
}

# inside FOLDER COMMAND…
inside() {
  (cd "$1" && shift && exec "$@")
}
