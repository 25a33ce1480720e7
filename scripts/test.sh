#!/usr/bin/env bash
# Runs the tests and stops at the first that fails.
#
#   scripts/test.sh             everything
#   scripts/test.sh PART…       lint, rust, elixir, examples, demo

. "$(dirname "$0")/steps.sh"

main() {
  local part
  [ $# -gt 0 ] || set -- lint rust elixir examples bench demo
  for part in "$@"; do
    case $part in
      lint | rust | elixir | examples | bench | demo) ;;
      *) fail "there is no part $part: take lint, rust, elixir, examples, bench or demo" ;;
    esac
  done

  "$root/scripts/setup.sh" --linters
  cd "$root"
  for part in "$@"; do "test_$part"; done
  printf '\n%sall passed in %d min %d s: %s%s\n' \
    "$bold" $((SECONDS / 60)) $((SECONDS % 60)) "$*" "$plain"
}

test_lint() {
  heading "Format and lint"
  step "mix format" mix format --check-formatted
  step "cargo fmt" cargo fmt --check
  step "cargo clippy" cargo clippy --locked --all-targets -- -D warnings
  step "cargo clippy, as a NIF" \
    cargo clippy --locked --all-targets --features rust_in_elixir/nif -- -D warnings
  # Mix tells of a warning only while it compiles the file.
  step "building the core and the package" mix compile --force --warnings-as-errors
}

test_rust() {
  heading "The core"
  step "building the tests" cargo test --locked --no-run
  shown "cargo test" cargo test --locked
}

test_elixir() {
  heading "The package"
  step "building the core" mix compile
  step "the core's own boundary" mix rust_in_elixir.sync --check
  step "building the tests" env MIX_ENV=test mix compile
  shown "mix test" mix test
}

test_examples() {
  local example
  for example in examples/*/mix.exs; do
    example=${example%/mix.exs}
    heading "The example $example"
    step "mix format" inside "$example" mix format --check-formatted
    step "cargo fmt" inside "$example" cargo fmt --all --check
    step "mix compile" inside "$example" mix compile --force --warnings-as-errors
    step "both sides of its boundary" inside "$example" mix rust_in_elixir.sync --check
    step "cargo clippy" inside "$example" cargo clippy --workspace --all-targets -- -D warnings
    step "cargo clippy, as a NIF" \
      inside "$example" cargo clippy --workspace --all-targets --features nif -- -D warnings
    step "building the tests" inside "$example" cargo test --workspace --no-run
    shown "cargo test" inside "$example" cargo test --workspace
    step "building the tests" inside "$example" env MIX_ENV=test mix compile
    shown "mix test" inside "$example" mix test
  done
}

test_bench() {
  heading "The benchmarks"
  step "both sides of their boundary" inside bench/calls mix rust_in_elixir.sync --check
}

test_demo() {
  heading "The demo"
  step "make demo" "$root/scripts/demo.sh" --remove
}

main "$@"
