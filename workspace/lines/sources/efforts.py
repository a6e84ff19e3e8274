"""Efforts that have ended and nobody has said what they contributed, or for which it was too early to say."""

from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.querysets import built_once
from plans.efforts.rules import asked_on
from plans.models import Effort
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About


def effort_rows(about: About) -> QuerySet:
    """Efforts of which it is asked today what they contributed."""
    return _asked(about.today).filter(plan__case__in=about.cases)


@built_once
def _asked(today: date) -> QuerySet:
    rows = Effort.objects.standing().asked(today).filter(plan__closed_on=None)
    columns = ("plan__case_id", "pk", "name", "until_on", "ended_on", "contribution", "judged_on")
    return rows.order_by().values_list(*columns)


def effort_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line each."""
    return [
        Task(
            asked_on(until_on, ended_on, contribution, judged_on),
            "effort",
            about.cases[case_id],
            partial(effort_words, name, said=ended_on is not None),
            "flag",
            partial(effort_acts, pk, said=ended_on is not None),
            ref=str(pk),
        )
        for case_id, pk, name, until_on, ended_on, contribution, judged_on in sorted(
            rows, key=lambda row: row[1]
        )
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
