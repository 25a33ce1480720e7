#!/usr/bin/env bash
# Installs what is missing to build the project, and says what. Asks nothing. Where Hex is, it also fetches the
# optional packages.
#
#   scripts/setup.sh            what building and running takes: Rust, a linker, Elixir
#   scripts/setup.sh --linters  rustfmt and clippy besides

. "$(dirname "$0")/steps.sh"

main() {
  heading "Set-up"
  check_rust
  install_packages
  [ "${1:-}" != --linters ] || install_linters
  versions
  fetch_packages
}

check_rust() {
  local needed found
  command -v cargo >/dev/null ||
    fail "cargo was not found: install Rust from https://rustup.rs and run this again"

  needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/native/rust_in_elixir/Cargo.toml")
  found=$(rustc --version | cut -d ' ' -f 2)

  [ "$(printf '%s\n' "$needed" "$found" | sort -V | head -n 1)" = "$needed" ] ||
    fail "rustc $found is too old: Rust $needed or newer is needed, which rustup update stable installs"
}

install_packages() {
  local packages=()
  command -v cc >/dev/null || packages+=(gcc libc6-dev)
  command -v mix >/dev/null || packages+=(elixir)
  [ ${#packages[@]} -gt 0 ] || return 0

  command -v apt-get >/dev/null ||
    fail "missing here: ${packages[*]}" \
      "install them with this system's own package manager and run this again"
  as_root true 2>/dev/null ||
    fail "missing here: ${packages[*]}" "install them with: sudo apt-get install ${packages[*]}"
  step "installing ${packages[*]} with apt-get" apt_install "${packages[@]}"
}

apt_install() {
  # A package list that cannot be renewed matters only if the installation then fails as well.
  as_root apt-get update || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_linters() {
  local missing=()
  cargo fmt --version >/dev/null 2>&1 || missing+=(rustfmt)
  cargo clippy --version >/dev/null 2>&1 || missing+=(clippy)
  [ ${#missing[@]} -gt 0 ] || return 0

  command -v rustup >/dev/null ||
    fail "missing here: ${missing[*]}" "install them with what installed cargo and run this again"
  step "installing ${missing[*]} with rustup" rustup component add "${missing[@]}"
}

# None of them is needed: what was not fetched is gone on without.
fetch_packages() {
  local log
  if [ -n "${RUST_IN_ELIXIR_DEPS:-}" ]; then return 0; fi
  cd "$root"

  if ! elixir -e 'System.version() |> Version.match?("~> 1.15") || exit({:shutdown, 1})'; then
    printf '  going on without the optional packages: they need Elixir 1.15\n'
  elif ! inside / mix run --no-mix-exs -e 'Code.ensure_loaded?(Hex) || exit({:shutdown, 1})'; then
    printf '  going on without the optional packages: Hex, which fetches them, is not installed\n'
  else
    log=$(mktemp)
    if mix deps.get >"$log" 2>&1 </dev/null; then
      printf '  the optional packages are there\n'
    else
      printf '  going on without the optional packages: %s\n' "$(tail -n 1 "$log")"
    fi
    rm -f "$log"
  fi
}

versions() {
  printf '  %s, %s\n' "$(elixir --short-version | sed 's/^/Elixir /')" "$(rustc --version)"
}

main "$@"
