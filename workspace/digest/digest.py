"""Monday's mail: how much waits, and where to see it. Numbers and a link; nothing about anybody.

It stands in place of single alerts: no other mail is sent because of a case. Those who want none say so on
their profile.
"""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Role, User
from core import clock, limits
from core.mail import outbox
from core.mail.models import OutboxMail
from workspace.day import day
from workspace.unitday.unit_day import unit_day

HOUR = 7


def monday_of(moment: datetime) -> date | None:
    """The Monday whose mail may leave at ``moment``: on that day from seven o'clock in Copenhagen; else None."""
    there = moment.astimezone(clock.COPENHAGEN)
    return there.date() if there.weekday() == 0 and there.time() >= time(HOUR) else None


def _wanted():
    """Whoever carries cases or leads, and has not declined the mail."""
    return User.objects.filter(is_active=True, weekly_digest=True, role__in=[Role.GUIDE, Role.LEADER])


def send_due() -> int:
    """Queue the mails of this Monday that are not queued yet; returns how many.

    Any number of calls make one mail each.
    """
    monday = monday_of(clock.now())
    if monday is None:
        return 0
    keys = {key_of(user.pk, monday): user for user in _wanted().select_related("unit").order_by("pk")}
    queued = set(OutboxMail.objects.filter(dedupe_key__in=list(keys)).values_list("dedupe_key", flat=True))
    sent = 0
    with limits.cached():
        for key, user in keys.items():
            if key not in queued:
                with transaction.atomic(), override(user.language):
                    sent += queue(user, monday, key)
    return sent


def key_of(user_id: int, monday: date) -> str:
    """What makes the mail one: a person and a week."""
    return f"digest:{user_id}:{monday:%Y-%m-%d}"


def queue(user: User, monday: date, key: str) -> bool:
    """Queue the mail of one person; False for somebody who carries no case and leads no unit."""
    found = day.day_of(user, monday)
    if not found.cases and not user.is_leader:
        return False
    late, today, week, _later = (group.total for group in found.groups)
    context = {
        "first_name": user.name.split(" ")[0],
        "carries": bool(found.cases),
        "late": late,
        "today": today,
        "week": week,
        "away": len(found.put_off),
        "day_url": settings.SITE_URL + reverse("workspace:my_day"),
        "unit": unit_counts(user, monday) if user.is_leader else None,
        "unit_url": settings.SITE_URL + reverse("workspace:unit_day"),
        "profile_url": settings.SITE_URL + reverse("accounts:profile"),
    }
    outbox.queue_mail(
        user.email,
        _("Your week in KUI"),
        render_to_string("workspace/digest/email/digest.txt", context),
        dedupe_key=key,
        still_wanted=f"workspace.digest.digest.still_wanted:{user.pk}",
    )
    return True


def unit_counts(user: User, monday: date) -> dict[str, int] | None:
    """How much waits in the leader's unit, by age of delay; None when there is too much to count in one go."""
    found = unit_day(user, monday)
    if found.too_many:
        return None
    over_30, weeks, days, today, week, _later, _all = (count.value for count in found.total)
    return {"late": over_30 + weeks + days, "long": over_30, "today": today, "week": week}


def still_wanted(user_id: str) -> bool:
    """Asked just before the mail leaves: access closed, in another role, or the mail declined, since it was queued."""
    return _wanted().filter(pk=user_id).exists()
