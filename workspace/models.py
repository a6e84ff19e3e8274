"""What staff's daily pages keep: the models of every room."""

from workspace.day.models import Postponement
from workspace.lists.models import BulkAct, SavedView
from workspace.notices.models import PutAway
from workspace.search.models import Holds, SearchEntry
from workspace.todos.models import Todo
from workspace.transfer.models import Transfer, TransferLine
from workspace.transitions.models import TransitionConfirmation, TransitionRule

__all__ = [
    "TransitionConfirmation",
    "TransitionRule",
    "BulkAct",
    "Holds",
    "Postponement",
    "PutAway",
    "SavedView",
    "SearchEntry",
    "Todo",
    "Transfer",
    "TransferLine",
]
