"""What the young person and the professionals say about a goal or a milestone, where they see it differently."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import clock
from participation.access.models import Entry

# Who has written waits no more days than this for an answer: a message nobody answers teaches not to write.
ANSWER_WITHIN = 3
# After so many days the guide is told that the young person has not read what was written to them.
NOT_READ_AFTER = 10


class Voice(models.TextChoices):
    """Whose words they are."""

    STAFF = "staff", _("The professionals")
    YOUTH = "youth", _("The young person")


class How(models.TextChoices):
    """How the young person said it."""

    MEETING = "meeting", _("When we sat together")
    PHONE = "phone", _("On the phone")
    WROTE = "wrote", _("In writing")
    PAGE = "page", _("On their own page")


class RemarkQuerySet(models.QuerySet):
    """Adjectives of remarks."""

    def unread(self):
        """That the other side has not read; the same as `Remark.is_unread`."""
        return self.filter(read_at=None)

    def waiting(self, on: date) -> "RemarkQuerySet":
        """What somebody at work has to do something about: read it, or tell who cannot have seen it."""
        return self.unread().filter(Q(voice=Voice.YOUTH) | _unanswered_by_youth(on))


def _unanswered_by_youth(on: date) -> Q:
    """Written by professionals NOT_READ_AFTER days ago, to somebody who can read it on Min plan and has not."""
    entered = Entry.objects.live(on).filter(kind=Entry.Kind.SELF, case=OuterRef("case"))
    return Q(Exists(entered), voice=Voice.STAFF, said_on__lte=on - timedelta(days=NOT_READ_AFTER))


class Remark(models.Model):
    """One short, dated remark about a goal or a milestone. Rows are only ever added; both views stand side by side.

    What the young person told a guide has been heard, and counts as read; what they wrote themselves is read when a
    professional says so, or answers.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="remarks")
    goal = models.ForeignKey("plans.Goal", models.PROTECT, null=True, related_name="remarks")
    milestone = models.ForeignKey("plans.Milestone", models.PROTECT, null=True, related_name="remarks")
    voice = models.CharField(max_length=5, choices=Voice.choices)
    how = models.CharField(_("how they said it"), max_length=7, choices=How.choices, blank=True, default="")
    text = models.CharField(_("what is said"), max_length=500)
    said_on = models.DateField(_("said on"), default=clock.today)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["said_on", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal=None, milestone__isnull=False) | Q(goal__isnull=False, milestone=None),
                name="remark_is_about_one_part",
            ),
            models.CheckConstraint(
                condition=(Q(voice="youth") & ~Q(how="")) | (Q(voice="staff") & Q(how="")),
                name="remark_of_theirs_says_how",
                violation_error_message=_("Say how the young person said it."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
        ]
        indexes = [
            models.Index(fields=["case", "voice"], condition=Q(read_at=None), name="remark_unread"),
        ]

    def __str__(self):
        return self.text

    @property
    def is_unread(self) -> bool:
        """Whether the other side has not read it; the same as the queryset's `unread`."""
        return self.read_at is None

    @property
    def is_theirs(self) -> bool:
        """Whether the young person said it."""
        return self.voice == Voice.YOUTH
