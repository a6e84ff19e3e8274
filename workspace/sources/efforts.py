"""Efforts that have ended and nobody has said what they contributed, or for which it was too early to say."""

from datetime import date
from functools import partial

from django.db.models import Case, QuerySet, TextField, Value, When
from django.utils.translation import gettext as _

from core.querysets import built_once
from plans.efforts.rules import asked_on
from plans.models import Effort
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told


def effort_rows(about: About) -> QuerySet:
    """Efforts of which it is asked today what they contributed."""
    return _asked(about.today).filter(plan__case__among=about.cases)


@built_once
def _asked(today: date) -> QuerySet:
    rows = Effort.objects.standing().asked(today).filter(plan__closed_on=None)
    # Of one that has ended it is asked again after the day on which it was too early to say.
    since = Case(When(ended_on=None, then="until_on"), default="judged_on")
    said = Case(When(ended_on=None, then=Value("")), default="contribution", output_field=TextField())
    return told("effort", rows, case_id="plan__case_id", day=since, key="pk", what="name", more=said)


def effort_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line each."""
    return [
        Task(
            asked_on(row.day, row.day if row.more else None, row.more, row.day),
            "effort",
            about.cases[row.case_id],
            partial(effort_words, row.what, said=bool(row.more)),
            "flag",
            partial(effort_acts, row.key, said=bool(row.more)),
            ref=str(row.key),
        )
        for row in sorted(rows, key=lambda row: row.key)
    ]


def effort_words(name: str, *, said: bool) -> str:
    """What is asked."""
    asked = _("%(effort)s has ended: what did it contribute?")
    again = _("%(effort)s: can you say now what it contributed?")
    return (again if said else asked) % {"effort": name}


def effort_acts(pk, *, said: bool) -> tuple[Act, ...]:
    """Say it; or it goes on after all."""
    if said:
        return (go(_("Say what it contributed"), "plans:effort_judge", pk, icon="check"),)
    return (
        go(_("Say what it contributed"), "plans:effort_end", pk, icon="check"),
        go(_("It goes on"), "plans:effort_edit", pk),
    )
