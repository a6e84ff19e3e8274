"""The verbs of casework: each touches more than one aggregate, and writes its own row to the trail.

Every verb runs in one transaction, takes ``by`` (who) and, where time matters, ``on`` (the day it took effect).
"""

from cases.actions.activity import confirm_activity, set_activity
from cases.actions.case import AlreadyKnown, assign, close, find_known, open_case, reopen, set_status
from cases.actions.consent import add_participation, end_participation, give_consent, withdraw_consent
from cases.actions.documents import (
    NoRoom,
    add_document,
    edit_document,
    open_document,
    withdraw_document,
)
from cases.actions.grants import name_persons, open_with_purpose, reveal_cpr
from cases.actions.notes import NOTE_EDIT_WINDOW, add_note, edit_note

__all__ = [
    "AlreadyKnown",
    "NOTE_EDIT_WINDOW",
    "NoRoom",
    "add_document",
    "add_note",
    "add_participation",
    "assign",
    "close",
    "confirm_activity",
    "edit_document",
    "edit_note",
    "end_participation",
    "find_known",
    "give_consent",
    "name_persons",
    "open_case",
    "open_document",
    "open_with_purpose",
    "reopen",
    "reveal_cpr",
    "set_activity",
    "set_status",
    "withdraw_consent",
    "withdraw_document",
]
