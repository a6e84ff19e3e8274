"""What the sources begin with: the cases of a day, fetched once, and the other cases that they speak of."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from cases.access.permissions import works_with_cases
from cases.casefile.querysets import LIST_COLUMNS
from cases.models import Case, Status
from core import clock
from core.kept import GivenIds, GivenUser, kept
from core.querysets import built_once


def with_people(rows):
    """``rows`` with every column that a line reads; one query for all of them."""
    rows = rows.select_related("person", "guide", "cover")
    return rows.only(*LIST_COLUMNS, "opened_on").order_by("id")


def with_columns(rows):
    """The open ones of ``rows`` with every column that a line reads; one query for all of them."""
    return with_people(rows.open())


@built_once
def _all_with_people() -> QuerySet:
    return with_people(Case.objects.all())


@kept
def _own(today: date) -> QuerySet:
    return _all_with_people().own_of(GivenUser()).open()


def own_cases(user) -> list[Case]:
    """The open cases that ``user`` carries or stands in for, with what the lines need; one query."""
    return _own(clock.today()).ask(user=user.pk, unit=user.unit_id)


@kept
def _known(role: str, _today: date) -> QuerySet:
    return _all_with_people().filter(pk__among=GivenIds("cases")).known_with_is_open(GivenUser(role))


def others(user, case_ids: Collection[UUID]) -> dict[UUID, Case]:
    """Those of the cases that ``user`` may know of, by id; ``is_open`` says whether they may open it. At most
    one query.

    Of one that is not open to them, a line says no more than a search would.
    """
    if not case_ids or not works_with_cases(user):
        return {}
    told = {"user": user.pk, "unit": user.unit_id, "now": clock.now(), "cases": case_ids}
    found = {case.pk: case for case in _known(user.role, clock.today()).ask(**told)}
    for case in found.values():
        if not case.is_open:
            case.person.address_protected = case.shielded = False
            case.status = Status.RUNNING
            case.activity_clash, case.stall_rests_until = "", date.max
    return found


def running(cases: dict) -> Iterable[Case]:
    """Those that run: a paused case, or one that waits for a guide, asks for no talk."""
    return (case for case in cases.values() if case.status == Status.RUNNING)
