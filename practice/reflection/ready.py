"""The ready stations: what a theme day usually asks. A unit writes its own beside them."""

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("ready.json")


@cache
def ready_stations() -> dict[str, dict]:
    """Each ready station by its key: its name and its questions, in the order they are shown."""
    return {row["key"]: row for row in json.loads(_FILE.read_text(encoding="utf-8"))}
