#!/usr/bin/env bash
# Makes docs/assets/edit.svg, the picture in the README, from a real run: a schema changes, and the tool says what follows.
#
# Takes python3 with the package rich: pip install rich

# shellcheck source=scripts/steps.sh
. "$(dirname "$0")/steps.sh"

crate=native/my_app_shop
picture=$root/docs/assets/edit.svg

main() {
  python3 -c 'import rich' 2>/dev/null || fail "python3 has no package rich; install it with: pip install rich"
  "$root/scripts/setup.sh"
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  step "making a project" make_project
  step "recording" record
  mkdir -p "$(dirname "$picture")"
  step "drawing ${picture#"$root/"}" draw
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

  struct Item do
    field :price, u32
    field :amount, u8, default: 1
  end

  nif total(items :: [Item]) :: u64
end
END
  mix rust_in_elixir.sync
  write_body '' 'items.iter().map(|item| u64::from(item.price) * u64::from(item.amount)).sum()'
  mix compile
}

# write_body PARAMETERS BODY
write_body() {
  cat >"$crate/src/lib.rs" <<END
//! What the NIFs of this crate do.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// The functions of the boundary, done in Rust.
pub struct Shop;

impl Nifs for Shop {
    fn total(items: Vec<Item>$1) -> u64 {
        $2
    }
}
END
}

record() (
  exec >"$folder/transcript"
  cd "$folder/my_app"
  printf '\e[2m# The schema changes: total takes a discount in percent.\e[0m\n'
  sed -i 's/\[Item\])/[Item], discount :: u8)/' "$crate/schema.exs"
  grep -o 'nif total.*' "$crate/schema.exs"
  run mix compile
  run mix rust_in_elixir.sync --fix-signatures
  printf '\n\e[2m# The body, adapted by hand, uses the discount. Then, in IEx:\e[0m\n'
  write_body ', discount: u8' 'let total: u64 = items.iter().map(|item| u64::from(item.price)).sum();
        total * u64::from(100 - discount) / 100'
  mix compile >/dev/null
  call 'MyApp.Shop.total([%MyApp.Shop.Item{price: 450}], 10)'
  call 'MyApp.Shop.total!([%MyApp.Shop.Item{price: 450, amount: "2"}], 256)'
)

# run COMMAND…: a command as at a terminal, with its colours. Those of the sync end with 1 where something is left to do.
run() {
  printf '\n\e[1m$ %s\e[0m\n' "$*"
  script --quiet --return --command "$*" /dev/null | tr -d '\r' || true
}

call() {
  printf '\e[1miex>\e[0m %s\n' "$1"
  mix run -e "
    try do
      IO.inspect($1, syntax_colors: [number: :yellow, atom: :cyan])
    rescue
      error -> IO.puts([IO.ANSI.red(), Exception.format_banner(:error, error), IO.ANSI.reset()])
    end
  "
}

draw() {
  python3 - "$folder/transcript" "$picture" <<'END'
import os, sys
from rich.console import Console
from rich.text import Text

transcript, picture = sys.argv[1:]
console = Console(record=True, width=100, file=open(os.devnull, "w"), force_terminal=True)
with open(transcript) as text:
    console.print(Text.from_ansi(text.read()), end="")
console.save_svg(picture, title="my_app")
END
}

main "$@"
