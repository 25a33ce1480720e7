#!/usr/bin/env bash
# Draws docs/assets/drift.svg, the picture in the README, from a real run in a new project: a schema changes, the check
# finds the drift, sync fixes it, and a call with a wrong argument is rejected.
#
# Needs python3 with the package rich: pip install rich

# shellcheck source=scripts/steps.sh
. "$(dirname "$0")/steps.sh"

crate=native/my_app_shop
picture=docs/assets/drift.svg

main() {
  python3 -c 'import rich' 2>/dev/null || fail "python3 has no package rich; install it with: pip install rich"
  "$root/scripts/setup.sh"
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  step "making a project" make_project
  step "recording" record
  for shown in 'does not match the schema' '{:ok, 1215}' 'discount must be'; do
    grep -qF "$shown" "$folder/transcript" || fail "the recording lacks: $shown" "$(cat "$folder/transcript")"
  done
  mkdir -p "$root/$(dirname "$picture")"
  step "drawing $picture" draw
}

make_project() {
  cd "$folder"
  mix new my_app
  cd my_app
  sed -i "s|# {:dep_from_hexpm.*|{:rust_in_elixir, path: \"$root\", runtime: false}|" mix.exs
  mkdir -p "$crate"
  cat >"$crate/schema.exs" <<'END'
defmodule MyApp.Shop.Schema do
  use RustInElixir.Schema, facade: MyApp.Shop, crate: "my_app_shop"

  nif total(prices :: [u32]) :: u64
end
END
  mix rust_in_elixir.sync
  write_body 'prices.into_iter().map(u64::from).sum()'
  mix compile
}

# write_body EXPRESSION: implements the function, whatever its parameters are.
write_body() {
  sed -i "/fn total(/,/^    }/{/fn total(/!{/^    }/!d}}; /fn total(/a\\        $1" "$crate/src/lib.rs"
}

record() (
  exec >"$folder/transcript"
  cd "$folder/my_app"
  printf '\e[2m# The schema changes: total takes a discount.\e[0m\n'
  cp "$crate/schema.exs" "$folder/before"
  sed -i 's/\[u32\])/[u32], discount :: u8)/' "$crate/schema.exs"
  diff "$folder/before" "$crate/schema.exs" | sed -n 's/^[<>]  //p' |
    sed -e $'1s/.*/\e[31m-&\e[0m/' -e $'2s/.*/\e[32m+&\e[0m/'
  printf '\n\e[2m# Both sides are out of date. Here only the lines of total:\e[0m\n'
  run mix rust_in_elixir.sync --check |
    grep -E '^[^ ]*(\$|\* out of date .*(boundary\.rs|shop\.ex))|^[-+] *(fn|def) total\([^_]|lib\.rs:|found:|expected:|signatures only'
  printf '\n\e[2m# Sync updates both, and the signature on request.\e[0m\n'
  run mix rust_in_elixir.sync --fix-signatures
  write_body 'prices.into_iter().map(u64::from).sum::<u64>() * u64::from(100 - discount) \/ 100'
  mix compile >&2
  printf '\n\e[2m# Once the body uses the discount, calls are validated:\e[0m\n'
  call 'MyApp.Shop.total([450, 900], 10)'
  call 'MyApp.Shop.total!([450, -1], 256)'
)

# run COMMAND…: a command as at a terminal, with its colours. A check that finds drift ends with 1.
run() {
  printf '\e[1m$ %s\e[0m\n' "$*"
  script --quiet --return --command "$*" /dev/null </dev/null | tr -d '\r' || true
}

# call EXPRESSION: a call, with its result or its error.
call() {
  printf '\e[1miex>\e[0m %s\n' "$1"
  mix run -e "
    try do
      IO.inspect($1)
    rescue
      error -> IO.puts([IO.ANSI.red(), Exception.format_banner(:error, error), IO.ANSI.reset()])
    end
  "
}

draw() {
  python3 - "$folder/transcript" "$root/$picture" <<'END'
import os, re, sys
from rich.console import Console
from rich.text import Text

transcript, picture = sys.argv[1:]
console = Console(record=True, width=88, file=open(os.devnull, "w"), force_terminal=True)
with open(transcript) as text:
    console.print(Text.from_ansi(text.read().rstrip()), end="")
svg = console.export_svg(title="my_app", unique_id="drift")

# The reader's own font: a picture in a README must not load one.
svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
svg = svg.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
with open(picture, "w") as file:
    file.write(svg)
END
}

main "$@"
