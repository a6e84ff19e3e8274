"""A word above Min dag about cases that somebody else made one the deputy of."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from cases.models import Assignment
from core import clock
from workspace.lines.source import told
from workspace.notices.models import PutAway
from workspace.notices.notice import TOLD_DAYS, Looking, Notice

# What names the notice when somebody puts it away.
DEPUTIES = "stedfortraeder"


def told_of(user, today) -> QuerySet:
    """What somebody else lately made the user the deputy of: nothing that an undo gave back, or that was put away."""
    read = PutAway.objects.filter(assignment=OuterRef("pk"), user=user)
    rows = (
        Assignment.objects.current()
        .afresh("case", "kind", "user")
        .filter(
            ~Exists(read),
            user=user,
            kind=Assignment.Kind.DEPUTY,
            until_on=None,
            case__closed_on=None,
            case__deputy=user,
            recorded_at__gte=clock.at(today - timedelta(days=TOLD_DAYS)),
        )
    )
    return rows.exclude(recorded_by=user).order_by("pk")


def deputy_rows(about: Looking) -> QuerySet:
    """Those assignments."""
    return told("deputy", told_of(about.user, about.today), case_id="case_id")


def deputy_notices(about: Looking, rows: list[tuple]) -> list[Notice]:
    """How many they are, in one sentence."""
    words = ngettext(
        "You have been made the deputy of %(n)s case.",
        "You have been made the deputy of %(n)s cases.",
        len(rows),
    ) % {"n": len(rows)}
    return [Notice(words, reverse("workspace:mine"), DEPUTIES)] if rows else []
