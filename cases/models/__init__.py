"""Young people and their cases, and the dated facts about them."""

from cases import limits as limits  # so that every process knows which limits there are
from cases.models.case import STATUS_MOVES, Activity, Case, CloseReason, Status
from cases.models.closing import ClosingRequest, ClosingSummary, FollowUp
from cases.models.consent import Consent, ConsentReceipt, Disclosure, SharingRule, Topic
from cases.models.documents import Document
from cases.models.duty import BreachReason, DutyBreach, DutyExemption
from cases.models.emergency import BrokenGlass
from cases.models.facts import (
    ActivityPeriod,
    Assignment,
    ColleagueRole,
    Participation,
    StallRest,
    StatusPeriod,
)
from cases.models.grants import AccessGrant, NamedAccess
from cases.models.guides import CaseWeight, GuideKnowledge, GuideProfile
from cases.models.inquiry import (
    AskedBy,
    Decision,
    Department,
    Inquiry,
    Knowledge,
    Outcome,
    Statement,
    TargetGroup,
)
from cases.models.lists import BulkAct, SavedView
from cases.models.note_kinds import NoteKind
from cases.models.notes import Draft, Mention, Note, NoteContact, SummaryVersion
from cases.models.person import Closeness, ContactWish, Custody, Guardian, YoungPerson
from cases.models.postponement import Postponement
from cases.models.transfers import Transfer, TransferLine
from cases.models.transitions import TransitionConfirmation, TransitionRule

__all__ = [
    "AccessGrant",
    "Activity",
    "ActivityPeriod",
    "AskedBy",
    "Assignment",
    "BreachReason",
    "BrokenGlass",
    "BulkAct",
    "Case",
    "CaseWeight",
    "CloseReason",
    "Closeness",
    "ColleagueRole",
    "ClosingRequest",
    "ClosingSummary",
    "FollowUp",
    "Consent",
    "ConsentReceipt",
    "ContactWish",
    "Custody",
    "Decision",
    "Department",
    "Disclosure",
    "Document",
    "Draft",
    "DutyBreach",
    "DutyExemption",
    "Guardian",
    "GuideKnowledge",
    "GuideProfile",
    "Inquiry",
    "Knowledge",
    "Mention",
    "NamedAccess",
    "Note",
    "NoteContact",
    "NoteKind",
    "Outcome",
    "Participation",
    "Postponement",
    "STATUS_MOVES",
    "SavedView",
    "SharingRule",
    "StallRest",
    "Statement",
    "Status",
    "StatusPeriod",
    "SummaryVersion",
    "TargetGroup",
    "Topic",
    "TransitionConfirmation",
    "TransitionRule",
    "Transfer",
    "TransferLine",
    "YoungPerson",
]
