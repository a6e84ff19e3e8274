"""Name and address protection that ends: it is asked about in time, and never lifted by a date alone."""

from datetime import timedelta

from django.utils.translation import gettext as _

from workspace.lines.line import Act, Task, go
from workspace.lines.source import About

PROTECTION_AHEAD = 30


def protection_tasks(about: About, rows: list) -> list[Task]:
    """Protections that end within a month or have ended. They hold here until somebody says otherwise. No query."""
    until = about.today + timedelta(days=PROTECTION_AHEAD)
    tasks = []
    for case in about.cases.values():
        person = case.person
        if person.address_protected and person.protected_until and person.protected_until <= until:
            words = _("Name and address protection ends: ask whether it is renewed")
            if person.protected_until < about.today:
                words = _("Name and address protection has ended: ask whether it was renewed")
            tasks.append(Task(person.protected_until, "protection", case, words, "shield", ask))
    return tasks


def ask() -> tuple[Act, ...]:
    """The new day, or that it holds no longer, is written among the facts."""
    return (go(_("Write what holds"), "cases:person_edit"),)
