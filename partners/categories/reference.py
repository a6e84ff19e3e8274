"""The categories that a new installation begins with; an administrator edits them from there."""

import json
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "partner_categories.json"


def load_categories(model) -> int:
    """Add the shipped categories that are missing, by code; edited rows are left alone. Returns how many were added.

    ``model`` is `PartnerCategory`, given by the caller so that a migration can pass its own.
    """
    known = set(model.objects.values_list("code", flat=True))
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return len(model.objects.bulk_create([model(**row) for row in rows if row["code"] not in known]))
