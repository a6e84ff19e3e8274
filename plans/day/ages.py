"""Ages at which something changes."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases import rules
from plans.day.line import Act, Task, go
from plans.day.standing import running

TRANSITIONS_AHEAD = 183


def age_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """An age at which something changes, within half a year. No query."""
    until, tasks = today + timedelta(days=TRANSITIONS_AHEAD), []
    for case in running(cases):
        found = rules.next_transition(case.person.birth_date, today)
        if found is not None and found[1] <= until:
            tasks.append(
                Task(found[1], "age", case, _("Turns %(age)s") % {"age": found[0]}, "calendar", age_acts)
            )
    return tasks


def age_acts() -> tuple[Act, ...]:
    """What there is to do stands on the case."""
    return (go(_("See the case"), quiet=True),)
