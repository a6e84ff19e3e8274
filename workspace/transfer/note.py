"""The hand-over note, drafted from the case: what now, what comes next, which limits run, and whom to talk with."""

from collections.abc import Iterable
from datetime import date

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cases.models import ActivityPeriod, Case, Guardian, Participation
from core.templatetags.kui import day as drawn_day
from plans.models import Milestone
from workspace.day import day
from workspace.day.standing import with_columns

MILESTONES = 3


def drafts(cases: list[Case], unit, today: date, user) -> dict:
    """A note for each case, by case id. So many queries for one case as for sixty."""
    by_id = {case.pk: case for case in cases}
    periods = _gathered(
        ActivityPeriod.objects.current()
        .filter(case__in=list(by_id), until_on=None)
        .select_related("partner")
        .order_by("-from_on", "pk"),
        "case_id",
    )
    milestones = _gathered(
        Milestone.objects.open()
        .filter(plan__case__in=list(by_id), plan__closed_on=None, due_on__isnull=False)
        .select_related("plan")
        .order_by("due_on", "pk"),
        lambda row: row.plan.case_id,
    )
    partners = _gathered(
        Participation.objects.current()
        .holding(today)
        .filter(case__in=list(by_id))
        .select_related("partner", "contact")
        .order_by("partner__sort_name", "pk"),
        "case_id",
    )
    relatives = _gathered(
        Guardian.objects.filter(person__in=[case.person_id for case in cases]).order_by(
            "-has_custody", "name", "pk"
        ),
        "person_id",
    )
    rows = list(with_columns(Case.objects.filter(pk__in=list(by_id))))
    standing, _away = day.tasks_of(rows, unit, today, user)
    limits: dict = {}
    for task in standing:
        if task.statutory and task.case.pk in by_id:
            limits.setdefault(task.case.pk, []).append(f"{strip_tags(task.words)} ({drawn_day(task.due)})")
    return {
        case.pk: "\n".join(
            [
                _("The most important to know:") + " ",
                *_part(_("Now"), [_activity(row) for row in periods.get(case.pk, ())] or [_("Not known.")]),
                *_part(_("Limits that run"), limits.get(case.pk, ())),
                *_part(
                    _("The next steps"),
                    [f"{row.own_words} ({drawn_day(row.due_on)})" for row in milestones.get(case.pk, ())][
                        :MILESTONES
                    ],
                ),
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


def _gathered(rows: Iterable, key) -> dict:
    found: dict = {}
    for row in rows:
        found.setdefault(key(row) if callable(key) else getattr(row, key), []).append(row)
    return found


def _part(title: str, lines) -> list[str]:
    return ["", f"{title}:", *(f"– {line}" for line in lines)] if lines else []


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _activity(row: ActivityPeriod) -> str:
    where = row.place or (row.partner.name if row.partner_id else "")
    confirmed = _("confirmed %(day)s") % {"day": drawn_day(row.confirmed_on)}
    return _joined(str(row.get_activity_display()), where, confirmed)


def _relative(row: Guardian) -> str:
    return _joined(f"{row.name} ({row.relation})" if row.relation else row.name, row.phone)


def _partner(row: Participation) -> str:
    contact = row.contact
    phone = (contact.phone if contact else "") or row.partner.phone
    return _joined(row.partner.name, contact.name if contact else "", phone)
