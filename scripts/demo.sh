#!/usr/bin/env bash
# Shows the tool at work: Markdown to HTML with the crate pulldown-cmark, in a new Mix project.
# Everything that it shows is checked, so that the demo fails where the tool does.
#
#   scripts/demo.sh             leaves the project behind, to look around in
#   scripts/demo.sh --remove    removes it at the end

. "$(dirname "$0")/steps.sh"

crate=native/my_app_markdown
markdown='| a |\n|---|\n| 1 |'

main() {
  "$root/scripts/setup.sh"
  cd "$root"
  step "building the core of rust_in_elixir" mix compile

  new_project
  generate
  write_body
  change_schema
  adapt_body

  heading "All of this took $SECONDS s"
  if [ "${1:-}" = --remove ]; then
    rm -rf "$folder"
  else
    printf '  The project is yours to look around in: %s\n' "$folder/my_app"
  fi
}

new_project() {
  heading "A new project that depends on rust_in_elixir"
  folder=$(mktemp -d "${TMPDIR:-/tmp}/rust_in_elixir_demo.XXXXXX")
  cd "$folder"
  step "mix new my_app" mix new my_app
  cd my_app
  replace mix.exs "s|# {:dep_from_hexpm.*|{:rust_in_elixir, path: \"$root\", runtime: false}|"
  step "mix deps.compile" mix deps.compile
}

generate() {
  heading "One command makes both sides of the boundary"
  step 'mix rust_in_elixir.gen.nif MyApp.Markdown "to_html(markdown :: string) :: string"' \
    mix rust_in_elixir.gen.nif MyApp.Markdown "to_html(markdown :: string) :: string"
  printf '\n'
  tree
}

write_body() {
  heading "The body is plain Rust, in $crate/src/lib.rs"
  step "cargo add pulldown-cmark" cargo add --package my_app_markdown pulldown-cmark@0.13 \
    --no-default-features --features html

  edit "$crate/src/lib.rs" <<'END'
//! Functions of `MyApp.Markdown` that are implemented in Rust.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;
use pulldown_cmark::{Parser, html};

/// Implements the functions of the boundary.
pub struct Markdown;

impl Nifs for Markdown {
    fn to_html(markdown: &str) -> String {
        let mut page = String::new();
        html::push_html(&mut page, Parser::new(markdown));
        page
    }
}
END

  step "mix compile" mix compile --warnings-as-errors

  heading "A call that works, and one with the wrong data"
  call 'MyApp.Markdown.to_html("# Hello *Rust*")' \
    '{:ok, "<h1>Hello <em>Rust</em></h1>\n"}'
  call 'MyApp.Markdown.to_html(<<"caf", 0xE9>>)' \
    '"markdown must be a UTF-8 string, got: <<99, 97, 102, 233>> (byte 3 is not valid UTF-8)"'
}

change_schema() {
  heading "The schema changes: to_html takes options"
  run 0 mix rust_in_elixir.sync --check

  edit "$crate/schema.exs" <<'END'
defmodule MyApp.Markdown.Schema do
  use RustInElixir.Schema, facade: MyApp.Markdown, crate: "my_app_markdown"

  @moduledoc "Functions of `MyApp.Markdown` that are implemented in Rust."

  options RenderOptions do
    field :tables, bool, default: false
    field :footnotes, bool, default: false
  end

  @doc "Calls `to_html` in Rust."
  nif to_html(markdown :: string, options :: RenderOptions) :: string
end
END

  printf 'The check tells it, with a diff of each file; here only the lines of to_html:\n'
  run 1 mix rust_in_elixir.sync --check |
    grep -E '^(\$|exit|to fix|\* |[-+] *(fn|def) to_html\()'

  printf '\nSync fixes what is generated, and says what is left of what is not:\n'
  cp "$crate/src/lib.rs" "$folder/lib.rs"
  run 1 mix rust_in_elixir.sync
  cmp "$crate/src/lib.rs" "$folder/lib.rs"

  printf '\nA signature is changed on request, a body never:\n'
  run 0 mix rust_in_elixir.sync --fix-signatures
  run 0 mix rust_in_elixir.sync --check
}

adapt_body() {
  heading "What is left to write is the body"
  edit "$crate/src/lib.rs" <<'END'
//! Functions of `MyApp.Markdown` that are implemented in Rust.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;
use pulldown_cmark::{Options, Parser, html};

/// Implements the functions of the boundary.
pub struct Markdown;

impl Nifs for Markdown {
    fn to_html(markdown: &str, options: RenderOptions) -> String {
        let mut extensions = Options::empty();
        extensions.set(Options::ENABLE_TABLES, options.tables);
        extensions.set(Options::ENABLE_FOOTNOTES, options.footnotes);

        let mut page = String::new();
        html::push_html(&mut page, Parser::new_ext(markdown, extensions));
        page
    }
}
END

  step "mix compile" mix compile --warnings-as-errors

  heading "The changed call works, and checks its options"
  call "MyApp.Markdown.to_html!(\"$markdown\", tables: true)" \
    '<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>1</td></tr>\n</tbody></table>\n'
  call "MyApp.Markdown.to_html!(\"$markdown\")" \
    '<p>| a |\n|---|\n| 1 |</p>\n'
  call "MyApp.Markdown.to_html!(\"$markdown\", tabels: true, footnotes: \"yes\")" \
    '** (MyApp.Rust.ValidationError) 2 problems in the arguments:
  * options has the unknown key :tabels (did you mean :tables?)
  * options.footnotes must be a boolean, got: "yes"'
}

# replace FILE SCRIPT: what sed makes of a file.
replace() {
  local text
  text=$(sed "$2" "$1")
  [ "$text" != "$(cat "$1")" ] || fail "$1 is not as the demo expects it"
  printf '%s\n' "$text" >"$1"
}

# edit FILE <TEXT: gives a file another text, as an editor would, and shows what changed.
edit() {
  cat >"$folder/edited"
  printf '\n%s\n' "$1"
  { diff -U 0 "$1" "$folder/edited" || true; } | sed -n -e 1,2d -e 's/^[-+]/  &/p'
  printf '\n'
  mv "$folder/edited" "$1"
}

# run STATUS COMMAND…: shows a command, what it prints, and its exit status, which must be STATUS.
run() {
  local expected=$1 output status=0
  shift
  output=$("$@" 2>&1 </dev/null) || status=$?
  printf '$ %s\n%s\nexit status %s\n' "$*" "$output" "$status"
  [ "$status" -eq "$expected" ] || fail "$*: expected the exit status $expected, got: $status" "$output"
}

# call EXPRESSION EXPECTED: shows a call and its result or error, which must contain EXPECTED.
call() {
  local output
  output=$(mix run -e "
    try do
      IO.inspect($1)
    rescue
      error -> IO.puts(Exception.format_banner(:error, error))
    end
  " 2>&1 </dev/null) || fail "$1: the VM stopped" "$output"
  printf '\niex> %s\n%s\n' "$1" "$output"
  [[ $output == *"$2"* ]] || fail "$1: expected $2"
}

# The files that the generator made, and whose they are.
tree() {
  local file owner
  for file in Cargo.toml $(find native lib test -path '*markdown*' -type f | sort); do
    case $file in
      *Cargo.toml) owner="yours, but for a few keys" ;;
      *) owner=yours ;;
    esac
    if grep -qE '(Generated|Written) by `mix rust_in_elixir' "$file"; then owner=generated; fi
    printf '  %-46s %s\n' "$file" "$owner"
  done
}

main "$@"
