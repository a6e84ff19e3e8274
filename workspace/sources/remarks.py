"""What was said about a goal or a milestone and the other side has not read.

The young person's words wait for an answer; what was written to them is told when days have passed.
"""

from datetime import timedelta
from functools import partial

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core import clock
from participation.conversation.models import ANSWER_WITHIN, NOT_READ_AFTER, Remark, Voice
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About, Told, told


def remark_rows(about: About) -> QuerySet:
    """The unread ones of the cases of the day."""
    rows = Remark.objects.waiting(about.today).filter(case__among=about.cases)
    what = Coalesce(F("milestone__own_words"), F("goal__text"))
    columns = {"case_id": "case_id", "at": "recorded_at", "key": "milestone_id", "number": "goal_id"}
    columns |= {"day": "said_on", "more": "voice"}
    return told("remark", rows, what=what, **columns)


def remark_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each part and voice, from the first that waits."""
    first: dict = {}
    for row in sorted(rows, key=lambda row: row.at):
        first.setdefault((row.case_id, row.key, row.number, row.more), row)
    return [_task(about, row) for row in first.values()]


def _task(about: About, row: Told) -> Task:
    case = about.cases[row.case_id]
    kind, ref = ("milepael", row.key) if row.key else ("maal", row.number)
    if row.more == Voice.STAFF:
        due, words, acts = row.day + timedelta(days=NOT_READ_AFTER), _not_read, _tell
    else:
        # It is for today from the moment it is written, and late when nobody has answered in time.
        due, words, acts = clock.local_date(row.at) + timedelta(days=ANSWER_WITHIN), _words, _acts
    return Task(
        min(about.today, due),
        "remark" if words is _words else "not-read",
        case,
        partial(words, case.person.called, row.what),
        "note",
        partial(acts, kind, str(ref)),
        ref=str(ref),
        can_wait=words is _not_read,
    )


def _words(name: str, about: str) -> str:
    return _("An answer waits: %(name)s has written about “%(about)s”") % {"name": name, "about": about}


def _acts(kind: str, ref: str) -> tuple[Act, ...]:
    return (
        go(_("Read and answer"), "participation:conversation", kind, ref),
        post(_("I have read it"), "participation:conversation_read", kind, ref, quiet=True),
    )


def _not_read(name: str, about: str) -> str:
    return _("%(name)s has not read what you wrote about “%(about)s”") % {"name": name, "about": about}


def _tell(kind: str, ref: str) -> tuple[Act, ...]:
    return (
        go(_("Open"), "participation:conversation", kind, ref),
        post(
            _("I have told them"),
            "participation:conversation_read",
            kind,
            ref,
            quiet=True,
            of=Voice.STAFF.value,
        ),
    )
