#!/usr/bin/env bash
# Builds the documentation of the package with ExDoc, into doc/, with warnings as errors.
#
# Takes the command `ex_doc`, which Debian's elixir-ex-doc and `mix escript.install hex ex_doc` bring; where it
# is not there, the script says so and ends with 75. In a project with Hex, `mix docs` does the same.

. "$(dirname "$0")/steps.sh"

heading "The documentation"
if ! command -v ex_doc >/dev/null; then
  printf '  skipped: there is no ex_doc; Debian 13 has it as elixir-ex-doc\n'
  exit 75
fi

cd "$root"
step "building the package" mix compile
config=$(mktemp --suffix .exs)
trap 'rm -f "$config"' EXIT
mix run --no-start -e "
config = inspect(Mix.Project.config()[:docs], limit: :infinity, printable_limit: :infinity)
File.write!(hd(System.argv()), config)
" "$config"
version=$(sed -n 's/^  @version "\(.*\)"/\1/p' mix.exs)

log=$(ex_doc rust_in_elixir "$version" _build/dev/lib/rust_in_elixir/ebin --config "$config" --output doc 2>&1)
printf '%s\n' "$log"
[[ $log != *warning:* ]] || fail "the documentation has warnings"
