"""A word above Min dag about a colleague who is new."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.kui import day as drawn_day
from practice.models import Introduction, WelcomeRead
from practice.onboarding.rules import NEW_AFTER, NEW_BEFORE, Direction
from workspace.lines.source import Told, told
from workspace.notices.notice import Looking, Notice

# What names the notice when somebody puts it away, before the list's number.
WELCOME = "ny-kollega-"


def welcome_rows(about: Looking) -> QuerySet:
    """Those who are new in the user's unit, of whom they have not read, and who are not themselves."""
    first, last = about.today - timedelta(days=NEW_AFTER), about.today + timedelta(days=NEW_BEFORE)
    read = WelcomeRead.objects.filter(introduction=OuterRef("pk"), user=about.user)
    rows = Introduction.objects.filter(
        ~Exists(read), ~Q(user=about.user), ~Q(started_by=about.user), direction=Direction.JOINING,
        unit=about.user.unit_id, day__gte=first, day__lte=last, user__is_active=True,
    )  # fmt: skip
    columns = {"number": "pk", "other": "user_id", "who": "user__name", "what": "welcome"}
    return told("welcome", rows, day="day", more="mentor__name", **columns)


def welcome_notices(about: Looking, rows: list[Told]) -> list[Notice]:
    """Who comes or came when, with the line that the leader wrote."""
    return [
        Notice(
            _words(row, about),
            reverse("practice:competence_detail", args=[row.other]),
            f"{WELCOME}{row.number}",
        )
        for row in sorted(rows, key=lambda row: (row.day, row.number))
    ]


def _words(row: Told, about: Looking) -> str:
    words = (
        _("New colleague: %(name)s begins %(day)s.")
        if row.day > about.today
        else _("New colleague: %(name)s began %(day)s.")
    )
    said = [words % {"name": row.who, "day": drawn_day(row.day)}, row.what]
    if row.more:
        said.append(_("Mentor: %(name)s.") % {"name": row.more})
    return " ".join(filter(None, said))
