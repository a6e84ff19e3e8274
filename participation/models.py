"""The models of every room."""

from participation.access.models import Entry, EntryCode
from participation.acts.models import OwnAct

__all__ = ["Entry", "EntryCode", "OwnAct"]
