"""Ages at which something changes."""

from functools import partial

from django.utils.translation import gettext as _

from cases.limits import prepared_until
from cases.people import rules
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About


def age_tasks(about: About, rows: list) -> list[Task]:
    """An age at which something changes, from the day on which it is to be prepared. No query."""
    today, tasks = about.today, []
    until = prepared_until(today)
    for case in about.cases.values():
        found = rules.next_transition(case.person.birth_date, today)
        if found is not None and found[1] <= until:
            label, day = found
            words = _("Turns %(age)s: see what must be in place") % {"age": label}
            tasks.append(Task(day, "age", case, words, "calendar", partial(age_acts, label)))
    return tasks


def age_acts(label: str) -> tuple[Act, ...]:
    """What must be in place stands on the case's own calendar of ages."""
    return (go(_("See what is missing"), "workspace:case_transitions"),)
