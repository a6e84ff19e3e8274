"""What the user opened lately, beside the lines of Min dag."""

from uuid import UUID

from django.db.models import QuerySet

from audit.models import AuditEvent
from cases.models import Case
from workspace.lines.source import About, Told, told

LAST_SEEN = 6


# Among so many looks the last cases are sought.
LOOKS = 60


def seen_rows(about: About) -> QuerySet:
    """The user's latest looks at cases."""
    looks = AuditEvent.objects.filter(actor_id=about.user.pk, action="case.look", outcome="ok")
    latest = looks.order_by("-at", "-pk").values("pk")[:LOOKS]
    return told("seen", AuditEvent.objects.filter(pk__in=latest), case_id="case_id", at="at", number="pk")


def last_opened(about: About, rows: list[Told]) -> list[UUID]:
    """The cases opened last, newest first."""
    newest_first = sorted(rows, key=lambda row: (row.at, row.number), reverse=True)
    return list(dict.fromkeys(row.case_id for row in newest_first))[:LAST_SEEN]


def seen(about: About, rows: list[Told]) -> list[Case]:
    """The cases the user opened most lately and still may open."""
    return [about.known(pk) for pk in last_opened(about, rows) if about.is_open(pk)]
