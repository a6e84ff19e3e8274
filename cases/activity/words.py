"""What the rules about activities find, in words a guide understands."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.activity import rules as activity_rules
from cases.activity.models import ActivityPeriod
from cases.casefile.models import Case
from core.templatetags.kui import day


def clash_words(code: str) -> str:
    """Why present activities contradict each other, for a line in a list."""
    return {
        "nothing": _("“Nothing” stands beside something else"),
        "hours": _("Two full-time activities at once"),
        "arrived": _("A destination has been reached, but the activity says nothing"),
        "no_plan": _("Is in something, but no plan is open"),
        "outside_plan": _("Is in something that the plan knows nothing of"),
    }.get(code, "")


def contradiction_words(
    code: str, present: list[ActivityPeriod], *, left=(), ended: list | None = None
) -> str:
    """The contradiction of one case as a sentence with what to do about it."""
    if code == "nothing":
        return _("“Nothing” stands beside something else. End the one that is not true.")
    if code == "hours":
        full = [row for row in present if activity_rules.is_full_time(row.activity, row.hours_per_week)]
        hours = sum(activity_rules.hours_of(row.activity, row.hours_per_week) for row in full)
        names = _(" and ").join(row.get_activity_display() for row in full)
        return _("%(names)s both fill the week: %(hours)s hours together. Is one of them over?") % {
            "names": names,
            "hours": hours,
        }
    if code == "arrived":
        return _("A destination has been reached and lasts, but the young person is said to do nothing.")
    if code == "no_plan":
        return _("The young person is under way with something, but there is no open plan.")
    if code == "outside_plan":
        return _("Nothing of what the young person does is part of the plan. Does the plan lag behind?")
    if code == "left":
        return _(
            "The plan says that something is under way at %(names)s, but the activity there has ended."
        ) % {"names": ", ".join(left)}
    rows = ended or []
    return ngettext(
        "%(name)s was expected to last until %(day)s. Is it over?",
        "%(name)s and others were expected to be over by %(day)s. Are they?",
        len(rows),
    ) % {"name": rows[0].get_activity_display(), "day": day(min(row.expected_until for row in rows))}


def stalled_words(case: Case) -> str:
    """Why the machine proposes the case as stalled, in one sentence."""
    return _("%(talk)s, %(moved)s, and %(confirmed)s.") % {
        "talk": _("No talk since %(day)s") % {"day": day(case.last_contact_on)}
        if case.last_contact_on
        else _("No talk yet"),
        "moved": _("no milestone has moved since %(day)s") % {"day": day(case.last_move_on)}
        if case.last_move_on
        else _("no milestone has moved yet"),
        "confirmed": _("no activity has been confirmed since %(day)s")
        % {"day": day(case.activity_confirmed_on)}
        if case.activity_confirmed_on
        else _("no activity has been confirmed yet"),
    }


def past_their_time(present: list[ActivityPeriod], today: date) -> list[ActivityPeriod]:
    """Those that were expected to be over by now, and are not said to be."""
    return [row for row in present if row.expected_until is not None and row.expected_until < today]
