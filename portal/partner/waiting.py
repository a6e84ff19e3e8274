"""What waits for a partner: statements it is asked for, and its promises whose day has come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import may_work
from audit import trail
from cases.models import Case
from core.kept import Given, kept
from core.limits import limit
from intake.inquiries.rows import THINKING
from intake.models import Statement
from plans.handover.scope import name_told
from portal.promises.reading import Promise
from portal.promises.waiting import WaitingRow

# Promises are told of so many days ahead.
PROMISE_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Promises:
    """How many of the partner's promises to one young person are late, and how many come soon; never which."""

    case: Case
    # First name alone, unless a basis covers more.
    name: str
    late: int
    soon: int


def statements_awaited(user):
    """What the user's department is asked and has not answered; nothing for anybody who no longer acts for it."""
    return Statement.objects.shown_to(user).awaited()


def statements_for(user, on: date) -> list[tuple[Statement, bool]]:
    """What the user's department is asked and has not answered, longest first, and whether it is late."""
    contact = getattr(user, "partner_contact", None)
    if not may_work(user) or contact is None or not contact.may_act(on):
        return []
    rows = put_to(on).ask(partner=contact.partner_id, unit=user.unit_id)
    if rows:
        trail.record("statements.listed", by=user, changes={"statements": [row.pk for row in rows]})
    most = limit(THINKING, on=on)
    return [(row, row.waited(on) > most) for row in rows]


@kept
def put_to(on: date) -> QuerySet[Statement]:
    """What a department is asked and has not answered, longest first."""
    rows = Statement.objects.put_to(Given("partner"), Given("unit"), on).awaited()
    return rows.select_related("inquiry", "department").order_by("asked_on", "pk")


def promises_of(told: Iterable[Promise], covered: Mapping[Case, set], on: date) -> list[Promises]:
    """The promises with a day within PROMISE_AHEAD, by young person, late ones first; of those that may be told.

    No query. What was promised is told on the page of the young person, which writes down that it was.
    """
    late, soon = Counter(), Counter()
    for one in told:
        if one.is_due(on, PROMISE_AHEAD):
            (late if one.late else soon)[one.case_id] += 1
    found = [
        Promises(case, name_told(case.person, topics), late[case.pk], soon[case.pk])
        for case, topics in covered.items()
        if late[case.pk] or soon[case.pk]
    ]
    return sorted(found, key=lambda one: -one.late)


def promise_rows(promises: Iterable[Promises]) -> list[WaitingRow]:
    """The same as rows of the first page."""
    return [_row(one) for one in promises]


def _row(one: Promises) -> WaitingRow:
    words = []
    if one.late:
        words.append(
            ngettext("%(n)s promise of yours is overdue.", "%(n)s promises of yours are overdue.", one.late)
        )
    if one.soon:
        words.append(
            ngettext(
                "%(n)s promise of yours is due within two weeks.",
                "%(n)s promises of yours are due within two weeks.",
                one.soon,
            )
        )
    numbers = [number for number in (one.late, one.soon) if number]
    return WaitingRow(
        name=one.name,
        words=" ".join(told % {"n": number} for told, number in zip(words, numbers, strict=True)),
        url=reverse("portal:shared_case", args=[one.case.pk]),
        button=_("See what was agreed"),
        chip=_("Overdue") if one.late else "",
        tone="danger",
        kind="late" if one.late else "soon",
    )
