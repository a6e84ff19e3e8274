"""The labels of a case on lists, made once per row."""

from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases import limits
from cases.activity.words import clash_words, stalled_words
from cases.duty import clocks as duty
from cases.models import Case, Status
from cases.people import rules
from core.templatetags.kui import chip, days_in_words
from core.templatetags.kui import day as drawn_day


def chips_of(case: Case, today: date) -> SafeString:
    """The labels that must never be overlooked, in the order of their weight."""
    person, drawn = case.person, []
    if case.shielded:
        drawn.append(chip(_("Shielded"), "lock", "lock"))
    if person.address_protected:
        drawn.append(chip(_("Address protected"), "danger", "shield"))
    if case.is_covered(today) and case.cover.may_carry:
        words = {"name": case.cover.name, "day": drawn_day(case.cover_until - timedelta(days=1))}
        drawn.append(chip(_("%(name)s covers until and including %(day)s") % words, "info", "users"))
    if case.status == Status.WAITING or (case.guide_id and not case.is_closed and not case.has_guide):
        drawn.append(chip(_("Waits for a guide"), "warn"))
    elif case.status != Status.RUNNING:
        drawn.append(chip(case.get_status_display(), "plain"))
    if case.activity_clash and not case.is_closed:
        drawn.append(chip(_("Contradictory"), "warn", "warning", clash_words(case.activity_clash)))
    if case.is_stalled(today):
        drawn.append(chip(_("Stalled"), "warn", "clock", stalled_words(case)))
    if limits.has_education_duty(person.birth_date, today):
        age = limits.duty_ends_at(today)
        ends = rules.birthday(person.birth_date, 12 * age)
        if ends <= limits.prepared_until(today):
            words = {"age": age, "when": days_in_words((ends - today).days)}
            drawn.append(chip(_("%(age)s %(when)s") % words, "warn", "calendar"))
        drawn.append(chip(_("Duty 15–17"), "info"))
    drawn += [
        chip(f"{left.title}: {left.countdown}", left.tone, "clock") for left in getattr(case, "clocks", ())
    ]
    return SafeString(" ".join(drawn))  # each is HTML already


def with_clocks(cases, today: date) -> None:
    """Let each case know the statutory clocks that run for it, so that `chips_of` counts down; at most one query."""
    running = duty.open_clocks(cases, today)
    for case in cases:
        case.clocks = running.get(case.pk, ())
