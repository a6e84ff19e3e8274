"""Telling partners and young people that there is a new status: a link, and nothing about anybody.

Each is told once of the latest period, however often its job runs, and of no earlier one: what they read is of the day
anyway. Nobody is woken: what is told at night leaves in the morning.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Role, Unit, User
from audit import trail
from audit.models import AuditEvent
from cases.models import Case, Topic
from core import clock
from core.mail import outbox
from participation.access.actions import still_lets_in
from participation.access.models import Entry
from participation.access.sending import send
from partners.models import Contact
from plans.models import Plan
from portal.promises.reading import covered_topics
from reports.periods.rules import Period
from reports.schedules.models import Schedule, What
from reports.status.reading import latest_of, status_for_youth

TOLD = "status.told_outside"
# Hours in Denmark between which people are told.
MORNING, EVENING = 9, 18


@transaction.atomic
def tell_outside(unit: Unit, period: Period) -> int:
    """Tell whoever has a status of the period to read, if the unit has decided so; returns how many."""
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    if not _decided(unit) or period != latest_of(unit, clock.today()) or _told(unit, period):
        return 0
    partners = [user for user in _partners_people(unit) if has_a_status(user)]
    outbox.queue_each(partners, _to_partner, still_wanted=_check, not_before=by_day(clock.now()))
    entries = [entry for entry in _entries(unit) if _has_news(entry.case)]
    for entry in entries:
        _to_youth(entry)
    told = {"period": [None, str(period)], "partners": [None, len(partners)], "young": [None, len(entries)]}
    trail.record(TOLD, by=None, obj=unit, changes=told)
    return len(partners) + len(entries)


def by_day(moment: dt.datetime) -> dt.datetime:
    """The moment itself, or the next one at which nobody is woken: nine in the morning."""
    here = moment.astimezone(clock.COPENHAGEN)
    day = here.date() + dt.timedelta(days=here.hour >= EVENING)
    return moment if MORNING <= here.hour < EVENING else clock.at(day, MORNING)


def _has_news(case: Case) -> bool:
    found = status_for_youth(case, clock.today())["since"]
    return bool(found.reached or found.new)


def _decided(unit: Unit) -> bool:
    schedule = Schedule.objects.of(unit)[What.CASE]
    return schedule.made and schedule.told_outside


def _told(unit: Unit, period: Period) -> bool:
    rows = AuditEvent.objects.filter(
        action=TOLD, object_type=unit._meta.label_lower, object_id=str(unit.pk), case_id=None
    )
    return any(row["period"] == [None, str(period)] for row in rows.values_list("changes", flat=True))


def _partners_people(unit: Unit):
    """Whoever signs in for a partner of the unit, and has not declined the mail of the week."""
    acting = Contact.objects.acting(clock.today()).values("user")
    rows = User.objects.filter(unit=unit, role=Role.PARTNER, is_active=True, weekly_digest=True)
    rows = rows.filter(pk__in=acting, to_confirm_since=None)
    return rows.select_related("unit", "partner_contact__partner").order_by("pk")


def has_a_status(user: User) -> bool:
    """Whether there is any young person whose plan the user's partner may be told of now."""
    covered = covered_topics(user.partner_contact.partner, clock.today())
    ids = [pk for pk, topics in covered.items() if Topic.PLAN in topics]
    return bool(ids) and Case.objects.visible_to(user).filter(pk__in=ids).exists()


def _to_partner(to: User) -> tuple[str, str]:
    words = _("There is a new status of young people whose plan is shared with you. Sign in to read it:")
    why = _("What you may read is decided when you open it. The message holds nothing about anybody.")
    url = settings.SITE_URL + reverse("reports:shared_statuses")
    return _("There is a new status to read"), f"{words}\n\n{url}\n\n{why}\n"


def _check(to: User) -> str:
    return f"reports.status.telling.partner_still_wanted:{to.pk}"


def partner_still_wanted(user_id: str) -> bool:
    """Asked just before the mail leaves: gone from the partner, declined, or nothing covered any more, means no."""
    rows = User.objects.filter(pk=user_id).select_related("unit")
    user = rows.first()
    user = user and _partners_people(user.unit).filter(pk=user.pk).first()
    return bool(user) and has_a_status(user)


def _entries(unit: Unit):
    """The young people of the unit who enter Min plan, get their codes sent, and have a plan that is open."""
    plans = Plan.objects.filter(closed_on=None).values("case")
    rows = Entry.objects.live(clock.today()).filter(kind=Entry.Kind.SELF, case__unit=unit, case__in=plans)
    rows = rows.filter(case__closed_on=None).exclude(channel=Entry.Channel.PAPER)
    return rows.select_related("user", "case__person", "case__unit").order_by("pk")


def _to_youth(entry: Entry) -> None:
    with override(entry.user.language):
        words = _("There is something new in Min plan. You can see it here: %(url)s") % {
            "url": settings.SITE_URL + reverse("portal:entry_ask")
        }
        send(
            entry,
            "Min plan",
            words,
            still_wanted=f"{still_lets_in.__module__}.{still_lets_in.__name__}:{entry.pk}",
            not_before=by_day(clock.now()),
        )
