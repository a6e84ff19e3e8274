"""The feed of somebody's calendar: made, replaced, ended, and what it tells."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.access.permissions import works_with_cases
from core import clock
from core.crypto import new_secret, secret_hash
from meetings.calendars.meetings_of import meetings_of
from meetings.calendars.models import CalendarFeed
from meetings.calendars.rules import case_number
from meetings.invitations import ics

# How far back a feed tells, so that a calendar keeps what it showed last week; ahead it tells everything.
BACK = timedelta(days=31)


def feed_of(user) -> CalendarFeed | None:
    """The feed that is on, or None."""
    return CalendarFeed.objects.filter(user=user, ended_at=None).first()


@transaction.atomic
def make_feed(*, by) -> str:
    """Switch the feed on for ``by``, or give it another address; returns the secret, which is told this once."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks make one address after the other
    CalendarFeed.objects.filter(user=by, ended_at=None).update(ended_at=clock.now())
    secret = new_secret()
    row = CalendarFeed.objects.create(user=by, secret_hash=secret_hash(secret), made_at=clock.now())
    trail.record("calendar.feed_made", by=by, obj=row)
    return secret


@transaction.atomic
def end_feed(*, by) -> None:
    """Switch the feed of ``by`` off: its address opens nothing any more. Sent twice it is done once."""
    for row in CalendarFeed.objects.select_for_update().filter(user=by, ended_at=None):
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        trail.record("calendar.feed_ended", by=by, obj=row)


def owner_of(secret: str) -> User | None:
    """Whose feed the secret opens; None when it is wrong, ended, or theirs no more."""
    row = CalendarFeed.objects.filter(secret_hash=secret_hash(secret), ended_at=None).first()
    user = row and User.objects.select_related("unit").get(pk=row.user_id)
    return user if user and works_with_cases(user) else None


def feed_text(user) -> str:
    """The feed: when, and the number of the case; neither name, place nor form of meeting. Drafts are told nowhere.

    The same meetings give the same text, so that a calendar which asks again gets nothing anew.
    """
    rows = meetings_of(user).exclude(state="draft").filter(starts_at__gt=clock.now() - BACK)
    told = []
    for row in rows.only("pk", "case_id", "starts_at", "lasts_minutes", "state", "sequence", "recorded_at"):
        words = _("Meeting · case %(number)s") % {"number": case_number(row.case_id)}
        one = ics.Appointment(
            str(row.pk), row.sequence, row.starts_at, row.ends_at, words, is_cancelled=row.is_cancelled
        )
        told.append((one, row.recorded_at))
    return ics.feed(_("Meetings in KUI"), told)
