"""Who covers for whom until when, what was done meanwhile, and what went over for good."""

from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from core.querysets import built_once
from core.templatetags.kui import day as drawn_day
from workspace.notices.models import PutAway
from workspace.notices.notice import TOLD_DAYS, Looking, Notice
from workspace.sources.transfers import models

COMING_DAYS = 7


MOST_NOTICES = 10


# What a notice reads of a transfer.
NOTICED = ("from_on", "pk", "kind", "until_on", "to_user_id")


def notice_rows(about: Looking) -> QuerySet:
    """The user's transfers that both guides are told of: covers that are on or come soon, and what went over
    for good lately.
    """
    user = about.user
    read = PutAway.objects.filter(transfer=OuterRef("pk"), user=user)
    return _lately(about.today).filter(~Exists(read), Q(from_user=user) | Q(to_user=user))


@built_once
def _lately(today: date) -> QuerySet:
    """What went over for good lately, and covers that were on lately, are on or come soon."""
    Transfer, TransferLine = models()
    since = today - timedelta(days=TOLD_DAYS)
    for_good = Q(kind=Transfer.Kind.FOR_GOOD, from_on__gt=since)
    covers = Q(kind=Transfer.Kind.COVER, until_on__gt=since, from_on__lte=today + timedelta(days=COMING_DAYS))
    running = TransferLine.objects.filter(
        transfer=OuterRef("pk"),
        case__cover=F("transfer__to_user"),
        case__cover_from=F("transfer__from_on"),
        case__cover_until=F("transfer__until_on"),
    )
    lines = TransferLine.objects.filter(transfer=OuterRef("pk")).order_by().values("transfer")
    rows = Transfer.objects.standing().filter(for_good | covers)
    rows = rows.annotate(count=Subquery(lines.annotate(n=Count("pk")).values("n")), runs=Exists(running))
    return rows.values_list(*NOTICED, "count", "from_user__name", "to_user__name", "runs")


def notices(about: Looking, rows: list[tuple]) -> list[Notice]:
    """Who covers for whom until when, and what went over for good lately."""
    Transfer, _lines = models()
    made = []
    for row in sorted(rows, key=lambda row: row[:2]):
        transfer = Transfer(**dict(zip(NOTICED, row, strict=False)))
        count, giver, taker, runs = row[len(NOTICED) :]
        if _is_told(transfer, runs, about):
            words = _words(transfer, count, giver, taker, runs, about)
            url = reverse("workspace:transfer_done", args=[transfer.pk])
            made.append(Notice(words, url, str(transfer.pk)))
    return made[:MOST_NOTICES]


def _is_told(row, runs: bool, about: Looking) -> bool:
    """A cover that was ended before its time is told of no more, but to who is back: they see what was done."""
    if not row.is_cover or (runs and row.until_on > about.today):
        return True
    return row.to_user_id != about.user.pk and row.from_on <= about.today


# By whose side one is on, and whether it is for good, a cover that runs, or one that comes.
TOLD = {
    ("taken", "for good"): ngettext_lazy(
        "You have taken over %(n)s case from %(name)s.", "You have taken over %(n)s cases from %(name)s.", "n"
    ),
    ("given", "for good"): ngettext_lazy(
        "%(name)s has taken over %(n)s case from you.", "%(name)s has taken over %(n)s cases from you.", "n"
    ),
    ("taken", "soon"): ngettext_lazy(
        "From %(first)s to %(last)s you cover %(n)s case for %(name)s.",
        "From %(first)s to %(last)s you cover %(n)s cases for %(name)s.",
        "n",
    ),
    ("taken", "now"): ngettext_lazy(
        "You cover %(n)s case for %(name)s, until and including %(last)s.",
        "You cover %(n)s cases for %(name)s, until and including %(last)s.",
        "n",
    ),
    ("given", "soon"): ngettext_lazy(
        "From %(first)s to %(last)s %(name)s covers %(n)s case for you.",
        "From %(first)s to %(last)s %(name)s covers %(n)s cases for you.",
        "n",
    ),
    ("given", "over"): ngettext_lazy(
        "%(name)s has covered %(n)s case for you: see what was done.",
        "%(name)s has covered %(n)s cases for you: see what was done.",
        "n",
    ),
    ("given", "now"): ngettext_lazy(
        "%(name)s covers %(n)s case for you, until and including %(last)s.",
        "%(name)s covers %(n)s cases for you, until and including %(last)s.",
        "n",
    ),
}


def _words(row, count: int | None, giver: str, taker: str, runs: bool, about: Looking) -> str:
    mine = row.to_user_id == about.user.pk
    over = not runs or (row.until_on and row.until_on <= about.today)
    when = "soon" if row.from_on > about.today else "over" if over else "now"
    when = when if row.is_cover else "for good"
    return TOLD["taken" if mine else "given", when] % {
        "n": count or 0,
        "name": giver if mine else taker,
        "first": drawn_day(row.from_on),
        "last": drawn_day(row.until_on - timedelta(days=1)) if row.until_on else "",
    }
