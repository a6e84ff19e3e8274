"""A meeting about one young person: when, where, who, and what became of it."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.versions import Versioned
from meetings.planning.querysets import AttendeeQuerySet, MeetingQuerySet


class Meeting(Versioned):
    """A meeting around a young person. Only the unit's own people plan it; its id is the UID of its calendar event.

    A draft is told to nobody. ``sequence`` rises with every change of time or place, and with cancelling, after
    people were invited (RFC 5545). A cancelled meeting stays, and so do the times it was moved from (`MeetingMove`).
    """

    class State(models.TextChoices):
        """Where it stands; minutes have a state of their own."""

        DRAFT = "draft", _("Draft")
        INVITED = "invited", _("People are called in")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="meetings")
    type = models.ForeignKey(
        "meetings.MeetingType", models.PROTECT, related_name="meetings", verbose_name=_("form of meeting")
    )
    starts_at = models.DateTimeField(_("starts"))
    lasts_minutes = models.PositiveSmallIntegerField(_("minutes it lasts"), default=60)
    place = models.CharField(_("place"), max_length=200, blank=True)
    # Where those who take part from afar join: an address, or the number of a phone meeting.
    online = models.CharField(_("online or by phone"), max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="meetings_led",
        verbose_name=_("leads the meeting"),
    )
    # The meeting before it in the same row of meetings, whose minutes are looked at first.
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    cancelled_why = models.CharField(_("why it is cancelled"), max_length=200, blank=True)
    # The note in the journal that says it was held; the day of last contact follows from that alone.
    note = models.OneToOneField(
        "cases.Note", models.PROTECT, null=True, blank=True, related_name="meeting", editable=False
    )
    # Its minutes are sent: the agenda stands as it was held.
    locked_at = models.DateTimeField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["case", "starts_at"]),
            models.Index(fields=["led_by", "starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lasts_minutes__gte=5, lasts_minutes__lte=600),
                name="meeting_lasts_some_time",
                violation_error_message=_("A meeting lasts between 5 minutes and 10 hours."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_why=""),
                name="meeting_cancelled_says_why",
                violation_error_message=_("Say why the meeting is cancelled."),
            ),
            models.CheckConstraint(
                condition=(Q(state="held") & Q(note__isnull=False)) | (~Q(state="held") & Q(note=None)),
                name="meeting_held_has_its_note",
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(sequence=0), name="meeting_draft_was_told_to_nobody"
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None) | Q(state="held"), name="meeting_locked_was_held"
            ),
        ]

    def __str__(self):
        return str(self.type)

    @property
    def on(self) -> date:
        """The day it is held, in Copenhagen."""
        return clock.local_date(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        """When it ends, as planned."""
        return self.starts_at + timedelta(minutes=self.lasts_minutes)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has been told."""
        return self.state == self.State.DRAFT

    @property
    def is_invited(self) -> bool:
        """Whether people are invited, and it is not held yet."""
        return self.state == self.State.INVITED

    @property
    def is_planned(self) -> bool:
        """Neither held nor cancelled; the same as the queryset's `planned`."""
        return self.state in (self.State.DRAFT, self.State.INVITED)

    @property
    def is_held(self) -> bool:
        """The same as the queryset's `held`."""
        return self.state == self.State.HELD

    @property
    def is_open(self) -> bool:
        """Whether its agenda may still be written: planned, or held without its minutes being sent."""
        return not self.is_cancelled and self.locked_at is None

    @property
    def is_cancelled(self) -> bool:
        """Cancelled; it stays in the list with its reason."""
        return self.state == self.State.CANCELLED

    @property
    def moved_from(self) -> datetime | None:
        """When it was to begin before it was last moved to another time. Reads ``moves``, newest first."""
        times = (move.old_starts_at for move in self.moves.all())
        return next((moment for moment in times if moment != self.starts_at), None)


