"""Figures as bytes, written in one way only, and the fingerprint of them.

Figures are a tree of plain JSON values: dicts with text keys, lists, text, whole numbers, true/false, null.
"""

import hashlib
import json


def canonical(figures) -> bytes:
    """The one way to write these figures as bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def fingerprint(figures) -> str:
    """SHA-256 of the canonical bytes, in hex: what a printed report shows at its foot."""
    return hashlib.sha256(canonical(figures)).hexdigest()
