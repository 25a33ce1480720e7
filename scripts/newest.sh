#!/usr/bin/env bash
# Runs the tests of the package on the newest Elixir and OTP, in a chroot of Debian's unstable.
#
#   scripts/newest.sh             the core, the package and the tests whose result depends on the version of Elixir,
#                                 with warnings as errors
#   scripts/newest.sh --all       the same with all tests
#   scripts/newest.sh COMMAND…    this command, in a copy of the project there
#   scripts/newest.sh --make      makes the chroot and no more
#
# The chroot is made once, by debootstrap, in ~/.cache/rust_in_elixir, or in NEWEST_CHROOT. Making it takes
# root and Debian; where that is not there, the script says so and ends with 75.

. "$(dirname "$0")/steps.sh"

chroot_dir=${NEWEST_CHROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/rust_in_elixir/sid}
packages=ca-certificates,elixir,elixir-ex-doc,erlang-dev,erlang-dialyzer,erlang-parsetools,gcc,git,libc6-dev,make
rustup_home=${RUSTUP_HOME:-$HOME/.rustup}
cargo_home=${CARGO_HOME:-$HOME/.cargo}
skipped=75

# What comes out differently where Elixir, its type checker, its formatter or OTP is another one.
version_dependent=(
  test/rust_in_elixir/{kinds,schema,text,gen}
  test/rust_in_elixir/{drift_warning,edit_loop,formatting,golden,kinds,schema}_test.exs
)

main() {
  heading "The newest Elixir"
  can_be_made
  if [ ! -e "$chroot_dir/made" ]; then
    (step "making a chroot of Debian sid" make_chroot) || skip "debootstrap cannot make one here"
  fi
  [ "${1:-}" != --make ] || return 0
  trap leave EXIT
  (step "taking Rust there" take_rust) || skip "nothing can be mounted here"
  step "copying the project there" copy_project
  step "copying the crates that are built there" copy_crates
  # Read by test.sh.
  mkdir -p "$root/_build"
  within elixir -e 'IO.write("Elixir #{System.version()}, OTP #{System.otp_release()}")' >"$root/_build/newest"
  printf '  %s\n' "$(cat "$root/_build/newest")"

  case ${1:-} in
    '') run_tests "${version_dependent[@]}" ;;
    --all) run_tests --include extended ;;
    *) shown "$*" within "$@" ;;
  esac
}

# run_tests OPTION…
run_tests() {
  step "mix compile" within mix compile --warnings-as-errors
  step "the core's own boundary" within mix rust_in_elixir.sync --check
  step "building the tests" within env MIX_ENV=test mix compile --warnings-as-errors
  # The oldest Elixir has the release builds.
  shown "mix test $*, with debug builds" within env KINDS_MODE=debug mix test "$@"
}

can_be_made() {
  [ "$(id -u)" -eq 0 ] || skip "it takes root to make a chroot and to go there"
  command -v rustup >/dev/null || skip "it takes a Rust of rustup's, whose folder can be taken along"
  [ -e "$chroot_dir/made" ] && return 0
  if ! command -v debootstrap >/dev/null; then
    command -v apt-get >/dev/null || skip "debootstrap is not there to make a chroot with"
    (step "installing debootstrap" apt_install_debootstrap) || skip "debootstrap cannot be installed"
  fi
}

apt_install_debootstrap() {
  apt-get update || true
  env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=120 debootstrap
}

skip() {
  printf '  skipped: %s\n' "$*"
  exit $skipped
}

# Who comes while another one makes it waits for that.
make_chroot() {
  mkdir -p "$(dirname "$chroot_dir")"
  exec 9>"$chroot_dir.lock"
  flock 9
  if [ -e "$chroot_dir/made" ]; then return 0; fi
  rm -rf --one-file-system "$chroot_dir" &&
    debootstrap --variant=minbase --include=$packages sid "$chroot_dir" &&
    touch "$chroot_dir/made"
}

# The toolchain and what cargo has fetched are those of this machine.
take_rust() {
  local folder
  for folder in "$rustup_home" "$cargo_home" /dev /dev/pts; do
    mkdir -p "$chroot_dir$folder"
    mountpoint -q "$chroot_dir$folder" || mount --bind "$folder" "$chroot_dir$folder" || return 1
  done
  mountpoint -q "$chroot_dir/proc" || mount -t proc proc "$chroot_dir/proc"
}

copy_project() {
  cp /etc/resolv.conf "$chroot_dir/etc/resolv.conf"
  # Where this machine trusts more than Debian does.
  cp /etc/ssl/certs/ca-certificates.crt "$chroot_dir/etc/ssl/certs/ca-certificates.crt"

  mkdir -p "$chroot_dir/project"
  find "$chroot_dir/project" -mindepth 1 -maxdepth 1 ! -name _build -exec rm -rf {} +
  # In a git hook these name the repository that it is run for.
  unset $(git rev-parse --local-env-vars)
  git -C "$root" ls-files -z --cached --others --exclude-standard |
    tar -C "$root" --null --ignore-failed-read --files-from=- --create |
    tar -C "$chroot_dir/project" --extract
}

# Crates that this machine has built once need not be built a second time; those of the project itself are, for
# their paths are others there.
copy_crates() {
  copy_built "$CARGO_TARGET_DIR/release" /target/release
  copy_built "${RUST_IN_ELIXIR_TEST_TARGET:-${TMPDIR:-/tmp}/rust_in_elixir-test-target}" /tmp/rust_in_elixir-test-target
}

# copy_built FROM TO
copy_built() {
  if [ ! -d "$1" ] || [ -e "$chroot_dir$2" ]; then return 0; fi
  mkdir -p "$(dirname "$chroot_dir$2")"
  rm -rf "$chroot_dir$2.part"
  cp --archive --reflink=auto "$1" "$chroot_dir$2.part"
  mv "$chroot_dir$2.part" "$chroot_dir$2"
}

leave() {
  local folder
  for folder in /dev/pts /dev "$rustup_home" "$cargo_home" /proc; do
    # Something in there may take a moment to end.
    ! mountpoint -q "$chroot_dir$folder" || umount --lazy "$chroot_dir$folder"
  done
}

within() {
  chroot "$chroot_dir" /usr/bin/env -C /project \
    PATH="$cargo_home/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    RUSTUP_HOME="$rustup_home" CARGO_HOME="$cargo_home" CARGO_TARGET_DIR=/target HOME=/root TMPDIR=/tmp \
    RUST_IN_ELIXIR_TEST_TARGET=/tmp/rust_in_elixir-test-target \
    "$@"
}

main "$@"
