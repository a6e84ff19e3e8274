"""Cases that came from somebody else: a word about it above Min dag, and a line until the new guide has said hello."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Transfer, TransferLine
from core.templatetags.kui import day as drawn_day
from plans.day.line import Act, Task, go, quick

# For so long a transfer for good is told of, and a new guide has time to say hello.
TOLD_DAYS = 14
HELLO_DAYS = 7
COMING_DAYS = 7


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence above the list, and where to read more."""

    words: str
    url: str


def taken_over_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """Cases taken over for good whose young person has not been talked with since; one query."""
    rows = TransferLine.objects.filter(
        transfer__in=Transfer.objects.standing().filter(
            kind=Transfer.Kind.FOR_GOOD, from_on__gt=today - timedelta(days=60)
        ),
        case__in=list(cases),
        transfer__to_user=F("case__guide"),
    )
    rows = rows.order_by("-transfer__from_on", "-pk").values_list(
        "case_id", "transfer_id", "transfer__from_on", "transfer__from_user__name"
    )
    found: dict = {}
    for case_id, transfer_id, from_on, name in rows:
        case = cases[case_id]
        if case_id in found or (case.last_contact_on and case.last_contact_on >= from_on):
            continue
        words = _("Taken over from %(name)s: say hello") % {"name": name}
        found[case_id] = Task(
            from_on + timedelta(days=HELLO_DAYS),
            "taken-over",
            case,
            words,
            "users",
            partial(hello_acts, transfer_id),
        )
    return list(found.values())


def hello_acts(transfer_id) -> tuple[Act, ...]:
    """A talk, written down; or the hand-over first."""
    read = reverse("plans:transfer_done", args=[transfer_id])
    return (quick(_("Write a note"), "notat/", icon="note"), go(_("Read the hand-over"), read))


def notices(user, today: date) -> list[Notice]:
    """What both guides are told: who covers for whom until when, and what went over for good lately; one query."""
    lately = Q(kind=Transfer.Kind.FOR_GOOD, from_on__gt=today - timedelta(days=TOLD_DAYS))
    covers = Q(kind=Transfer.Kind.COVER, until_on__gt=today, from_on__lte=today + timedelta(days=COMING_DAYS))
    rows = Transfer.objects.standing().filter(lately | covers, Q(from_user=user) | Q(to_user=user))
    rows = (
        rows.select_related("from_user", "to_user").annotate(count=Count("lines")).order_by("from_on", "pk")
    )
    return [
        Notice(_words(row, user, today), reverse("plans:transfer_done", args=[row.pk])) for row in rows[:10]
    ]


def _words(row: Transfer, user, today: date) -> str:
    mine = row.to_user_id == user.pk
    facts = {
        "n": row.count,
        "name": (row.from_user if mine else row.to_user).name,
        "first": drawn_day(row.from_on),
        "last": drawn_day(row.until_on - timedelta(days=1)) if row.until_on else "",
    }
    if not row.is_cover and mine:
        words = ngettext(
            "You have taken over %(n)s case from %(name)s.",
            "You have taken over %(n)s cases from %(name)s.",
            row.count,
        )
    elif not row.is_cover:
        words = ngettext(
            "%(name)s has taken over %(n)s case from you.",
            "%(name)s has taken over %(n)s cases from you.",
            row.count,
        )
    elif mine and row.from_on > today:
        words = ngettext(
            "From %(first)s to %(last)s you cover %(n)s case for %(name)s.",
            "From %(first)s to %(last)s you cover %(n)s cases for %(name)s.",
            row.count,
        )
    elif mine:
        words = ngettext(
            "You cover %(n)s case for %(name)s, until and including %(last)s.",
            "You cover %(n)s cases for %(name)s, until and including %(last)s.",
            row.count,
        )
    elif row.from_on > today:
        words = ngettext(
            "From %(first)s to %(last)s %(name)s covers %(n)s case for you.",
            "From %(first)s to %(last)s %(name)s covers %(n)s cases for you.",
            row.count,
        )
    else:
        words = ngettext(
            "%(name)s covers %(n)s case for you, until and including %(last)s.",
            "%(name)s covers %(n)s cases for you, until and including %(last)s.",
            row.count,
        )
    return words % facts
