# What the scripts share. Sourced, never run.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() {
  printf 'kui: %s\n' "$*" >&2
  exit 1
}

# The browser for the tests: Debian's Chromium without a window, or another Chromium already there.
find_chromium() {
  local name
  for name in chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome; do
    command -v "$name" && return
  done
  return 1
}
