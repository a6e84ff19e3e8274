"""Pure rules of the journal."""

from datetime import timedelta

NOTE_EDIT_WINDOW = timedelta(hours=1)
