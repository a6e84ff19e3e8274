"""What a young person does now that nobody has confirmed lately, or ever stated. No query."""

from datetime import date, timedelta
from functools import partial

from django.utils.translation import gettext as _

from cases.models import Activity, Case
from core.freshness import fresh_until
from core.templatetags.kui import ago
from core.text import uncapitalised
from workspace.lines.line import Act, Task, go, post
from workspace.lines.source import About
from workspace.lines.standing import running
from workspace.sources.duty import activity_acts

CONFIRM_AHEAD = 14
# A case whose activity nobody has ever stated asks for it this many days after it was opened.
FIRST_STATED_DAYS = 14


def activity_tasks(about: About, rows: list) -> list[Task]:
    """What nobody has confirmed lately: it fades to unknown on that day. No query."""
    return [task for case in running(about.cases) if (task := activity_task(case, about.unit, about.today))]


def activity_task(case: Case, unit, today: date) -> Task | None:
    """The line about one young person, or None."""
    words = partial(activity_words, case)
    if case.activity == Activity.UNKNOWN or case.activity_confirmed_on is None:
        due = case.opened_on + timedelta(days=FIRST_STATED_DAYS)
        return Task(due, "activity", case, words, "clock", activity_acts)
    due = fresh_until(case.activity_confirmed_on, unit.activity_fresh_days)
    if due > today + timedelta(days=CONFIRM_AHEAD):
        return None
    return Task(due, "confirm", case, words, "clock", confirm_acts)


def activity_words(case: Case) -> str:
    """What nobody has confirmed lately."""
    if case.activity == Activity.UNKNOWN or case.activity_confirmed_on is None:
        return _("We do not know what they do now")
    return _("Still %(activity)s? Confirmed %(when)s") % {
        "activity": uncapitalised(case.get_activity_display()),
        "when": ago(case.activity_confirmed_on),
    }


def confirm_acts() -> tuple[Act, ...]:
    """Yes, or something new."""
    return (
        post(_("Yes, still"), "cases:activity_confirm", icon="check"),
        go(_("Something new"), "cases:activity_set"),
    )
