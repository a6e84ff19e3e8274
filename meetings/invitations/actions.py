"""Telling those who are asked to a meeting that it is called, moved or cancelled.

The rooms form no circle: planning calls this room, so this room reads meetings by their name (`apps.get_model`), or
from the meeting it is given.
"""

from django.db import transaction


@transaction.atomic
def announce(meeting) -> None:
    """Tell everybody asked to ``meeting``, and those taken off it (``left_at``), how it now stands.

    Called after people are invited, and after every change of time, place or people, and every cancelling since; never
    for a draft.
    """
    if meeting.is_draft:
        raise ValueError("a draft is told to nobody")
