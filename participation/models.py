"""The models of every room."""

from participation.access.models import Entry, EntryCode

__all__ = ["Entry", "EntryCode"]
