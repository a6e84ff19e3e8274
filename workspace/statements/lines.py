"""What a young person wrote about a goal or a milestone, and nobody has read or answered."""

from datetime import timedelta
from functools import partial

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core import clock
from participation.models import Statement
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About, Told, told

# Who has written waits no longer than this for an answer: a message nobody answers teaches not to write.
DAYS = 3


def statement_rows(about: About) -> QuerySet:
    """The unread ones of the cases of the day."""
    rows = Statement.objects.awaiting_staff().filter(case__among=about.cases)
    what = Coalesce(F("milestone__own_words"), F("goal__text"))
    columns = {"case_id": "case_id", "at": "recorded_at", "key": "milestone_id", "number": "goal_id"}
    return told("statement", rows, what=what, **columns)


def statement_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each part that was written about, from the first that waits."""
    first: dict = {}
    for row in sorted(rows, key=lambda row: row.at):
        first.setdefault((row.case_id, row.key, row.number), row)
    return [_task(about, row) for row in first.values()]


def _task(about: About, row: Told) -> Task:
    case = about.cases[row.case_id]
    kind, ref = ("milepael", row.key) if row.key else ("maal", row.number)
    # It is for today from the moment it is written, and late when nobody has answered in time.
    due = min(about.today, clock.local_date(row.at) + timedelta(days=DAYS))
    words = partial(_words, case.person.called, row.what)
    return Task(
        due, "statement", case, words, "note", partial(_acts, kind, str(ref)), ref=str(ref), can_wait=False
    )


def _words(name: str, about: str) -> str:
    return _("An answer waits: %(name)s has written about “%(about)s”") % {"name": name, "about": about}


def _acts(kind: str, ref: str) -> tuple[Act, ...]:
    return (
        go(_("Read and answer"), "participation:conversation", kind, ref),
        post(_("I have read it"), "participation:conversation_read", kind, ref, quiet=True),
    )
