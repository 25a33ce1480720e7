#!/usr/bin/env bash
# Tries random terms on random schemas, and counts where validation, Rust and an oracle disagree.
#
#   scripts/agreement.sh                     300 schemas, more than five million terms
#   scripts/agreement.sh --seed N            the same ones again
#   scripts/agreement.sh --sabotage          whether templates that are broken on purpose are noticed
#
# The other options stand in agreement.exs.

. "$(dirname "$0")/steps.sh"

"$root/scripts/setup.sh"
cd "$root"
MIX_ENV=test exec mix run scripts/agreement.exs "$@"
