"""Young people to be asked anew how it goes: the rhythm of the scales, once somebody has begun with them."""

from datetime import date, timedelta
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Status
from core.limits import limit
from core.templatetags.kui import day
from progress.limits import RHYTHM
from progress.measures.querysets import latest_of_each
from progress.measures.rules import ask_again_on
from progress.models import ScaleRound, Voice
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told

# The line stands there so long before the day, so that it can be done at a meeting that is held anyhow.
SCALES_AHEAD = timedelta(days=14)


def scales_rows(about: About) -> QuerySet:
    """The last time that each was asked in their own voice, whether they answered or not."""
    rows = latest_of_each(ScaleRound.objects.standing().filter(voice=Voice.YOUTH))
    return told("scales", rows.filter(case__among=about.cases), case_id="case_id", day="measured_on")


def scales_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line each, of those cases that run."""
    months, tasks = limit(RHYTHM, on=about.today), []
    for row in rows:
        case, due = about.cases[row.case_id], ask_again_on(row.day, months)
        if case.status == Status.RUNNING and due <= about.today + SCALES_AHEAD:
            tasks.append(Task(due, "scales", case, partial(again_words, row.day), "flag", again_acts))
    return tasks


def again_words(last: date) -> str:
    """When it was asked last."""
    return _("Ask how it goes, by scales: last time %(day)s") % {"day": day(last)}


def again_acts() -> tuple[Act, ...]:
    """Ask, or see."""
    return (
        go(_("Ask"), "progress:scales_answer", "ung"),
        go(_("See how it develops"), "workspace:case_progress"),
    )
