"""The minutes of a meeting: written, sent for comment, approved by those who were there, and what was decided."""

from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.versions import Versioned


class MinutesQuerySet(models.QuerySet):
    """Adjectives of minutes."""

    def shared(self):
        """Sent for comment, or approved: what those who were there may read; as `Minutes.is_shared`."""
        return self.exclude(state="draft")

    def lockable(self, on: date):
        """What `meetings.minutes.actions.lock_minutes` closes on the day ``on``: somebody who was there has approved it
        as it stands, and all of them have, or the day for comments has gone by.
        """
        version = models.OuterRef("version")
        said = Approval.objects.filter(minutes=models.OuterRef("pk"), of_version=version)
        same = Approval.objects.filter(attendee=models.OuterRef("pk"), of_version=models.OuterRef(version))
        there = apps.get_model("meetings.Attendee").objects.filter(
            meeting=models.OuterRef("meeting"), attended=True
        )
        done = Q(comment_until__lt=on) | ~models.Exists(there.exclude(models.Exists(same)))
        return self.filter(done, models.Exists(said), state="sent")


class Minutes(Versioned):
    """The minutes of one meeting. What came of each point stands on the point (`AgendaItem.outcome`).

    A draft is the unit's own. Sent for comment, those who were there read it until ``comment_until``; approved, it is
    locked, and only added to. ``youth_text`` is what the young person gets, in words for them.
    """

    class State(models.TextChoices):
        """Where the minutes stand."""

        DRAFT = "draft", _("Being written")
        SENT = "sent", _("Sent for comment")
        APPROVED = "approved", _("Approved")

    meeting = models.OneToOneField("meetings.Meeting", models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT, editable=False)
    text = models.TextField(_("beside the points"), blank=True, max_length=20_000)
    youth_text = models.TextField(_("for the young person"), blank=True, max_length=10_000)
    sent_at = models.DateTimeField(null=True, editable=False)
    comment_until = models.DateField(_("comments until"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None, comment_until=None)
                | (~Q(state="draft") & Q(sent_at__isnull=False, comment_until__isnull=False)),
                name="minutes_sent_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_at=None)),
                name="minutes_approved_say_when",
            ),
        ]

    @property
    def is_draft(self) -> bool:
        """Whether only the unit reads it."""
        return self.state == self.State.DRAFT

    @property
    def is_sent(self) -> bool:
        """Whether those who were there may comment."""
        return self.state == self.State.SENT

    @property
    def is_approved(self) -> bool:
        """Whether it is locked."""
        return self.state == self.State.APPROVED

    @property
    def is_shared(self) -> bool:
        """Whether those who were there may read it; the same as the queryset's `shared`."""
        return not self.is_draft


class Approval(models.Model):
    """Somebody who was there approved the minutes as they stood (``of_version``); changed since, it counts no more."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="approvals")
    attendee = models.ForeignKey("meetings.Attendee", models.PROTECT, related_name="approvals")
    of_version = models.PositiveIntegerField()
    # Who wrote it down: themselves, or somebody of the unit whom they told.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "attendee", "of_version"], name="approved_once_as_it_stood"
            )
        ]


class MinutesComment(models.Model):
    """What somebody asked to the meeting says about the minutes. Rows are only ever added.

    What they wrote themselves waits on who leads the meeting until it is read (``seen_at``).
    """

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="comments")
    attendee = models.ForeignKey("meetings.Attendee", models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"), max_length=4_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]


class MinutesNotice(models.Model):
    """A mail that tells a partner's contact that minutes wait for them, as these stood then (``of_version``)."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="notices")
    attendee = models.ForeignKey("meetings.Attendee", models.CASCADE, related_name="minutes_notices")
    of_version = models.PositiveIntegerField()
    mail = models.ForeignKey("core.OutboxMail", models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "attendee", "of_version"], name="minutes_told_once_as_they_stood"
            )
        ]


class MinutesAddition(models.Model):
    """What was added after the minutes were approved. Rows are only ever added."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="additions")
    text = models.TextField(_("addition"), max_length=4_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]


class Decision(models.Model):
    """A decision of a meeting that became a milestone of the plan, or a partner's promise: who, and until when.

    While the minutes are a draft it is what the plan says of the milestone. Once they are shared, ``what``, ``who`` and
    ``due_on`` stand as those who were there read them, whatever becomes of the plan.
    """

    item = models.ForeignKey("meetings.AgendaItem", models.PROTECT, related_name="decisions")
    milestone = models.OneToOneField("plans.Milestone", models.PROTECT, related_name="decision")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    what = models.CharField(max_length=200, blank=True, editable=False)
    responsible = models.CharField(max_length=8, blank=True, editable=False)
    # By name; empty for the young person, who is called what they are called now.
    who = models.CharField(max_length=300, blank=True, editable=False)
    due_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]

    @property
    def is_promise(self) -> bool:
        """Whether a partner does it."""
        return self.milestone.contact_id is not None

    @property
    def is_written(self) -> bool:
        """Whether it stands as it was shared, and follows the plan no more."""
        return bool(self.what)

    @property
    def differs(self) -> bool:
        """Whether the plan says something else by now than the shared minutes: other words, another day, or somebody
        else who does it.
        """
        plan, is_partners = self.milestone, self.responsible == "partner"
        said = (self.what, self.due_on, self.responsible)
        moved = said != (plan.own_words, plan.due_on, plan.responsible)
        return self.is_written and (moved or (is_partners and self.who != plan.carrier))
