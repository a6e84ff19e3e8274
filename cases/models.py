"""Young people and their cases: the models of every room."""

from cases import limits as limits  # so that every process knows which limits there are
from cases.access.models import AccessGrant, BrokenGlass, NamedAccess
from cases.activity.models import ActivityPeriod, StallRest
from cases.casefile.models import STATUS_MOVES, Activity, Assignment, Case, CloseReason, Status, StatusPeriod
from cases.closing.models import ClosingRequest, ClosingSummary, FollowUp
from cases.consents.models import SENSITIVE, Consent, ConsentReceipt, Disclosure, SharingRule, Topic
from cases.documents.models import Document
from cases.drafts.models import Draft
from cases.duty.models import BreachReason, DutyBreach, DutyDecision, DutyExemption
from cases.guides.models import CaseWeight, GuideKnowledge, GuideProfile, Knowledge
from cases.network.models import ColleagueRole, Participation
from cases.notes.models import Mention, Note, NoteContact, NoteKind, SummaryVersion
from cases.people.models import Closeness, ContactWish, Custody, FormerNumber, Guardian, YoungPerson

__all__ = [
    "AccessGrant",
    "Activity",
    "ActivityPeriod",
    "Assignment",
    "BreachReason",
    "BrokenGlass",
    "Case",
    "CaseWeight",
    "CloseReason",
    "Closeness",
    "ClosingRequest",
    "ClosingSummary",
    "ColleagueRole",
    "Consent",
    "ConsentReceipt",
    "ContactWish",
    "Custody",
    "Disclosure",
    "Document",
    "Draft",
    "DutyBreach",
    "DutyDecision",
    "DutyExemption",
    "FollowUp",
    "FormerNumber",
    "Guardian",
    "GuideKnowledge",
    "GuideProfile",
    "Knowledge",
    "Mention",
    "NamedAccess",
    "Note",
    "NoteContact",
    "NoteKind",
    "Participation",
    "STATUS_MOVES",
    "SharingRule",
    "StallRest",
    "Status",
    "SENSITIVE",
    "StatusPeriod",
    "SummaryVersion",
    "Topic",
    "YoungPerson",
]
