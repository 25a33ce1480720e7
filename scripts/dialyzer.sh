#!/usr/bin/env bash
# Looks for types that do not fit with Dialyzer.
#
# Takes Erlang's dialyzer, which Debian has as erlang-dialyzer; where it is not there, the script says so and ends
# with 75. What it knows of Erlang and Elixir is kept in _build, and takes a few minutes the first time.

. "$(dirname "$0")/steps.sh"

heading "Dialyzer"
if ! command -v dialyzer >/dev/null; then
  printf '  skipped: there is no dialyzer; Debian has it as erlang-dialyzer\n'
  exit 75
fi

cd "$root"
step "building the package" mix compile
libraries=$(elixir -e 'IO.write(Path.expand("../..", :code.lib_dir(:elixir, :ebin)))' 2>/dev/null)
# Dialyzer reads Elixir's modules with the help of Elixir.
export ERL_LIBS=$libraries
plt=_build/dialyzer-$(elixir -e 'IO.write("#{System.version()}-#{System.otp_release()}")').plt

if [ ! -e "$plt" ]; then
  folders=()
  for library in eex elixir ex_unit logger mix; do folders+=("$libraries/$library/ebin"); done
  # It ends with 2 where Erlang's own modules have functions that it does not know.
  build_plt() {
    dialyzer --build_plt --output_plt "$plt.new" --apps erts kernel stdlib crypto -r "${folders[@]}" || [ $? -eq 2 ]
  }
  step "reading Erlang and Elixir" build_plt
  mv "$plt.new" "$plt"
fi

step "dialyzer" dialyzer --plt "$plt" -Wunknown -Wextra_return -Wmissing_return \
  _build/dev/lib/rust_in_elixir/ebin
