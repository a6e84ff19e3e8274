"""Which statuses a partner's user has not read yet: counted from the trail, since nothing else says who has looked."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import AuditEvent
from cases.models import Topic
from core import clock
from core.kept import Given, GivenIds, kept
from portal.promises.waiting import WaitingRow
from reports.periods.rules import Period
from reports.status.reading import latest_of

LOOK = "status.shared_look"


def unread(user, cases: Iterable, period: Period) -> set:
    """The ids of the cases whose status of the period the user has not opened since it was made; one query."""
    ids = {case.pk for case in cases}
    return ids.difference(_looks(period.last).ask(user=user.pk, cases=ids))


@kept
def _looks(last: date) -> QuerySet:
    """The cases whose status of the period that ends on the day ``last`` somebody has opened."""
    made = clock.at(last + timedelta(days=1))
    rows = AuditEvent.objects.filter(actor_id=Given("user"), action=LOOK, at__gte=made)
    return rows.filter(case_id__among=GivenIds("cases")).order_by().values_list("case_id", flat=True)


def readable(covered: Mapping) -> list:
    """The cases of which a partner gets a status: those whose plan it may be told of."""
    return [case for case, topics in covered.items() if Topic.PLAN in topics]


def status_rows(user, covered: Mapping, on: date) -> list[WaitingRow]:
    """One line of the first page when there are statuses to read; whom they are about stands behind it."""
    cases = readable(covered)
    period = latest_of(user.unit, on) if cases else None
    new = len(unread(user, cases, period)) if period else 0
    if not new:
        return []
    words = ngettext(
        "%(n)s young person has a status that you have not read",
        "%(n)s young people have a status that you have not read",
        new,
    )
    url = reverse("reports:shared_statuses")
    return [
        WaitingRow(name=_("New status"), words=words % {"n": new}, url=url, button=_("Read"), kind="status")
    ]
