"""Meetings: one that is due by age or rhythm, one whose day passed without a word, and minutes nobody has shared."""

from datetime import date, timedelta
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import clock
from core.templatetags.kui import day
from meetings.minutes.rules import is_late, share_by
from meetings.models import Meeting
from meetings.planning.proposals import names_in, proposals_in, rows_of, working_calendar
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told

# Older minutes are asked about no more: that long after nobody remembers what was said.
ASKED_ABOUT = timedelta(days=183)


def meeting_rows(about: About) -> QuerySet:
    """Every form of meeting, with the meetings of the cases of the day."""
    return rows_of(about.cases)


def meeting_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line for each young person who needs a meeting, and for each meeting that nobody has written down as held."""
    names = names_in(rows)
    births = {pk: case.person.birth_date for pk, case in about.cases.items()}
    tasks = [
        Task(
            found.due_on,
            "meeting",
            about.cases[case_id],
            partial(due_words, names[found.form], found.months),
            "calendar",
            plan_acts,
        )
        for case_id, found in proposals_in(rows, births, about.today).items()
    ]
    for case_id, starts_at, state, pk, form, *_rest in rows:
        if case_id is None or state == Meeting.State.HELD:
            continue
        held_on = clock.local_date(starts_at)
        if held_on < about.today:
            text = partial(passed_words, names[form], held_on)
            acts = partial(open_acts, pk)
            tasks.append(
                Task(held_on, "meeting-passed", about.cases[case_id], text, "calendar", acts, ref=str(pk))
            )
    return tasks


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


def _language() -> str:
    return "en" if get_language() == "en" else "da"


def minutes_rows(about: About) -> QuerySet:
    """Meetings held in the last half year whose minutes nobody but the unit has read."""
    unshared = Q(minutes=None) | Q(minutes__state="draft")
    rows = Meeting.objects.held().filter(unshared, case__in=about.cases)
    since = clock.at(about.today - ASKED_ABOUT)
    columns = {"case_id": "case_id", "at": "starts_at", "key": "pk", "what": f"type__name_{_language()}"}
    return told("minutes", rows.filter(starts_at__gte=since), **columns)


def minutes_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each whose five working days have gone by."""
    calendar, tasks = working_calendar(about.today), []
    for row in rows:
        held_on = clock.local_date(row.at)
        if is_late(held_on, about.today, calendar):
            tasks.append(
                Task(
                    share_by(held_on, calendar),
                    "minutes",
                    about.cases[row.case_id],
                    partial(minutes_words, row.what, held_on),
                    "note",
                    partial(minutes_acts, row.key),
                    ref=str(row.key),
                )
            )
    return tasks


def minutes_words(name: str, held_on: date) -> str:
    """Which minutes."""
    words = _("Share the minutes with those who were there: %(form)s, %(day)s")
    return words % {"form": name, "day": day(held_on)}


def minutes_acts(pk) -> tuple[Act, ...]:
    """Write them, and share them."""
    return (go(_("Open the minutes"), "meetings:meeting", pk),)
