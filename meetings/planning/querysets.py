"""Meetings, and those asked to them, as adjectives."""

from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cases.models import Consent, Participation
from core import clock
from meetings.planning.rules import ASKED_ABOUT


class MeetingQuerySet(models.QuerySet):
    """Adjectives of meetings."""

    def standing(self):
        """Not cancelled."""
        return self.exclude(state="cancelled")

    def planned(self):
        """Neither held nor cancelled: drafts, and those that people are invited to. As `Meeting.is_planned`."""
        return self.filter(state__in=("draft", "invited"))

    def held(self):
        """Held; the same as `Meeting.is_held`."""
        return self.filter(state="held")

    def unfinished(self, on: date):
        """Held, and the minutes neither approved nor older than anybody asks about (`meetings.planning.rules`)."""
        asked_about = Q(minutes__state="sent") | Q(starts_at__gte=clock.at(on - ASKED_ABOUT))
        return self.held().filter(asked_about).exclude(minutes__state="approved")

    def coming(self, at: datetime):
        """Planned, and not begun at the moment ``at``."""
        return self.planned().filter(starts_at__gt=at)

    def shared_with(self, contact):
        """What a partner's ``contact`` is asked to and may see: never a draft, and only while a basis is in force.

        The same as for everything that is shared: the partner takes part, has a basis in force today, and the case is
        neither closed nor shielded (`Case.objects.visible_to`). Whoever was taken off the meeting sees it no more.
        """
        today = clock.today()
        if contact is None or not contact.may_act(today):
            return self.none()
        ours = {"case": OuterRef("case"), "partner_id": contact.partner_id}
        taking_part = Participation.objects.current().holding(today).filter(**ours)
        basis = Consent.objects.filter(Consent.in_force_q(today), **ours)
        return self.filter(
            Exists(taking_part),
            Exists(basis),
            attendees__contact=contact,
            attendees__left_at=None,
            case__closed_on=None,
            case__shielded=False,
        ).exclude(state="draft")


class AttendeeQuerySet(models.QuerySet):
    """Adjectives of those asked to a meeting."""

    def asked(self):
        """Not taken off the meeting again; the same as `Attendee.is_asked`."""
        return self.filter(left_at=None)

    def present(self):
        """Those who were there."""
        return self.filter(attended=True)

    def awaited_on_minutes(self, on: date):
        """Those whose word on shared minutes is awaited on the day ``on``: who was there, until they have approved them
        as they stand, and a partner's contact who could not come, until the day for comments has gone by.

        Not who wrote them, nor who commented and is not read yet: that waits on who leads the meeting.
        """
        approved = apps.get_model("meetings.Approval").objects.filter(
            attendee=OuterRef("pk"), of_version=OuterRef("meeting__minutes__version")
        )
        unread = apps.get_model("meetings.MinutesComment").objects.filter(
            attendee=OuterRef("pk"), seen_at=None
        )
        in_time = Q(contact__isnull=False, meeting__minutes__comment_until__gte=on)
        rows = self.asked().filter(Q(attended=True) & ~Exists(approved) | Q(attended=False) & in_time)
        rows = rows.filter(~Exists(unread), meeting__minutes__state="sent", meeting__case__closed_on=None)
        return rows.exclude(user__isnull=False, user=models.F("meeting__minutes__by"))

    def named(self):
        """With what says who they are, in the same query."""
        return self.select_related("guardian", "user", "contact__partner", "meeting__case__person")
