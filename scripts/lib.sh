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

# How templates are laid out: `make format` writes so, `make check` asks whether it is so.
TEMPLATE_LAYOUT=(--line-length 120 --indent-width 2 --custom-blocks section,empty)
