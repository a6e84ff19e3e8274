"""Who has not been talked with, and what nobody has confirmed lately."""

from datetime import date, timedelta
from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.casefile.rules import contact_due_on
from cases.models import Activity, Case
from cases.notes.last_contact import last_contact
from core.freshness import fresh_until
from core.templatetags.kui import ago
from workspace.lines.line import Act, Task, go, post, quick
from workspace.lines.source import About
from workspace.lines.sources.duty import activity_acts, contact_acts
from workspace.lines.standing import running

CONFIRM_AHEAD = 14


CONTACT_AHEAD = 7


# A case whose activity nobody has ever stated asks for it this many days after it was opened.
FIRST_STATED_DAYS = 14


def contact_tasks(about: About, rows: list) -> list[Task]:
    """Who has not been talked with for the unit's number of days, or will soon not have been. No query."""
    return [task for case in running(about.cases) if (task := contact_task(case, about.unit, about.today))]


def contact_task(case: Case, unit, today: date) -> Task | None:
    """The line about one young person, or None."""
    due = contact_due_on(case.last_contact_on, case.opened_on, unit.contact_days)
    if due > today + timedelta(days=CONTACT_AHEAD):
        return None
    return Task(due, "contact", case, partial(contact_words, case), "phone", contact_acts)


def contact_words(case: Case) -> str:
    """When they last were talked with."""
    return format_html(_("Last talk: {when}"), when=last_contact(case))


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


def uncapitalised(words: str) -> str:
    """For use inside a sentence: ``Job`` becomes ``job``, ``FGU`` stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


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


def both_acts() -> tuple[Act, ...]:
    """A talk and a confirmation in one line."""
    return (
        quick(_("Write a note"), "cases:note_add", icon="note"),
        post(_("Yes, still"), "cases:activity_confirm"),
    )


def settle(tasks: list[Task], today: date) -> list[Task]:
    """One talk, one line: where the law asks for contact the unit's own limit is silent, and a talk that is due settles
    what waits to be confirmed. No query."""
    of_law = {task.case.pk for task in tasks if task.kind == "duty-contact"}
    tasks = [task for task in tasks if task.kind != "contact" or task.case.pk not in of_law]
    talks = {task.case.pk: task for task in tasks if task.kind == "contact" and task.due <= today}
    doubts = {
        task.case.pk: task for task in tasks if task.kind in ("confirm", "activity") and task.due <= today
    }
    merged = talks.keys() & doubts.keys()
    left = [
        task
        for task in tasks
        if task.case.pk not in merged
        or (task is not talks[task.case.pk] and task is not doubts[task.case.pk])
    ]
    return left + [together(talks[pk], doubts[pk]) for pk in merged]


def together(contact: Task, activity: Task) -> Task:
    """One line in place of two about the same young person: one talk settles both."""
    case = contact.case

    def words() -> str:
        return format_html("{}. {}", contact_words(case), activity_words(case))

    kind, acts = ("both", both_acts) if activity.kind == "confirm" else ("contact", contact_acts)
    return Task(min(contact.due, activity.due), kind, case, words, "phone", acts, parts=(contact, activity))
