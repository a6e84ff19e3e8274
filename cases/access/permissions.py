"""What a user is to a case, and what follows: the permissions of each relation."""

from typing import TYPE_CHECKING

from django.db import models

from accounts.access import may_work
from accounts.models import Role
from cases.access.models import AccessGrant

if TYPE_CHECKING:
    from cases.casefile.models import Case


class Relation(models.TextChoices):
    """What a user is to a case. `PERMISSIONS` says what follows."""

    OWN = "own"
    NAMED = "named"
    GRANTED = "granted"
    LEADER = "leader"
    SHARED = "shared"
    EMERGENCY = "emergency"
    COLLEAGUE = "colleague"
    SELF = "self"
    PARENT = "parent"


class Permission(models.TextChoices):
    """What somebody may do with one case."""

    ASK_PURPOSE = "ask_purpose"
    CASE_READ = "case_read"
    CASE_EDIT = "case_edit"
    ASSIGN = "assign"
    WEIGH = "weigh"
    CLOSE = "close"
    REOPEN = "reopen"
    NOTE_ADD = "note_add"
    ACTIVITY_CONFIRM = "activity_confirm"
    CONSENT_EDIT = "consent_edit"
    CPR_REVEAL = "cpr_reveal"
    LOG_READ = "log_read"
    PLAN_READ = "plan_read"
    PLAN_EDIT = "plan_edit"
    MILESTONE_UPDATE = "milestone_update"
    HAND_OVER = "hand_over"
    PROGRAMME_EDIT = "programme_edit"
    REPORT_READ = "report_read"
    PLAN_SHARED = "plan_shared"
    DOCUMENT_READ = "document_read"
    DOCUMENT_ADD = "document_add"
    # Documents marked confidential: read them, and say which they are.
    DOCUMENT_CONFIDENTIAL = "document_confidential"
    DOCUMENT_WITHDRAW = "document_withdraw"
    # What was put there by mistake, and withdrawn.
    DOCUMENT_WITHDRAWN = "document_withdrawn"
    LINE_PUT_OFF = "line_put_off"
    # What one is typing, kept for oneself: also when the case was closed meanwhile.
    DRAFT_KEEP = "draft_keep"
    CLOSE_ASK = "close_ask"
    CLOSING_SUMMARY = "closing_summary"
    # How it goes some months after: all that is left to do on a closed case.
    FOLLOW_UP = "follow_up"
    # The case sealed for another municipality, and what was sent.
    BUNDLE_SEND = "bundle_send"
    BUNDLE_READ = "bundle_read"
    # Who may enter Min plan, and how: invited, shut out again.
    ENTRY_EDIT = "entry_edit"
    # Min plan: what those who enter read there, what the young person writes, and what is for them alone.
    MY_PLAN_READ = "my_plan_read"
    MY_PLAN_WRITE = "my_plan_write"
    MY_PLAN_ALONE = "my_plan_alone"


P = Permission

_READ = frozenset({P.CASE_READ, P.PLAN_READ, P.DOCUMENT_READ})

_READ_ALL = _READ | {P.LOG_READ, P.REPORT_READ, P.BUNDLE_READ}

_AFTER = frozenset({P.CLOSING_SUMMARY, P.FOLLOW_UP, P.DRAFT_KEEP})

_WORK = _AFTER | {P.CASE_EDIT, P.WEIGH, P.NOTE_ADD, P.ACTIVITY_CONFIRM, P.CONSENT_EDIT, P.CPR_REVEAL}
_WORK |= {P.PLAN_EDIT, P.MILESTONE_UPDATE, P.HAND_OVER, P.DOCUMENT_ADD, P.LINE_PUT_OFF, P.CLOSE_ASK}
_WORK |= {P.BUNDLE_SEND, P.ENTRY_EDIT, P.PROGRAMME_EDIT}

_DOCUMENTS = frozenset({P.DOCUMENT_CONFIDENTIAL, P.DOCUMENT_WITHDRAW})

PERMISSIONS: dict[str, frozenset[str]] = {
    Relation.OWN: _READ_ALL | _WORK | _DOCUMENTS,
    Relation.LEADER: _READ_ALL
    | _DOCUMENTS
    | _AFTER
    | {P.ASSIGN, P.WEIGH, P.CLOSE, P.REOPEN, P.DOCUMENT_WITHDRAWN, P.BUNDLE_SEND, P.PROGRAMME_EDIT},
    Relation.NAMED: _READ,
    Relation.GRANTED: _READ,
    Relation.EMERGENCY: _READ,
    Relation.SHARED: frozenset({P.PLAN_SHARED}),
    Relation.COLLEAGUE: frozenset({P.ASK_PURPOSE}),
    Relation.SELF: frozenset({P.MY_PLAN_READ, P.MY_PLAN_WRITE, P.MY_PLAN_ALONE}),
    Relation.PARENT: frozenset({P.MY_PLAN_READ}),
}

# Who covers, or meets something acute, may also write down what happened and what was done.
_STAND_IN = _READ | {P.NOTE_ADD, P.ACTIVITY_CONFIRM, P.MILESTONE_UPDATE, P.DOCUMENT_ADD, P.DRAFT_KEEP}

_GRANTS = {AccessGrant.Purpose.COVER: _STAND_IN, AccessGrant.Purpose.ACUTE: _STAND_IN}

_WHEN_CLOSED = (
    _READ_ALL
    | _DOCUMENTS
    | {P.REOPEN, P.ASK_PURPOSE, P.CPR_REVEAL, P.DOCUMENT_WITHDRAWN}
    | _AFTER
    | {P.LINE_PUT_OFF, P.ENTRY_EDIT, P.MY_PLAN_READ, P.MY_PLAN_ALONE, P.PROGRAMME_EDIT}
)

_NAMES = frozenset(Permission.values)


class May(frozenset):
    """The permissions at hand; ``case.may.note_add`` reads well in a template."""

    def __getattr__(self, name: str) -> bool:
        if name not in _NAMES:
            raise AttributeError(name)
        return name in self


def permissions(case: "Case", user, closed: bool | None = None) -> May:
    """What ``user`` may do with ``case``, which came from `visible_to` or `known_to`; or might, were it ``closed``."""
    closed = case.is_closed if closed is None else closed
    allowed = PERMISSIONS[case.relation]
    if case.relation == Relation.GRANTED:
        allowed = _GRANTS.get(case.grant_purpose, allowed)
    if user.is_leader and case.relation in (Relation.OWN, Relation.NAMED):
        allowed = allowed | PERMISSIONS[Relation.LEADER]
    return May(allowed & _WHEN_CLOSED if closed else allowed - {P.REOPEN, P.FOLLOW_UP})


def works_with_cases(user) -> bool:
    """Whether ``user`` is somebody of a unit who may have cases at all: a guide or a leader, active and confirmed."""
    return may_work(user) and user.role in (Role.GUIDE, Role.LEADER)
