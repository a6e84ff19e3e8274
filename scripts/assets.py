#!/usr/bin/env python3
"""Copy the browser assets that KUI serves from node_modules to var/vendor, by name.

Only what a page uses is copied, so that collectstatic stays quick, and each file keeps its source map:
the manifest storage refuses a stylesheet whose map is missing. Settings serve the folder with the prefix
"vendor", so a template says {% static "vendor/bootstrap.min.css" %}.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "var" / "vendor"

FONT = "@fontsource/ibm-plex-sans"
FONT_FACES = ("400-normal", "400-italic", "500-normal", "600-normal", "700-normal")
# latin holds æøå; latin-ext the letters of Polish, Turkish, Romanian … names; cyrillic those of Ukrainian ones.
FONT_SUBSETS = ("latin", "latin-ext", "cyrillic")

FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map",
    "bootstrap/dist/js/bootstrap.bundle.min.js",
    "bootstrap/dist/js/bootstrap.bundle.min.js.map",
    "sortablejs/Sortable.min.js",
    *(f"{FONT}/files/ibm-plex-sans-{subset}-{face}.woff2" for subset in FONT_SUBSETS for face in FONT_FACES),
)
LICENCES = (
    ("bootstrap/LICENSE", "bootstrap.LICENSE.txt"),
    ("sortablejs/LICENSE", "Sortable.LICENSE.txt"),
    (f"{FONT}/LICENSE", "ibm-plex-sans.LICENSE.txt"),
)


def copy_assets() -> int:
    """Replace var/vendor by a fresh copy and return how many files it holds. Raises FileNotFoundError."""
    fresh = TARGET.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    pairs = [(name, Path(name).name) for name in FILES] + list(LICENCES)
    for source, target in pairs:
        shutil.copyfile(SOURCE / source, fresh / target)
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    return len(pairs)


if __name__ == "__main__":
    try:
        print(f"assets: {copy_assets()} files in var/vendor")
    except FileNotFoundError as error:
        sys.exit(f"assets: {error.filename} is missing. Run `make setup`, which runs npm ci first.")
