"""Rounds of the barometer. What was answered is kept as sums, and who has answered apart from it.

There is no row for an answer, and so nothing to join with a person: each question has ten counters for each group, and
every answer rewrites all of them, so that neither order nor time tells which ones it moved. Counters are encrypted, so
that two copies of the database tell nothing either, without the key. Who has answered stands in `Answered`, without a
time; it is there so that nobody answers twice.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedTextField
from practice.barometer.rules import no_answers


class StatementSet(models.Model):
    """Statements that are asked together: ready ones for everybody, or the ones a unit has written itself."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="statement_sets")
    name = models.CharField(_("name"), max_length=100)
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("unit", condition=Q(unit__isnull=False), name="one_own_statement_set")
        ]

    def __str__(self):
        return self.name


class Statement(models.Model):
    """A sentence one agrees or disagrees with. Its words never change: a new wording is a new statement."""

    set = models.ForeignKey(StatementSet, models.PROTECT, related_name="statements")
    text = models.CharField(_("statement"), max_length=200)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["set__position", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["set", "text"], name="statement_once_in_a_set")]

    def __str__(self):
        return self.text


class RoundQuerySet(models.QuerySet):
    """Adjectives of rounds."""

    def of_unit(self, unit):
        """Asked in this unit."""
        return self.filter(unit=unit)

    def open(self, on):
        """Those that take answers on a Copenhagen date; the same as `Round.is_open`."""
        return self.filter(closed_on=None, opened_on__lte=on, closes_on__gte=on)

    def over(self, on):
        """Those whose result may be read on the date."""
        return self.filter(Q(closed_on__isnull=False) | Q(closes_on__lt=on))

    def unanswered_by(self, user):
        """Those that the user has not answered yet."""
        return self.exclude(answered__user=user)


class Round(models.Model):
    """One asking: to those who sign in, or live in a room by a code on the wall.

    Its result may be read when it is over, never while somebody can still answer: the difference between two readings
    would be one person's answer.
    """

    class How(models.TextChoices):
        """How people answer."""

        SIGNED_IN = "signed_in", _("Each in their own time, over some days")
        LIVE = "live", _("Together in the room, by a code on the wall")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=100)
    how = models.CharField(_("how it is answered"), max_length=10, choices=How.choices, default=How.SIGNED_IN)
    with_partners = models.BooleanField(_("ask the partners too"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_on = models.DateField(default=clock.today)
    closes_on = models.DateField(_("last day to answer"))
    closed_on = models.DateField(null=True, blank=True, editable=False)
    code = models.CharField(max_length=6, blank=True)
    # How many could answer when it was opened; a live round knows only who came.
    asked_staff = models.PositiveSmallIntegerField(default=0)
    asked_partners = models.PositiveSmallIntegerField(default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opened_on")),
                name="round_closes_after_it_opens",
                violation_error_message=_("Choose today or a day to come."),
            ),
            models.CheckConstraint(
                condition=(Q(how="live") & ~Q(code="")) | (Q(how="signed_in") & Q(code="")),
                name="round_live_by_code",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code="") & Q(closed_on=None), name="round_code_once_at_a_time"
            ),
        ]

    def __str__(self):
        return self.title

    def is_open(self, on) -> bool:
        """Whether it takes answers on the date; the same as the queryset's `open`."""
        return self.closed_on is None and self.opened_on <= on <= self.closes_on

    @property
    def is_live(self) -> bool:
        """Whether it is answered in the room."""
        return self.how == self.How.LIVE


class Counters(EncryptedTextField):
    """Ten numbers, encrypted; all of the same width, so that the length of what is kept tells nothing."""

    WIDTH = 6

    def get_prep_value(self, value):
        """Encrypt on the way in."""
        if not isinstance(value, str):
            value = "".join(f"{count:{self.WIDTH}}" for count in value)
        return super().get_prep_value(value)

    def from_db_value(self, value, expression, connection):
        """Decrypt on the way out."""
        text = super().from_db_value(value, expression, connection)
        if text is None:  # of no question, beside a row that need not have one
            return None
        return [int(text[at : at + self.WIDTH]) for at in range(0, len(text), self.WIDTH)]


class Question(models.Model):
    """A statement as it was asked in a round, and how many gave it each number from 1 to 10, by group."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    staff = Counters(default=no_answers)
    partners = Counters(default=no_answers)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "statement"], name="question_once_in_a_round")
        ]


class Answered(models.Model):
    """That somebody has answered a round, and nothing more: a user, or a seat in the room its browser knows."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="answered")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seat = models.CharField(max_length=64, blank=True)
    is_partner = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(user=None) & ~Q(seat="")) | (Q(user__isnull=False) & Q(seat="")),
                name="answered_by_a_user_or_a_seat",
            ),
            models.UniqueConstraint(
                fields=["round", "user"], condition=Q(user__isnull=False), name="answered_once_by_a_user"
            ),
            models.UniqueConstraint(
                fields=["round", "seat"], condition=~Q(seat=""), name="answered_once_from_a_seat"
            ),
        ]
