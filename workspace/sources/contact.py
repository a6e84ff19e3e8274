"""Who has not been talked with; a talk that is due settles what waits to be confirmed (`settle`)."""

from datetime import date, timedelta
from functools import partial

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.casefile.rules import contact_due_on
from cases.models import Case, Note
from cases.notes.last_contact import last_contact
from core.templatetags.kui import ago
from workspace.lines.line import Act, Task, post, quick
from workspace.lines.source import About, Told, told
from workspace.lines.standing import running
from workspace.sources.confirming import activity_words
from workspace.sources.duty import contact_acts

CONTACT_AHEAD = 7
# An attempt from before that says nothing of today any more.
ATTEMPTS_DAYS = 92


def attempt_rows(about: About) -> QuerySet:
    """When it was last tried in vain to reach them, of the last months: the case and the day."""
    rows = Note.objects.attempts().filter(
        case__among=about.cases, happened_on__gte=about.today - timedelta(days=ATTEMPTS_DAYS)
    )
    return told("attempt", rows, case_id="case_id", day="happened_on")


def contact_tasks(about: About, rows: list[Told]) -> list[Task]:
    """Who has not been talked with for the unit's number of days, or will soon not have been.

    That it was tried moves nothing: an attempt is no contact. The line says so, so that nobody thinks it forgotten.
    """
    tried = {row.case_id: row.day for row in sorted(rows, key=lambda row: row.day)}
    made = (contact_task(case, about.unit, about.today, tried.get(case.pk)) for case in running(about.cases))
    return [task for task in made if task]


def contact_task(case: Case, unit, today: date, tried_on: date | None = None) -> Task | None:
    """The line about one young person, or None."""
    due = contact_due_on(case.last_contact_on, case.opened_on, unit.contact_days)
    if due > today + timedelta(days=CONTACT_AHEAD):
        return None
    return Task(due, "contact", case, partial(contact_words, case, tried_on), "phone", contact_acts)


def contact_words(case: Case, tried_on: date | None = None) -> str:
    """When they last were talked with, and when it was tried in vain since."""
    words = format_html(_("Last talk: {when}"), when=last_contact(case))
    if tried_on is None or (case.last_contact_on is not None and tried_on <= case.last_contact_on):
        return words
    return format_html("{} · {}", words, format_html(_("tried to reach {when}"), when=ago(tried_on)))


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
        return format_html("{}. {}", contact.words, activity_words(case))

    kind, acts = ("both", both_acts) if activity.kind == "confirm" else ("contact", contact_acts)
    return Task(min(contact.due, activity.due), kind, case, words, "phone", acts, parts=(contact, activity))
