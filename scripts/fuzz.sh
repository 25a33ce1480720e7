#!/usr/bin/env bash
# Holds the core to its promises on hostile input: each fuzz target runs for FUZZ_SECONDS. TARGETS names
# some of them only. What breaks a promise is kept below native/rust_in_elixir/fuzz/artifacts.

# shellcheck source=scripts/steps.sh
. "$(dirname "$0")/steps.sh"

cd "$root/native/rust_in_elixir/fuzz"
seconds=${FUZZ_SECONDS:-600}
all=$(ls fuzz_targets | sed 's/\.rs$//')
targets=${TARGETS:-$all}

command -v cargo-fuzz >/dev/null ||
  fail 'cargo-fuzz is missing; install it with: cargo install cargo-fuzz --locked'

# Without a sanitizer, which safe Rust hardly needs, a stack is as large as it really is. With `cfg(fuzzing)`
# proc-macro2 would have no spans.
export CARGO_TARGET_DIR="$CARGO_TARGET_DIR/fuzz"
cargo +nightly fuzz build --sanitizer none --no-cfg-fuzzing
programs="$CARGO_TARGET_DIR/$(rustc +nightly -vV | sed -n 's/^host: //p')/release"

broken=
for target in $targets; do
  case $target in
  lib_source) dictionary=lib_source ;;
  manifest | workspace) dictionary=toml ;;
  *) dictionary=json ;;
  esac
  mkdir -p "corpus/$target" "artifacts/$target"
  log="artifacts/$target/log"
  export FUZZ_LAST="$PWD/artifacts/$target/last"

  status=0
  "$programs/$target" "corpus/$target" "seeds/$target" -dict="dictionaries/$dictionary" \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 \
    -artifact_prefix="artifacts/$target/" -print_final_stats=1 >"$log" 2>&1 || status=$?

  coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  if [ "$status" -eq 0 ]; then
    echo "$target: $runs executions, coverage $coverage, $seconds s"
  else
    broken="$broken $target"
    echo "$target: broken, after ${runs:-?} executions, by:"
    # An overflow of the stack leaves no artifact but the last input.
    sed -n 's/.*Test unit written to /  /p' "$log" | sort -u | grep . || echo "  $FUZZ_LAST"
  fi
done

[ -z "$broken" ] || fail "broken:$broken" "A target shows how, in $programs, with such a file as its argument."
