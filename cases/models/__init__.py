"""Young people and their cases, and the dated facts about them."""

from cases import limits as limits  # so that every process knows which limits there are
from cases.models.case import STATUS_MOVES, Activity, Case, CloseReason, Status
from cases.models.consent import Consent, Topic
from cases.models.documents import Document
from cases.models.facts import ActivityPeriod, Assignment, Participation, StatusPeriod
from cases.models.grants import AccessGrant, NamedAccess
from cases.models.notes import Draft, Note
from cases.models.person import Custody, Guardian, YoungPerson

__all__ = [
    "AccessGrant",
    "Activity",
    "ActivityPeriod",
    "Assignment",
    "Case",
    "CloseReason",
    "Consent",
    "Custody",
    "Document",
    "Draft",
    "Guardian",
    "NamedAccess",
    "Note",
    "Participation",
    "STATUS_MOVES",
    "Status",
    "StatusPeriod",
    "Topic",
    "YoungPerson",
]
