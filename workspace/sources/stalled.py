"""Cases that have come to a halt. No query: the signs stand in the cases' own columns."""

from django.utils.translation import gettext as _

from cases.activity.words import stalled_words
from cases.casefile.rules import stalled_on
from core.limits import limit
from workspace.lines.line import Act, Task, go, quick
from workspace.lines.source import About
from workspace.lines.standing import running


def stalled_tasks(about: About, rows: list) -> list[Task]:
    """Cases where nothing has happened for too long, with the reasons; a rest that somebody gave it holds
    until its day.
    """
    silent_days = limit("stalled_days", on=about.today)
    return [
        Task(
            stalled_on(case.signs, silent_days),
            "stalled",
            case,
            lambda case=case: _("Stalled: %(why)s") % {"why": stalled_words(case)},
            "warning",
            stalled_acts,
            can_wait=False,  # letting it rest is its way to wait, with a reason and a day
        )
        for case in running(about.cases)
        if case.is_stalled(about.today)
    ]


def stalled_acts() -> tuple[Act, ...]:
    """Something happens, or it is all right for a while."""
    return (
        quick(_("Write a note"), "cases:note_add", icon="note"),
        go(_("Let it rest"), "cases:stall_rest"),
    )


def only_stalled(tasks: list[Task]) -> list[Task]:
    """A case that stands still says so in one line, which holds what the lines about talk and activity would say."""
    stalled = {task.case.pk for task in tasks if task.kind == "stalled"}
    said_by_it = {"contact", "confirm", "activity", "both"}
    return [task for task in tasks if task.case.pk not in stalled or task.kind not in said_by_it]
