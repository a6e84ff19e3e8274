"""Activities that contradict each other. No query: it stands in the cases' own columns."""

from django.utils.translation import gettext as _

from cases.activity.words import clash_words
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About
from workspace.lines.standing import running


def clash_tasks(about: About, rows: list) -> list[Task]:
    """Activities that cannot all be true."""
    return [
        # It stands on today, whichever day that is, and is corrected rather than put off.
        Task(
            about.today,
            "clash",
            case,
            clash_words(case.activity_clash),
            "warning",
            clash_acts,
            can_wait=False,
        )
        for case in running(about.cases)
        if case.activity_clash and case.activity_is_fresh_in(about.unit, about.today)
    ]


def clash_acts() -> tuple[Act, ...]:
    """See them together, and say which is true."""
    return (go(_("See and correct"), "cases:activities"),)
