"""The versions of the definitions: since when each counts, and what of a number a version changed.

Frozen reports keep the version they were made by; wherever months made by several versions stand in one row, a mark
with words says where a number's definition changed, so that a new way of counting is not read as a change of life.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

# The day from which a report was made by the version.
SINCE = {1: dt.date(2026, 11, 21), 2: dt.date(2026, 11, 22), 3: dt.date(2026, 11, 28)}


def history(metric) -> list[tuple[int, dt.date, str]]:
    """``(version, valid from, words)`` of the metric, the newest first; the last says when it was first counted."""
    changes = [(version, SINCE[version], str(words)) for version, words in metric.changed.items()]
    return [
        *sorted(changes, reverse=True),
        (metric.since, SINCE[metric.since], _("Counted for the first time.")),
    ]


def changed_between(metric, earlier: int, later: int) -> list[str]:
    """What of the metric changed after the one version up to the other, oldest first."""
    return [str(words) for version, words in sorted(metric.changed.items()) if earlier < version <= later]
