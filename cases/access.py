"""The one door to a case: what follows from each relation, and the decorator that every case page goes through."""

from collections.abc import Iterable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404

from accounts.access import to_sign_in
from accounts.given import WhoLooks
from audit import trail
from cases.models import AccessGrant, Case
from cases.querysets import Relation, works_with_cases
from core.compiled import Compiled, Plain, compiled


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
    CLOSE_ASK = "close_ask"
    CLOSING_SUMMARY = "closing_summary"
    # How it goes some months after: all that is left to do on a closed case.
    FOLLOW_UP = "follow_up"
    # The case sealed for another municipality, and what was sent.
    BUNDLE_SEND = "bundle_send"
    BUNDLE_READ = "bundle_read"


P = Permission
_READ = frozenset({P.CASE_READ, P.PLAN_READ, P.DOCUMENT_READ})
_READ_ALL = _READ | {P.LOG_READ, P.REPORT_READ, P.BUNDLE_READ}
_WORK = frozenset(
    {
        P.CASE_EDIT,
        P.WEIGH,
        P.NOTE_ADD,
        P.ACTIVITY_CONFIRM,
        P.CONSENT_EDIT,
        P.CPR_REVEAL,
        P.PLAN_EDIT,
        P.MILESTONE_UPDATE,
        P.HAND_OVER,
        P.DOCUMENT_ADD,
        P.LINE_PUT_OFF,
        P.CLOSE_ASK,
        P.CLOSING_SUMMARY,
        P.FOLLOW_UP,
        P.BUNDLE_SEND,
    }
)
_DOCUMENTS = frozenset({P.DOCUMENT_CONFIDENTIAL, P.DOCUMENT_WITHDRAW})
PERMISSIONS: dict[str, frozenset[str]] = {
    Relation.OWN: _READ_ALL | _WORK | _DOCUMENTS,
    Relation.LEADER: _READ_ALL
    | _DOCUMENTS
    | {
        P.ASSIGN,
        P.WEIGH,
        P.CLOSE,
        P.REOPEN,
        P.DOCUMENT_WITHDRAWN,
        P.CLOSING_SUMMARY,
        P.FOLLOW_UP,
        P.BUNDLE_SEND,
    },
    Relation.NAMED: _READ,
    Relation.GRANTED: _READ,
    Relation.EMERGENCY: _READ,
    Relation.SHARED: frozenset({P.PLAN_SHARED}),
    Relation.COLLEAGUE: frozenset({P.ASK_PURPOSE}),
}
# Who covers, or meets something acute, may also write down what happened and what was done.
_STAND_IN = _READ | {P.NOTE_ADD, P.ACTIVITY_CONFIRM, P.MILESTONE_UPDATE, P.DOCUMENT_ADD}
_GRANTS = {AccessGrant.Purpose.COVER: _STAND_IN, AccessGrant.Purpose.ACUTE: _STAND_IN}
_WHEN_CLOSED = (
    _READ_ALL
    | _DOCUMENTS
    | {P.REOPEN, P.ASK_PURPOSE, P.CPR_REVEAL, P.DOCUMENT_WITHDRAWN}
    | {P.CLOSING_SUMMARY, P.FOLLOW_UP, P.LINE_PUT_OFF}
)


_NAMES = frozenset(Permission.values)


class May(frozenset):
    """The permissions at hand; ``case.may.note_add`` reads well in a template."""

    def __getattr__(self, name: str) -> bool:
        if name not in _NAMES:
            raise AttributeError(name)
        return name in self


def permissions(case: Case, user) -> May:
    """What ``user`` may do with ``case``, which came from `visible_to` or `known_to`."""
    allowed = PERMISSIONS[case.relation]
    if case.relation == Relation.GRANTED:
        allowed = _GRANTS.get(case.grant_purpose, allowed)
    if user.is_leader and case.relation in (Relation.OWN, Relation.NAMED):
        allowed = allowed | PERMISSIONS[Relation.LEADER]
    return May(allowed & _WHEN_CLOSED if case.is_closed else allowed - {P.REOPEN, P.FOLLOW_UP})


def _rows():
    return Case.objects.select_related("person", "unit", "guide", "deputy", "cover", "summary_by")


# What the door asks, in this order. Every page of a case asks the first, so it is put together once in each process.


@compiled(user=WhoLooks(), case_id=Plain(models.UUIDField()))
def visible(user, case_id):
    """The case, if ``user`` may open it."""
    return _rows().visible_to(user).filter(pk=case_id)


@compiled(user=WhoLooks(), case_id=Plain(models.UUIDField()))
def in_emergency(user, case_id):
    """The case, if ``user`` broke its glass within the hour."""
    return _rows().opened_in_emergency(user).filter(pk=case_id)


@compiled(user=WhoLooks(), case_id=Plain(models.UUIDField()))
def known(user, case_id):
    """The case, if ``user`` may know that it exists."""
    return _rows().known_to(user).filter(pk=case_id)


def _asked(question: Compiled, user, case_id) -> Case | None:
    ask = question if works_with_cases(user) else question.plain
    return next(iter(ask(user=user, case_id=case_id)), None)


def load(user, case_id, needs: Permission) -> Case:
    """The case, with ``may`` set. Raises Http404 when it is not the user's to see, PermissionDenied when not theirs to do."""
    case = _asked(visible, user, case_id) or _asked(in_emergency, user, case_id)
    asks = (
        needs == Permission.ASK_PURPOSE
        and case is not None
        and case.relation in (Relation.GRANTED, Relation.NAMED)
    )
    if case is None or asks:
        case = _asked(known, user, case_id)
    if case is None:
        raise Http404
    case.may = permissions(case, user)
    if needs not in case.may:
        raise PermissionDenied
    return case


def case_view(needs: Permission):
    """Guard a view of one case, whose URL holds ``case_id``; the view gets ``case`` in its place.

    Opens the transaction, loads through `visible_to` (else 404), derives ``case.may`` (else 403), and writes the look to the
    trail in the same transaction: no row, no response. Denials are written after the roll-back, so they stay.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, case_id, *args, **kwargs):
            if not request.user.is_authenticated:
                return to_sign_in(request)
            with trail.of_request(request):
                try:
                    with transaction.atomic():
                        case = load(request.user, case_id, needs)
                        response = view(request, case, *args, **kwargs)
                        if hasattr(response, "render") and not response.is_rendered:
                            response.render()
                        if not trail.has_recorded(case.pk):
                            trail.record(
                                "case.look",
                                by=request.user,
                                case_id=case.pk,
                                relation=case.relation,
                                purpose=getattr(case, "grant_purpose", None) or "",
                            )
                        return response
                except (Http404, PermissionDenied):
                    trail.record("case.look", by=request.user, case_id=case_id, outcome="denied")
                    raise

        guarded.policy = f"case: {needs.value}"
        return guarded

    return decorate


def record_list(what: str, *, by, cases: Iterable[Case]) -> None:
    """Write to the trail that these cases were shown to ``by`` in one list."""
    trail.record("cases.listed", by=by, purpose=what, changes={"cases": [case.pk for case in cases]})