class MeetingMove(models.Model):
    """A meeting was moved after people were invited: from when and where, by whom and why. Rows are only ever added."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="moves")
    old_starts_at = models.DateTimeField()
    old_place = models.CharField(max_length=200, blank=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]


class Attendee(models.Model):
    """Somebody asked to a meeting: the young person, an adult around them, a colleague, or a partner's contact.

    Who is taken off a meeting they were invited to keeps their row (``left_at``), so that they can be told.
    """

    class Answer(models.TextChoices):
        """What they answered to the invitation."""

        NONE = "", _("No answer yet")
        YES = "yes", _("Comes")
        NO = "no", _("Cannot come")
        ONLINE = "online", _("Comes online or by phone")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendees")
    # Exactly one of the four says who it is.
    is_youth = models.BooleanField(default=False)
    guardian = models.ForeignKey("cases.Guardian", models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        "partners.Contact", models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    is_required = models.BooleanField(_("must attend"), default=False)
    answer = models.CharField(max_length=6, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    # Whether they were there; None until the meeting is held.
    attended = models.BooleanField(_("was there"), null=True, blank=True)
    left_at = models.DateTimeField(null=True, editable=False)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["-is_youth", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(is_youth=True, guardian=None, user=None, contact=None)
                    | Q(is_youth=False, guardian__isnull=False, user=None, contact=None)
                    | Q(is_youth=False, guardian=None, user__isnull=False, contact=None)
                    | Q(is_youth=False, guardian=None, user=None, contact__isnull=False)
                ),
                name="attendee_is_one_person",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_youth=True), name="attendee_youth_once"
            ),
            models.UniqueConstraint(fields=["meeting", "guardian"], name="attendee_guardian_once"),
            models.UniqueConstraint(fields=["meeting", "user"], name="attendee_user_once"),
            models.UniqueConstraint(fields=["meeting", "contact"], name="attendee_contact_once"),
        ]

    def settle_merge(self, end: str, survivor) -> None:
        """Become one with ``survivor``'s own row: asked if either is, by the latest answer, and there if either was."""
        kept = Attendee.objects.get(meeting=self.meeting_id, contact=survivor)
        asked = [row for row in (kept, self) if row.is_asked] or [kept]
        answered = [row for row in asked if row.answered_at]
        said = max(answered, key=lambda row: row.answered_at, default=asked[0])
        kept.left_at, kept.answer, kept.answered_at = asked[0].left_at, said.answer, said.answered_at
        kept.is_required = any(row.is_required for row in asked)
        there = {kept.attended, self.attended} - {None}
        kept.attended = any(there) if there else None
        self._leave_all_to(kept)
        self.delete()
        kept.save()

    def _leave_all_to(self, kept) -> None:
        """What they were told, said and brought is ``kept``'s; what both said of the same minutes stands once."""
        notices = [*kept.notices.all(), *self.notices.all()]
        sequence = -1
        for notice in sorted(notices, key=lambda notice: notice.pk):
            notice.attendee, notice.sequence = kept, max(notice.sequence, sequence + 1)
            sequence = notice.sequence
        # The last first, so that no two have one sequence on the way; a link that was mailed still opens.
        for notice in sorted(notices, key=lambda notice: -notice.pk):
            notice.save(update_fields=["attendee", "sequence"])
        for mine, ours in ((self.approvals, kept.approvals), (self.minutes_notices, kept.minutes_notices)):
            mine.filter(of_version__in=ours.values("of_version")).delete()
            mine.update(attendee=kept)
        self.comments.update(attendee=kept)
        self.points.update(brought_by=kept)

    @property
    def is_asked(self) -> bool:
        """Whether they are still asked to it; the same as the queryset's `asked`."""
        return self.left_at is None

    @property
    def leads(self) -> bool:
        """Whether they lead the meeting: they take part by that, and nobody waits for their answer."""
        return self.user_id is not None and self.user_id == self.meeting.led_by_id

    @property
    def key(self) -> str:
        """What forms call them: ``youth``, ``adult-3``, ``colleague-4``, ``contact-5``."""
        if self.is_youth:
            return "youth"
        if self.guardian_id:
            return f"adult-{self.guardian_id}"
        return f"colleague-{self.user_id}" if self.user_id else f"contact-{self.contact_id}"

    @property
    def name(self) -> str:
        """Their name; for colleagues and the young person themselves only: a partner may not know a surname."""
        if self.is_youth:
            return self.meeting.case.person.name
        return (self.guardian or self.user or self.contact).name

    @property
    def part(self) -> str:
        """What they are to the young person, in a word or two."""
        if self.is_youth:
            return _("the young person")
        if self.guardian:
            return self.guardian.relation
        return self.contact.partner.name if self.contact else _("colleague")

    @property
    def in_full(self) -> str:
        """Their name, and whom a partner's people are from: two may be called the same."""
        if not self.contact_id:
            return self.name
        return _("%(name)s from %(partner)s") % {"name": self.name, "partner": self.part}
