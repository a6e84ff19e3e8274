#!/usr/bin/env bash
# Install the Debian/Ubuntu packages that KUI needs and that are missing here.
#
#   scripts/system.sh             what the product needs, and fonts for every script (missing fonts are no error)
#   scripts/system.sh --browser   also Chromium, for the browser tests (missing Chromium is no error)
#
# Installs with apt as root or with passwordless sudo; otherwise says in one line what to install.
source "$(dirname "$0")/lib.sh"

has_library() { /sbin/ldconfig -p 2>/dev/null | grep -q "^\s*$1 " || ls /usr/lib/*/"$1" /usr/lib64/"$1" >/dev/null 2>&1; }

# What is lost without the packages that may be missing.
without() { echo "without the fonts, emoji and rare scripts are boxes on paper; without Chromium, browser tests do not run"; }

missing=()
need() { # need PACKAGE PROBE…: note the package when the probe fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  die "Python 3.11 or newer is needed; python3 here is $(python3 --version 2>&1 | cut -d' ' -f2)."
need python3-venv python3 -c 'import ensurepip, venv'
need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
need gettext command -v msgfmt
need libpango-1.0-0 has_library libpango-1.0.so.0
need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
need libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
need libatomic1 has_library libatomic.so.1
need fonts-dejavu-core test -d /usr/share/fonts/truetype/dejavu

product=${#missing[@]}
# What people write on paper besides: emoji, the scripts of the world, Chinese. Without them, boxes are printed.
need fonts-noto-color-emoji test -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf
need fonts-noto-core test -e /usr/share/fonts/truetype/noto/NotoSansEthiopic-Regular.ttf
need fonts-droid-fallback test -d /usr/share/fonts-droid-fallback
if [ "${1:-}" = --browser ]; then
  need chromium-headless-shell find_chromium
fi
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null && as_root=(sudo -n) || as_root=(false)
fi
if ! command -v apt-get >/dev/null || [ "${as_root[*]}" = false ]; then
  [ "$product" -gt 0 ] || { say "$(without): sudo apt install ${missing[*]}"; exit 0; }
  die "these system packages are missing; install them and try again: sudo apt install ${missing[*]}"
fi

install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >var/apt.log 2>&1
}
mkdir -p var
say "Installing system packages: ${missing[*]}"
if ! "${as_root[@]}" apt-get update -qq; then
  [ "$product" -gt 0 ] || { say "apt-get update failed; $(without)"; exit 0; }
  die "apt-get update failed; is the network there?"
fi
# The browser without a window, which draws pages for two thirds of the price; not every release has it apart.
apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=("${missing[@]/chromium-headless-shell/chromium}")
if ! install "${missing[@]}"; then
  # Ubuntu's chromium is a snap that does not install everywhere. The product's own packages must.
  if [ "$product" -gt 0 ]; then
    install "${missing[@]:0:product}" || { tail -20 var/apt.log >&2; die "apt-get could not install ${missing[*]:0:product}"; }
  fi
  for package in "${missing[@]:product}"; do
    install "$package" || say "$package did not install here: $(without)"
  done
fi
