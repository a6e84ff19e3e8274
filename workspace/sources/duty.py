"""The statutory clocks for 15–17-year-olds (LBK 953/2024 § 2 a): what runs, what is over, and what nobody has
explained.
"""

from datetime import timedelta
from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.duty import clocks as duty
from cases.duty.clocks import Clock
from core.templatetags.kui import chip
from workspace.lines.line import Act, Task, go, quick
from workspace.lines.source import About

# A reason is asked for on Min dag for this long after a limit was missed; it can always be given on the case.
REASON_ASKED_DAYS = 60


def duty_rows(about: About) -> list[tuple]:
    """The case and both clocks of each breach, newest first, of those who have not outgrown the duty."""
    youngest = duty.born_after(about.today)
    young = [case for case in about.cases.values() if case.person.birth_date > youngest]
    return [(pk, *pair) for pk, pairs in duty.clocks(young, about.today).items() for pair in pairs]


def duty_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """What is still to be done, and reasons that are missing. The law waits for no pause: every open case counts."""
    tasks, today = [], about.today
    for case_id, *pair in rows:
        case = about.cases[case_id]
        for clock in pair:
            if clock.is_open:
                tasks.append(open_task(case, clock))
            elif clock.needs_reason and today <= clock.missed_on + timedelta(days=REASON_ASKED_DAYS):
                tasks.append(reason_task(case, clock))
    return tasks


def open_task(case, clock: Clock) -> Task:
    """Contact, or a new activity, with what is left of its limit."""
    contact = clock.which == duty.CONTACT
    kind, acts = ("duty-contact", contact_acts) if contact else ("duty", activity_acts)
    return Task(clock.due_on, kind, case, partial(open_words, clock), "warning", acts, statutory=True)


def open_words(clock: Clock) -> str:
    """Which limit, and its countdown."""
    words = _("Duty 15–17: contact") if clock.which == duty.CONTACT else _("Duty 15–17: a new activity")
    return format_html("{} {}", words, chip(clock.countdown, clock.tone))


def reason_task(case, clock: Clock) -> Task:
    """A limit was missed, and the unit's figures ask why."""
    return Task(
        clock.missed_on,
        "duty-why",
        case,
        partial(reason_words, clock),
        "history",
        partial(reason_acts, clock),
        ref=f"{clock.breach.pk}-{clock.which}",
    )


def reason_words(clock: Clock) -> str:
    """Which limit was missed."""
    if clock.which == duty.CONTACT:
        return _("The limit for contact was missed. Why?")
    return _("The limit for a new activity was missed. Why?")


def reason_acts(clock: Clock) -> tuple[Act, ...]:
    """Say why."""
    return (go(_("Say why"), "cases:breach_explain", clock.breach.pk, clock.which),)


def contact_acts() -> tuple[Act, ...]:
    """A talk, written down."""
    return (quick(_("Write a note"), "cases:note_add", icon="note"),)


def activity_acts() -> tuple[Act, ...]:
    """What they do now."""
    return (go(_("Say what"), "cases:activity_set"),)
