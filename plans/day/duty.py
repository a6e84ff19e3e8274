"""The statutory clocks for 15–17-year-olds who are not under way with anything (LBK 953/2024 § 2 a)."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases import limits
from cases.models import Activity, Case
from plans.day.line import Act, Task, go, quick
from plans.day.standing import running

# LBK 953/2024 § 2 a and its guidance: contact within five working days, a new activity within thirty days.
DUTY_CONTACT_WORKING_DAYS = 5
DUTY_ACTIVITY_DAYS = 30


def working_days_after(start: date, days: int) -> date:
    """The day that lies ``days`` working days (Monday to Friday) after ``start``."""
    while days:
        start += timedelta(days=1)
        days -= start.weekday() < 5
    return start


def duty_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """Contact, and a new activity, each within its limit. No query."""
    return [task for case in running(cases) for task in duty_of(case, today)]


def duty_of(case: Case, today: date) -> list[Task]:
    """The clocks that run for one young person."""
    start = case.activity_from
    if (
        case.activity != Activity.NONE
        or start is None
        or not limits.has_education_duty(case.person.birth_date, today)
    ):
        return []
    tasks = []
    if case.last_contact_on is None or case.last_contact_on < start:
        due = working_days_after(start, DUTY_CONTACT_WORKING_DAYS)
        words = _("Duty 15–17: contact within 5 working days")
        tasks.append(Task(due, "duty-contact", case, words, "warning", contact_acts, statutory=True))
    words = _("Duty 15–17: a new activity within 30 days")
    due = start + timedelta(days=DUTY_ACTIVITY_DAYS)
    tasks.append(Task(due, "duty", case, words, "warning", activity_acts, statutory=True))
    return tasks


def contact_acts() -> tuple[Act, ...]:
    """A talk, written down."""
    return (quick(_("Write a note"), "notat/", icon="note"),)


def activity_acts() -> tuple[Act, ...]:
    """What they do now."""
    return (go(_("Say what"), "aktivitet/"),)
