"""What every measure has in common: when, where and on which occasion it was answered, and by whom.

The young person's own answers and the guide's are two voices. A row has one of them for good: no series mixes them,
and no number is made of both.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class Voice(models.TextChoices):
    """Whose answer it is."""

    YOUTH = "youth", _("The young person")
    GUIDE = "guide", _("The guide")


class AnsweredAs(models.TextChoices):
    """How the answer came to be written down."""

    SELF = "self", _("Answered by themselves")
    SELF_TOLD = "self_told", _("Said, and written down by the guide")
    GUIDE = "guide", _("Judged by the guide")


class Occasion(models.TextChoices):
    """Why it was asked just then."""

    RHYTHM = "rhythm", _("By the rhythm")
    MEETING = "meeting", _("At a meeting")
    TALK = "talk", _("At a talk")
    BEGIN = "begin", _("At the beginning")
    END = "end", _("At the end")


class Where(models.TextChoices):
    """Where it was answered."""

    OFFICE = "office", _("At our office")
    HOME = "home", _("At home")
    SCHOOL = "school", _("At school or at work")
    PHONE = "phone", _("On the phone")
    SCREEN = "screen", _("On a screen")
    ELSEWHERE = "elsewhere", _("Somewhere else")


class MeasureQuerySet(models.QuerySet):
    """Adjectives of measures."""

    def standing(self):
        """Not struck out as entered by mistake; the same as `Measure.is_struck`, the other way round."""
        return self.filter(struck_at=None)


class Measure(models.Model):
    """One sitting. Rows are only ever added; one that was entered by mistake is struck out, and stays.

    ``present`` is who else was there when the young person said it; empty: only the two of them.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="%(class)ss")
    measured_on = models.DateField(_("answered on"), default=clock.today)
    occasion = models.CharField(
        _("occasion"), max_length=8, choices=Occasion.choices, default=Occasion.RHYTHM
    )
    where = models.CharField(_("where"), max_length=9, choices=Where.choices, default=Where.OFFICE)
    voice = models.CharField(max_length=5, choices=Voice.choices, editable=False)
    answered_as = models.CharField(max_length=9, choices=AnsweredAs.choices, editable=False)
    present = models.CharField(_("who was there"), max_length=200, blank=True)
    # The young person, or the guide, did not want to or could not answer: a fact of its own, and no nought.
    declined = models.BooleanField(default=False, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    struck_because = models.CharField(_("what was wrong"), max_length=200, blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-measured_on", "-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voice="guide", answered_as="guide")
                | Q(voice="youth", answered_as__in=("self", "self_told")),
                name="%(app_label)s_%(class)s_voice_is_whose_answer",
            ),
            models.CheckConstraint(
                condition=Q(present="") | Q(answered_as="self_told"),
                name="%(app_label)s_%(class)s_present_when_told",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_because="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_because="")),
                name="%(app_label)s_%(class)s_struck_has_when_whom_why",
            ),
            # One measure of a voice on a day: of two, nobody could say which holds.
            models.UniqueConstraint(
                fields=["case", "voice", "measured_on"],
                condition=Q(struck_at=None),
                name="%(app_label)s_%(class)s_one_of_a_voice_on_a_day",
                violation_error_message=_("That is written down for this day already."),
            ),
        ]

    @property
    def is_struck(self) -> bool:
        """Whether it was entered by mistake."""
        return self.struck_at is not None

    @property
    def with_whom(self) -> str:
        """Who wrote it down and who was there, in words."""
        if self.answered_as == AnsweredAs.SELF_TOLD:
            there = self.present or _("only the two of them")
            return _("said to %(name)s (%(there)s)") % {"name": self.by.name, "there": there}
        return self.by.name
