#!/usr/bin/env bash
# Runs the tests and stops at the first that fails. In the end it says what ran on what, and what did not.
#
#   scripts/test.sh               what runs on each change
#   scripts/test.sh --all         everything; takes an hour
#   scripts/test.sh [--all] PART… lint, rust, examples, bench, demo, newest, docs, elixir, dialyzer, agreement, hygiene
#
# The newest Elixir runs beside the examples and what else keeps one core busy: it has a copy of the project, and crates of
# its own. What runs in the same chroot waits for it, and so does the suite, which keeps all cores busy.

. "$(dirname "$0")/steps.sh"

main() {
  local part
  local each_change=(lint rust examples bench demo newest docs elixir)
  local parts=("${each_change[@]}" dialyzer agreement hygiene)
  if [ "${1:-}" = --all ]; then
    shift
    all=--all extended=(--include extended)
    [ $# -gt 0 ] || set -- "${parts[@]}"
  fi
  [ $# -gt 0 ] || set -- "${each_change[@]}"
  for part in "$@"; do
    [[ " ${parts[*]} " == *" $part "* ]] || fail "there is no part $part: take one of ${parts[*]}"
  done

  "$root/scripts/setup.sh" --linters
  cd "$root"
  trap stop_newest EXIT
  for part in "$@"; do
    if [[ " $* " == *" newest "* && " $beside_newest " == *" $part "* ]]; then start_newest; fi
    run "$part"
  done

  heading "What was tested"
  printf '  %s\n' "${outcomes[@]}"
  printf '\n%s%s in %d min %d s%s\n' "$bold" \
    "$([ "$skipped" -eq 0 ] && echo "all passed" || echo "passed, but for $skipped skipped")" \
    $((SECONDS / 60)) $((SECONDS % 60)) "$plain"
}

# available COMMAND SCRIPT
available() {
  if command -v "$1" >/dev/null; then "$root/scripts/$2"; else on_newest "scripts/$2"; fi
}

# on_newest COMMAND…: says in `on` which Elixir that was.
on_newest() {
  local status=0
  "$root/scripts/newest.sh" "$@" || status=$?
  if [ "$status" -eq 0 ]; then on=$(cat "$root/_build/newest"); fi
  return "$status"
}

# The parts beside which the newest Elixir runs. It takes crates over that lint has built.
beside_newest="rust examples bench demo"
newest='' newest_log='' newest_started=0

start_newest() {
  if [ -n "$newest" ]; then return 0; fi
  newest_log=$(mktemp)
  newest_started=$SECONDS
  # With a process group of its own, to be stopped as a whole.
  set -m
  on_newest $all >"$newest_log" 2>&1 </dev/null &
  newest=$!
  set +m
}

# Waits for it, and shows what it said.
finish_newest() {
  local status=0
  wait "$newest" || status=$?
  newest=
  cat "$newest_log"
  [ "$status" -ne 0 ] || on=$(cat "$root/_build/newest")
  return "$status"
}

stop_newest() {
  if [ -n "$newest" ]; then kill -- "-$newest" 2>/dev/null || true; fi
  rm -f "$newest_log"
}

# Many VMs run at once, of which most wait. They leave the cores to the others instead of looking out for work.
export ERL_AFLAGS="${ERL_AFLAGS:-} +sbwt none +sbwtdcpu none +sbwtdio none"

# Tests that are tagged `:extended` run with --all.
all='' extended=()
outcomes=()
skipped=0

# run PART: what a machine may lack ends a script with 75, which is no pass.
run() {
  local status=0 on started=$SECONDS
  on=$(elixir -e 'IO.write("Elixir #{System.version()}, OTP #{System.otp_release()}")')
  case $1 in
    newest)
      start_newest
      started=$newest_started
      finish_newest || status=$?
      ;;
    # Where they are not installed, there may be a place where they are.
    dialyzer) available dialyzer dialyzer.sh || status=$? ;;
    docs) available ex_doc docs.sh || status=$? ;;
    *) "test_$1" ;;
  esac

  case $status in
    0) outcomes+=("$(printf '%-10s passed on %s in %d s' "$1" "$on" $((SECONDS - started)))") ;;
    75) outcomes+=("$(printf '%-10s skipped, see above' "$1")") && skipped=$((skipped + 1)) ;;
    *) exit "$status" ;;
  esac
}

test_lint() {
  heading "Format and lint"
  step "mix format" mix format --check-formatted
  step "cargo fmt" cargo fmt --check
  step "cargo clippy" cargo clippy --locked --all-targets -- -D warnings
  step "cargo clippy, as a NIF" \
    cargo clippy --locked --all-targets --features rust_in_elixir/nif -- -D warnings
  # The crate of the codecs is in no workspace, and keeps cargo fmt away.
  step "rustfmt of the codecs" rustfmt --check --edition 2024 --config disable_all_formatting=false \
    native_templates/codec_crate/src/lib.rs
  # With the codecs of all crates, which no boundary here needs. Where the template lies, cargo would leave a lock in it.
  rm -rf target/codecs && mkdir -p target && cp -R native_templates/codec_crate target/codecs
  echo '[workspace]' >>target/codecs/Cargo.toml
  step "cargo clippy of the codecs" \
    cargo clippy --manifest-path target/codecs/Cargo.toml --target-dir target -- -D warnings
  # Mix keeps the warnings of files that it does not compile again.
  step "building the core and the package" mix compile --all-warnings --warnings-as-errors
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
  step "building the tests" env MIX_ENV=test mix compile --warnings-as-errors
  shown "mix test" mix test "${extended[@]}"
}

test_agreement() {
  heading "A million random terms"
  shown "scripts/agreement.sh" "$root/scripts/agreement.sh" --schemas 60 --terms 1080000
}

test_hygiene() {
  heading "Every word as a name in every place"
  shown "mix test" env HYGIENE=whole mix test --include extended test/rust_in_elixir/hygiene
}

test_examples() {
  local example
  for example in examples/*/mix.exs; do
    example=${example%/mix.exs}
    heading "The example $example"
    step "mix format" inside "$example" mix format --check-formatted
    step "cargo fmt" inside "$example" cargo fmt --all --check
    step "mix compile" inside "$example" mix compile --all-warnings --warnings-as-errors
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
