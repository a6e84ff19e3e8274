"""A word above Min dag about running cases that somebody else gave the user, or took, one by one or many at once."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as CaseWhen
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from cases.models import Assignment
from core import clock
from workspace.lines.source import Told, told
from workspace.notices.models import PutAway
from workspace.notices.notice import TOLD_DAYS, Looking, Notice
from workspace.notices.transfers import TOLD
from workspace.sources.transfers import models

# What names the notice when somebody puts it away, before the number of the other guide, or of who gave a new case.
TAKEN, GIVEN, NEW = "overtaget-", "afgivet-", "ny-"
WORDS = {
    TAKEN: TOLD["taken", "for good"],
    GIVEN: TOLD["given", "for good"],
    NEW: ngettext_lazy(
        "%(name)s has given you %(n)s new case.", "%(name)s has given you %(n)s new cases.", "n"
    ),
}


def told_of(user, today: date) -> QuerySet:
    """What somebody else lately gave the user from another guide, the ``giver``, or gave away from them. Of a case that
    nobody had before the ``giver`` is who assigned it, and ``begins`` says so.

    Not what they have put away, what an undo gave back, or what a hand-over tells of already.
    """
    Transfer, TransferLine = models()
    guides = Assignment.objects.current().filter(kind=Assignment.Kind.GUIDE)
    former = guides.filter(case=OuterRef("case"), until_on__isnull=False).order_by("-recorded_at", "-pk")
    handed_over = TransferLine.objects.filter(
        case=OuterRef("case"),
        transfer__kind=Transfer.Kind.FOR_GOOD,
        transfer__to_user=OuterRef("user"),
        transfer__from_on=OuterRef("from_on"),
        transfer__undone_at=None,
    )
    # Asked of the cases that the user has or had: after an import, every case of the unit has a new assignment.
    had = guides.filter(user=user, until_on__isnull=False).values("case")
    rows = guides.filter(Q(user=user) | Q(case__in=had)).afresh("case", "kind", "user")
    rows = rows.filter(
        ~Exists(PutAway.objects.filter(assignment=OuterRef("pk"), user=user)),
        ~Exists(handed_over),
        until_on=None,
        case__unit=user.unit_id,
        case__closed_on=None,
        recorded_at__gte=clock.at(today - timedelta(days=TOLD_DAYS)),
    )
    rows = rows.exclude(recorded_by=user).annotate(
        begins=CaseWhen(When(Exists(former), then=Value("")), default=Value("new")),
        giver=Coalesce(Subquery(former.values("user")[:1]), "recorded_by_id", output_field=BigIntegerField()),
        giver_name=Coalesce(Subquery(former.values("user__name")[:1]), "recorded_by__name"),
    )
    return rows.filter(Q(user=user) | Q(giver=user.pk)).exclude(giver=F("user_id"))


def assignment_rows(about: Looking) -> QuerySet:
    """Those assignments, with both guides."""
    rows = told_of(about.user, about.today)
    both = {
        "number": "giver",
        "what": "giver_name",
        "other": "user_id",
        "who": "user__name",
        "more": "begins",
    }
    return told("assigned", rows, case_id="case_id", at="recorded_at", **both)


def assignment_notices(about: Looking, rows: list[Told]) -> list[Notice]:
    """How many came from whom, went to whom, and are new: a sentence for each."""
    found: dict[tuple, list[Told]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.at, row.case_id)):
        mine = row.other == about.user.pk
        key = (NEW if row.more else TAKEN) if mine else GIVEN
        found[key, row.number if mine else row.other, row.what if mine else row.who].append(row)
    made = []
    for (key, other, name), those in found.items():
        words = WORDS[key] % {"n": len(those), "name": name}
        one = key != GIVEN and len(those) == 1
        url = reverse("workspace:case_detail", args=[those[0].case_id]) if one else reverse("workspace:mine")
        made.append(Notice(words, url, f"{key}{other}"))
    return made


def put_away(user, key: str, today: date) -> bool:
    """Tell the user no more of what the notice ``key`` is about; whether it is one of these at all."""
    begun = next((begun for begun in WORDS if key.startswith(begun)), None)
    other = key.removeprefix(begun or "")
    if begun is None or not other.isdecimal() or len(other) > 18:
        return False
    of = {"giver": user.pk, "user": int(other)}
    if begun != GIVEN:
        of = {"user": user, "giver": int(other), "begins": "new" if begun == NEW else ""}
    PutAway.keep(user, assignments=told_of(user, today).filter(**of))
    return True
