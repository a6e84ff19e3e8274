"""Meetings: one that is due by age or rhythm, one whose day passed without a word, and minutes nobody has shared."""

from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.kui import day
from meetings.minutes.rules import is_late, share_by
from meetings.models import Meeting, Minutes
from meetings.planning.proposals import names_in, proposals_in, rows_of, working_calendar
from meetings.planning.rules import ASKED_ABOUT, Proposal
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About

SHARED = (Minutes.State.SENT, Minutes.State.APPROVED)


def meeting_rows(about: About) -> QuerySet:
    """Every form of meeting, with the meetings of the cases of the day."""
    return rows_of(about.cases)


def meeting_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line for each young person who needs a meeting, for each meeting that nobody has written down as held, and for
    minutes that nobody but the unit has read when the day to share them has passed.
    """
    names, calendar = names_in(rows), working_calendar(about.today)
    births = {pk: case.person.birth_date for pk, case in about.cases.items()}
    proposed = proposals_in(rows, births, about.today)
    tasks = [_due(about.cases[case_id], found, names[found.form]) for case_id, found in proposed.items()]
    for case_id, starts_at, state, pk, form, *_form, minutes in rows:
        if case_id is None or minutes in SHARED:
            continue
        case, held_on = about.cases[case_id], clock.local_date(starts_at)
        if state != Meeting.State.HELD:
            if held_on < about.today:
                tasks.append(_passed(case, pk, names[form], held_on))
        elif held_on >= about.today - ASKED_ABOUT and is_late(held_on, about.today, calendar):
            tasks.append(_unshared(case, pk, names[form], held_on, share_by(held_on, calendar)))
    return tasks


def _due(case, found: Proposal, name: str) -> Task:
    text = partial(due_words, name, found.months)
    return Task(found.due_on, "meeting", case, text, "calendar", plan_acts)


def _passed(case, pk, name: str, held_on: date) -> Task:
    text, acts = partial(passed_words, name, held_on), partial(open_acts, pk)
    return Task(held_on, "meeting-passed", case, text, "calendar", acts, ref=str(pk))


def _unshared(case, pk, name: str, held_on: date, due: date) -> Task:
    text, acts = partial(minutes_words, name, held_on), partial(minutes_acts, pk)
    return Task(due, "minutes", case, text, "note", acts, ref=str(pk))


def due_words(name: str, months: int | None) -> str:
    """Which meeting is due, and why."""
    words = _("%(form)s is due by age") if months else _("%(form)s is due, by the rhythm of meetings")
    return words % {"form": name}


def passed_words(name: str, held_on: date) -> str:
    """A meeting whose day has passed."""
    return _("%(form)s, %(day)s: was it held?") % {"form": name, "day": day(held_on)}


def plan_acts() -> tuple[Act, ...]:
    """Plan it."""
    return (go(_("Plan the meeting"), "meetings:meeting_add"),)


def open_acts(pk) -> tuple[Act, ...]:
    """Write down who was there, or that it was cancelled."""
    return (
        go(_("It was held"), "meetings:meeting_hold", pk),
        go(_("Cancel the meeting"), "meetings:meeting_cancel", pk),
    )


def minutes_words(name: str, held_on: date) -> str:
    """Which minutes."""
    words = _("Share the minutes with those who were there: %(form)s, %(day)s")
    return words % {"form": name, "day": day(held_on)}


def minutes_acts(pk) -> tuple[Act, ...]:
    """Write them, and share them."""
    return (go(_("Open the minutes"), "meetings:meeting", pk),)
