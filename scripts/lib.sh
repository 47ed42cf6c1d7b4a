# shellcheck shell=bash
# What every script here shares: where things lie, how a step speaks, how it fails. Sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Tools that take minutes to build are kept per user and version, so that a second clone finds them.
cache=${BELVEDERE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/belvedere}
tools=$cache/tools
# What belongs to this checkout alone: links to the tools, stamps, logs.
local_dir=$root/.setup
stamps=$local_dir/stamps
logs=$local_dir/logs
target_dir=${CARGO_TARGET_DIR:-target}
npm_bin=$root/end2end/node_modules/.bin
wasm_target=wasm32-unknown-unknown

cargo_leptos_version=0.3.11
# The oldest compiler that cargo-leptos' own lock file accepts.
cargo_leptos_rust=1.96

mkdir -p "$stamps" "$logs" "$local_dir/bin"

say() { printf '%s\n' "• $*"; }
die() {
  printf '%s\n' "✗ $*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
need() { have "$1" || die "$1 is missing: $2"; }

# roomy <GB> <what>: says so where the disk may be too small, since a full one speaks of anything but itself.
roomy() {
  local free=$(($(df -Pk "$root" | awk 'NR == 2 { print $4 }') / 1048576))
  if [ "$free" -lt "$1" ]; then say "only $free GB of disk are free; $2 need about $1 GB"; fi
}

# Runs a command for at most the given seconds; without coreutils' timeout it runs unlimited.
limited() {
  local seconds=$1
  shift
  if have timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

# Runs a noisy command with its output in a log; on failure shows the log's end and one clear line.
quietly() {
  local log=$logs/$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    die "\"$*\" failed; the whole output is in $log"
  fi
}

# The version of a package in Cargo.lock.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { hit = ($3 == name) } hit && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

# True if version $1 is at least $2.
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

digest() { if have sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# Runs a command as root: directly, or with sudo where there is one.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo; then
    say "sudo is needed for: $*"
    sudo "$@"
  else
    die "\"$*\" needs root, and there is no sudo"
  fi
}

# The newest Debian package lists are fetched once a run at most.
apt_install() {
  have apt-get || return 1
  say "installing from Debian: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >"$logs/apt.log" 2>&1 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >>"$logs/apt.log" 2>&1
}

# Written by setup-wasm: which compiler knows the browser's target. Empty settings mean the ordinary toolchain.
browser_env() { if [ -f "$local_dir/browser.env" ]; then . "$local_dir/browser.env"; fi; }

# install_tool <crate> <version> <minutes> [arguments]: builds a tool into the user's cache.
# Little optimisation: as released, cargo-leptos alone takes half an hour, and it mostly waits for others.
install_tool() {
  local crate=$1 version=$2 minutes=$3 dir=$tools/$1-$2
  shift 3
  say "building $crate $version (about $minutes min on two cores, once)"
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    quietly "$crate" cargo install "$crate" --version "=$version" --root "$dir" --target-dir "$cache/build/$crate" "$@"
  rm -rf "$cache/build/$crate"
}

# One digest over the contents and names of the source files (tracked, or new and not ignored) under the given paths.
source_digest() {
  git ls-files -z --cached --others --exclude-standard -- "$@" | sort -zu | while IFS= read -r -d '' file; do
    if [ -f "$file" ]; then printf '%s\0' "$file"; fi
  done | xargs -0 "$(if have sha256sum; then echo sha256sum; else echo shasum; fi)" | digest | cut -d' ' -f1
}

# The crates of the server half, always named in one cargo call of the same form, so that features and artefacts
# are the same for clippy, the tests and the server of the end-to-end tests. The browser's package never joins them.
server_half=(-p server -p aws -p store -p emulator -p documents -p simulator -p app -p ui -p model)
