"""A course that somebody has been on and has not shared; on their own day alone."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.addresses import address
from practice.models import Course
from workspace.lines.line import Act, Task
from workspace.lines.source import About, Told, told


def course_rows(about: About) -> QuerySet:
    """The user's own, by the last day for it."""
    rows = Course.objects.awaiting_sharing(about.today).filter(user=about.user)
    return told("course", rows, day="share_by", number="pk", what="title")


def course_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each."""
    return [
        Task(
            row.day, "course", None, partial(_words, row.what), "users", partial(course_acts, row.number),
            ref=str(row.number), can_wait=False, heading=_("Course"), whose=(about.user.pk, about.user.name),
        )
        for row in sorted(rows, key=lambda row: (row.day, row.number))
    ]  # fmt: skip


def _words(title: str) -> str:
    return _("Share with your colleagues what you learnt: %(title)s") % {"title": title}


def course_acts(pk: int) -> tuple[Act, ...]:
    """Say where it was shared, or call colleagues together first."""
    return (
        Act(_("It is shared"), icon="check", href=address("practice:course_share", pk)),
        Act(_("Call to a meeting"), icon="calendar", href=address("workspace:course_call", pk)),
    )
