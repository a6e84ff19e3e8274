"""What a list shows of a case, made once per row in plain Python: fifty rows of template tags cost more than their SQL."""

from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases import duty, limits, rules
from cases.activity_words import clash_words, stalled_words
from cases.models import Case, Status
from core.templatetags.kui import ago, chip, days_in_words
from core.templatetags.kui import day as drawn_day

# The columns a list row needs. Never the CPR number: it would be decrypted for every row and shown in none.
LIST_COLUMNS = (
    "id",
    "opened_on",
    "status",
    "shielded",
    "closed_on",
    "activity",
    "activity_confirmed_on",
    "activity_clash",
    "opened_on",
    "status_since",
    "last_move_on",
    "stall_rests_until",
    "last_contact_on",
    "cover_from",
    "cover_until",
    "earliest_open_due",
    "person__first_name",
    "person__last_name",
    "person__preferred_name",
    "person__birth_date",
    "person__address_protected",
    "person__custody",
    "person__needs_interpreter",
    "guide__name",
    "guide__initials",
)
COMING_OF_AGE_DAYS = 183


def case_url(case_id) -> str:
    """The address of the case's page. Made by hand, since a list makes fifty; a test holds it to the route."""
    return f"/sager/{case_id}/"


def chips_of(case: Case, today: date) -> SafeString:
    """The labels that must never be overlooked, in the order of their weight."""
    person, drawn = case.person, []
    if case.shielded:
        drawn.append(chip(_("Shielded"), "lock", "lock"))
    if person.address_protected:
        drawn.append(chip(_("Address protected"), "danger", "shield"))
    if case.cover_from is not None and case.cover_from <= today < case.cover_until:
        last = drawn_day(case.cover_until - timedelta(days=1))
        drawn.append(chip(_("Covered until %(day)s") % {"day": last}, "info", "users"))
    if case.status == Status.WAITING:
        drawn.append(chip(_("Waits for a guide"), "warn"))
    elif case.status != Status.RUNNING:
        drawn.append(chip(case.get_status_display(), "plain"))
    if case.activity_clash and not case.is_closed:
        drawn.append(chip(_("Contradictory"), "warn", "warning", clash_words(case.activity_clash)))
    if case.is_stalled(today):
        drawn.append(chip(_("Stalled"), "warn", "clock", stalled_words(case)))
    if limits.has_education_duty(person.birth_date, today):
        days = (rules.birthday(person.birth_date, 18 * 12) - today).days
        if days <= COMING_OF_AGE_DAYS:
            drawn.append(chip(_("18 %(when)s") % {"when": days_in_words(days)}, "warn", "calendar"))
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


def last_contact(case: Case, *, out_of_band: bool = False) -> SafeString:
    """The cell with the last contact, which a quick note updates in place, and so does its undo."""
    swap = SafeString(' hx-swap-oob="true"') if out_of_band else ""
    words = ago(case.last_contact_on) or _("never")
    return format_html('<span id="contact-{}"{}>{}</span>', case.pk, swap, words)
