"""The one door to a case: the decorator that every case page goes through."""

from collections.abc import Iterable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import QuerySet, UUIDField
from django.http import Http404, HttpResponse
from django.urls import reverse

from accounts.access import may_work, redirect_to_sign_in
from accounts.models import Role
from audit import trail
from cases.access.permissions import Permission, Relation, permissions
from core import clock
from core.http import answerable
from core.kept import Given, GivenUser, kept

if TYPE_CHECKING:
    from cases.casefile.models import Case

PEOPLE = ("person", "guide", "deputy", "cover", "summary_by")


class Settled(PermissionDenied):
    """Theirs to do, had nobody closed the case meanwhile, or opened it again: its page says who was first."""


@kept
def _visible_to(role: str, _today: date) -> QuerySet:
    rows = apps.get_model("cases.Case").objects.visible_to(GivenUser(role))
    return rows.filter(pk=Given("case", UUIDField)).select_related(*PEOPLE).order_by()


def find(user, case_id) -> "Case | None":
    """The case, if `visible_to` has it: written once for each role, but for partners', who differ in more."""
    if not may_work(user):
        return None
    if user.role == Role.PARTNER:
        rows = apps.get_model("cases.Case").objects.filter(pk=case_id).visible_to(user)
        return rows.select_related(*PEOPLE).first()
    told = {"user": user.pk, "unit": user.unit_id, "now": clock.now(), "case": case_id}
    return next(iter(_visible_to(user.role, clock.today()).ask(**told)), None)


def load(user, case_id, needs: Permission) -> "Case":
    """The case, with ``may`` set.

    Raises Http404 when it is not the user's to see, PermissionDenied when not theirs to do (or Settled).
    """
    rows = apps.get_model("cases.Case").objects.filter(pk=case_id).select_related(*PEOPLE)
    case = find(user, case_id) or rows.opened_in_emergency(user).first()
    opened = case is not None and case.relation in (Relation.GRANTED, Relation.NAMED)
    if case is None or (opened and needs == Permission.ASK_PURPOSE):
        case = rows.known_to(user).first()
    if case is None:
        raise Http404
    if case.unit_id == user.unit_id:
        case.unit = user.unit
    case.may = permissions(case, user)
    if needs not in case.may:
        late = Permission.CASE_READ in case.may and needs in permissions(case, user, not case.is_closed)
        raise Settled(case) if late else PermissionDenied
    return case


def case_view(needs: Permission):
    """Guard a view of one case, whose URL holds ``case_id``; the view gets ``case`` in its place.

    Opens the transaction, loads through `visible_to` (else 404), derives ``case.may`` (else 403), and writes
    the look to the trail in the same transaction: no row, no response. Denials are written after the
    roll-back, so they stay.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, case_id, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_sign_in(request)
            with trail.of_request(request):
                try:
                    with answerable(), transaction.atomic():
                        case = load(request.user, case_id, needs)
                        response = view(request, case, *args, **kwargs)
                        if hasattr(response, "render") and not response.is_rendered:
                            response.render()
                        if not trail.has_recorded(case.pk):
                            why = getattr(case, "grant_purpose", None) or ""
                            about = {"case_id": case.pk, "relation": case.relation, "purpose": why}
                            trail.record("case.look", by=request.user, **about)
                        return _still_open(response, case, request.user)
                except (Http404, BadRequest, PermissionDenied) as refused:
                    outcome = "ok" if isinstance(refused, Settled) else "denied"
                    trail.record("case.look", by=request.user, case_id=case_id, outcome=outcome)
                    raise

        guarded.policy = f"case: {needs.value}"
        return guarded

    return decorate


def _still_open(response: HttpResponse, case: "Case", user) -> HttpResponse:
    """After an act that took the case from whoever did it, the way leads to their front page and to no refusal."""
    if response.status_code == 303 and str(case.pk) in response["Location"]:
        rows = apps.get_model("cases.Case").objects.filter(pk=case.pk)
        if not (rows.known_to(user).exists() or rows.visible_to(user).exists()):
            response["Location"] = reverse("home")
    return response


def record_list(what: str, *, by, cases: Iterable["Case"]) -> None:
    """Write to the trail that these cases were shown to ``by`` in one list."""
    trail.record("cases.listed", by=by, purpose=what, changes={"cases": [case.pk for case in cases]})
