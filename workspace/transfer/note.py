"""The hand-over note, drafted from the case: what now, which calls wait, which limits run, what comes next, which
meetings are planned, and whom to talk with.
"""

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cases.models import ActivityPeriod, Case, ContactWish, Guardian, Participation
from core import clock
from core.ordering import Danish
from core.phones import show_phone
from core.templatetags.kui import day as drawn_day
from meetings.models import Meeting
from plans.models import Milestone
from progress.models import WellbeingFollowUp
from workspace.day import day
from workspace.lines.standing import with_columns
from workspace.progress.call_lines import low_words
from workspace.sources.meetings import passed_words

MILESTONES = 3


def draft_notes(cases: list[Case], unit, today: date, user) -> dict:
    """A note for each case, by case id. So many queries for one case as for sixty."""
    ids = [case.pk for case in cases]
    periods, milestones = _activities_of(ids), _milestones_of(ids)
    partners, relatives = _partners_of(ids, today), _relatives_of(cases, today)
    limits, calls, meetings = _limits_of(ids, unit, today, user), _calls_of(ids), _meetings_of(ids)
    return {
        case.pk: "\n".join(
            [
                _("The most important to know:") + " ",
                *_part(_("Now"), [_activity(row) for row in periods.get(case.pk, ())] or [_("Not known.")]),
                *_part(_("Calls that wait"), [low_words(row.asked_on) for row in calls.get(case.pk, ())]),
                *_part(_("Limits that run"), limits.get(case.pk, ())),
                *_part(
                    _("The next steps"), [_milestone(row) for row in milestones.get(case.pk, ())[:MILESTONES]]
                ),
                *_part(_("Meetings planned"), [_meeting(row, today) for row in meetings.get(case.pk, ())]),
                *_part(
                    _("People"),
                    [
                        *(_relative(row) for row in relatives.get(case.person_id, ())),
                        *(_partner(row) for row in partners.get(case.pk, ())),
                    ],
                ),
            ]
        )
        for case in cases
    }


def _activities_of(ids: list) -> dict:
    rows = ActivityPeriod.objects.current().filter(case__in=ids, until_on=None)
    return _gathered(rows.select_related("partner").order_by("-from_on", "pk"), attrgetter("case_id"))


def _milestones_of(ids: list) -> dict:
    rows = Milestone.objects.open().filter(plan__case__in=ids, plan__closed_on=None, due_on__isnull=False)
    return _gathered(rows.select_related("plan").order_by("due_on", "pk"), attrgetter("plan.case_id"))


def _calls_of(ids: list) -> dict:
    """That an answer about wellbeing was low and nobody has called: the day, and never what was answered."""
    return _gathered(WellbeingFollowUp.objects.waiting().filter(case__in=ids), attrgetter("case_id"))


def _meetings_of(ids: list) -> dict:
    """Those planned, and those whose day passed without a word."""
    rows = Meeting.objects.planned().filter(case__in=ids).select_related("type", "led_by")
    return _gathered(rows.order_by("starts_at", "pk"), attrgetter("case_id"))


def _partners_of(ids: list, today: date) -> dict:
    rows = Participation.objects.current().holding(today).filter(case__in=ids)
    rows = rows.select_related("partner", "contact").order_by("partner__sort_name", "pk")
    return _gathered(rows, attrgetter("case_id"))


def _relatives_of(cases: list[Case], today: date) -> dict:
    """Who is around each young person; whom nobody is to contact too, for who takes over must know it."""
    around = Q(until_on=None) | Q(until_on__gt=today)
    rows = Guardian.objects.filter(around, person__in=[case.person_id for case in cases])
    return _gathered(rows.order_by("-has_custody", Danish("name"), "pk"), attrgetter("person_id"))


def _limits_of(ids: list, unit, today: date, user) -> dict:
    """The statutory tasks of each case, in words."""
    rows = list(with_columns(Case.objects.filter(pk__in=ids)))
    standing, _away = day.tasks_of(rows, unit, today, user)
    found: dict = {}
    for task in standing:
        if task.statutory and task.case.pk in ids:
            found.setdefault(task.case.pk, []).append(f"{strip_tags(task.words)} ({drawn_day(task.due)})")
    return found


def _gathered(rows: Iterable, key: Callable) -> dict:
    found: dict = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _part(title: str, lines) -> list[str]:
    return ["", f"{title}:", *(f"– {line}" for line in lines)] if lines else []


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _activity(row: ActivityPeriod) -> str:
    where = row.place or (row.partner.name if row.partner_id else "")
    confirmed = _("confirmed %(day)s") % {"day": drawn_day(row.confirmed_on)}
    return _joined(str(row.get_activity_display()), where, confirmed)


def _milestone(row: Milestone) -> str:
    when = row.get_status_display() if row.is_at_rest else drawn_day(row.due_on)
    return f"{row.own_words} ({when})"


def _meeting(row: Meeting, today: date) -> str:
    """When, where and who leads it; who is asked and how to take part from afar stand at the meeting itself."""
    if (on := clock.local_date(row.starts_at)) < today:
        return passed_words(str(row.type), on)
    draft = str(row.get_state_display()).lower() if row.is_draft else ""
    leads = _("led by %(name)s") % {"name": row.led_by.name}
    when = f"{drawn_day(on)} {date_format(row.starts_at.astimezone(clock.COPENHAGEN), 'TIME_FORMAT')}"
    return _joined(str(row.type), when, row.place, leads, draft)


def _relative(row: Guardian) -> str:
    name = f"{row.name} ({row.relation})" if row.relation else row.name
    if row.contact_ban:
        return f"{name}: {row._meta.get_field('contact_ban').verbose_name}"
    if row.contact_wish == ContactWish.NOT:
        return _("%(name)s: we do not contact them") % {"name": name}
    return _joined(name, show_phone(row.phone))


def _partner(row: Participation) -> str:
    contact = row.contact
    phone = (contact.phone if contact else "") or row.partner.phone
    return _joined(row.partner.name, contact.name if contact else "", show_phone(phone))
