"""Adjectives of inquiries and of the departments' statements; `visible_to` is the one door to both."""

from datetime import date, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from accounts.access import may_work
from accounts.models import Role
from cases.models import GuideProfile, NamedAccess
from core import clock
from core.limits import limit

# The limit (core.limits) of how long an inquiry, or a case without a guide, may wait.
WAITING = "inquiry_waiting_days"


def works_with_intake(user) -> bool:
    """Whether somebody reads the unit's inquiries: leaders, and guides unless their profile says otherwise."""
    if user.role == Role.LEADER:
        return True
    profile = getattr(user, "guide_profile", None) if user.role == Role.GUIDE else None
    return user.role == Role.GUIDE and (profile is None or profile.works_with_intake)


class InquiryQuerySet(models.QuerySet):
    """Adjectives of inquiries."""

    def visible_to(self, user) -> "InquiryQuerySet":
        """The inquiries whose content ``user`` may read.

        Leaders and guides of the unit who work with intake; who took it down; and who carries the case that it is
        about. An inquiry about a shielded case is as hidden as the case.
        """
        if not may_work(user) or user.role not in (Role.GUIDE, Role.LEADER):
            return self.none()
        own = Q(case__guide=user) | Q(case__deputy=user)
        named = NamedAccess.objects.filter(case=OuterRef("case"), user=user)
        rows = self.filter(Q(case=None) | Q(case__shielded=False) | own | Exists(named), unit_id=user.unit_id)
        if user.role == Role.LEADER:
            return rows
        elsewhere = GuideProfile.objects.filter(user=user, works_with_intake=False)
        return rows.filter(~Exists(elsewhere) | Q(received_by=user) | own)

    def undecided(self, on: date):
        """That wait for a decision: none in force, or put off until a day that has come."""
        return self.filter(~Exists(_in_force().filter(_settled(on))))

    def over(self, on: date):
        """That have waited for a decision for longer than they should, from the day they came."""
        return self.undecided(on).filter(received_on__lt=on - timedelta(days=limit(WAITING, on=on)))

    def put_off(self, on: date):
        """That wait until a later day."""
        return self.filter(Exists(_in_force().filter(outcome="wait", wait_until__gt=on)))

    def with_standing(self):
        """With what the lists tell: the outcome in force, until when it waits, how many statements are awaited."""
        here = _in_force()
        asked = (
            apps.get_model("intake.Statement")
            .objects.filter(inquiry=OuterRef("pk"), withdrawn_at=None)
            .order_by()
        )

        def count(rows):
            return Subquery(rows.values("inquiry").annotate(n=Count("pk")).values("n"))

        return self.annotate(
            outcome=Subquery(here.values("outcome")[:1]),
            wait_until=Subquery(here.values("wait_until")[:1]),
            asked=count(asked),
            awaited=count(asked.filter(answered_at=None)),
        )


def _in_force():
    return apps.get_model("intake.Decision").objects.in_force().filter(inquiry=OuterRef("pk")).order_by()


def _settled(on: date) -> Q:
    return ~Q(outcome="wait") | Q(wait_until__gt=on)


class StatementQuerySet(models.QuerySet):
    """Adjectives of statements."""

    def awaited(self):
        """Asked and not answered."""
        return self.filter(answered_at=None, withdrawn_at=None)

    def shown_to(self, user) -> "StatementQuerySet":
        """What a department's own people see: what their partner was asked, while the inquiry is undecided.

        A question that is withdrawn (its consent is, say) is gone at once, answered or not; so is that of somebody
        who has left. Only partners of the municipality whose staff may decide are asked at all.
        """
        if not may_work(user) or user.role != Role.PARTNER:
            return self.none()
        contact, today = getattr(user, "partner_contact", None), clock.today()
        if contact is None or not contact.may_act(today):
            return self.none()
        return self.put_to(contact.partner_id, user.unit_id, today)

    def put_to(self, partner_id, unit_id, on: date) -> "StatementQuerySet":
        """What a partner of the unit is asked on the day; who of its people sees it, `shown_to` says."""
        undecided = apps.get_model("intake.Inquiry").objects.filter(pk=OuterRef("inquiry")).undecided(on)
        return self.filter(
            Exists(undecided),
            Q(inquiry__case=None) | Q(inquiry__case__shielded=False),
            partner_id=partner_id,
            partner__side="internal",
            partner__has_authority=True,
            partner__is_active=True,
            inquiry__unit_id=unit_id,
            withdrawn_at=None,
        )
