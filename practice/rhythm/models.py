"""What comes back in a unit, and when it was held."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedTextField
from core.versions import Versioned
from practice.rhythm.rules import Every, Pattern

# Monday to Friday.
WORKDAYS = [(number, WEEKDAYS[number]) for number in range(5)]


class RhythmQuerySet(models.QuerySet):
    """Adjectives of what comes back."""

    def of_unit(self, unit):
        """Agreed in this unit."""
        return self.filter(unit=unit)

    def in_use(self):
        """Not ended."""
        return self.filter(ended_on=None)


class Rhythm(Versioned):
    """Something that comes back: what, who sees to it, and how often. When it is on next follows from that."""

    class Kind(models.TextChoices):
        """What it is; the pages know what each but the last has on it."""

        TEAM = "team", _("KUI at the team meeting")
        SPARRING = "sparring", _("Sparring")
        THEME = "theme", _("Theme meeting")
        BAROMETER = "barometer", _("Round of the barometer")
        OTHER = "other", _("Something else")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rhythms", editable=False)
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("name"), max_length=100, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rhythms", verbose_name=_("who sees to it")
    )
    every = models.CharField(_("how often"), max_length=10, choices=Every.choices, default=Every.WEEK)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WORKDAYS, default=3)
    weeks = models.PositiveSmallIntegerField(
        _("number of weeks"), default=2, validators=[MinValueValidator(2), MaxValueValidator(26)]
    )
    from_on = models.DateField(_("from"), default=clock.today)
    ended_on = models.DateField(null=True, editable=False)

    objects = RhythmQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=4), name="rhythm_on_a_workday"),
            models.CheckConstraint(condition=Q(weeks__gte=2, weeks__lte=26), name="rhythm_weeks_2_to_26"),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(title=""),
                name="rhythm_other_has_a_name",
                violation_error_message=_("Say what it is."),
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=~Q(kind="other") & Q(ended_on=None),
                name="rhythm_once_of_a_kind",
                violation_error_message=_("That stands in the rhythm already. Change the one that is there."),
            ),
        ]

    def __str__(self):
        return self.title or str(self.get_kind_display())

    @property
    def has_agenda(self) -> bool:
        """Whether it is a meeting with an agenda and minutes; the others have pages of their own."""
        return self.kind not in (self.Kind.SPARRING, self.Kind.BAROMETER)

    @property
    def url(self) -> str:
        """Where one gets ready for it."""
        if self.has_agenda:
            return reverse("practice:team_agenda", args=[self.pk])
        return reverse("practice:sparring" if self.kind == self.Kind.SPARRING else "practice:round_add")

    @property
    def pattern(self) -> Pattern:
        """Its days, for `practice.rhythm.rules.next_on`."""
        return Pattern(self.every, self.weekday, self.from_on, self.weeks)

    @property
    def in_words(self) -> str:
        """How often, in words."""
        words = {
            Every.WEEK: gettext("every %(weekday)s"),
            Every.WEEKS: gettext("every %(weeks)s weeks, on a %(weekday)s"),
            Every.MONTH: gettext("every month, %(weekday)s no. %(place)s"),
            Every.HALF_YEAR: gettext("twice a year, %(weekday)s no. %(place)s of the month"),
        }[Every(self.every)]
        weekday = str(WEEKDAYS[self.weekday]).lower()
        return words % {"weekday": weekday, "weeks": self.weeks, "place": self.pattern.place}

    def may_be_kept_by(self, user) -> bool:
        """Whether the user may change it, and hold what comes back: a leader of the unit, or its owner."""
        return user.unit_id == self.unit_id and (user.is_leader or user.pk == self.owner_id)


class TeamMeeting(Versioned):
    """That one of them was held, on a day, with short minutes. They are about the unit, and name no young person.

    Minutes are corrected over themselves; what they said before is kept as `EarlierMinutes`.
    """

    rhythm = models.ForeignKey(Rhythm, models.PROTECT, related_name="held")
    held_on = models.DateField(_("held on"))
    minutes = EncryptedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    # Who wrote them as they stand, and when; None while they stand as they were first written.
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    corrected_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rhythm", "held_on"],
                name="meeting_held_once_a_day",
                violation_error_message=_("That it was held this day stands there already."),
            ),
            models.CheckConstraint(
                condition=Q(corrected_by=None, corrected_at=None)
                | Q(corrected_by__isnull=False, corrected_at__isnull=False),
                name="minutes_corrected_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.rhythm} {self.held_on:%d-%m-%Y}"

    def may_be_corrected_by(self, user) -> bool:
        """Whether the user may correct the minutes: whoever wrote them, keeps what comes back, or leads the unit."""
        return self.rhythm.may_be_kept_by(user) or user.pk == self.by_id

    @staticmethod
    def last_of(unit) -> dict[int, date]:
        """When each of the unit's was held last, by the id of its rhythm; one query."""
        rows = TeamMeeting.objects.filter(rhythm__unit=unit).order_by()
        return dict(rows.values_list("rhythm").annotate(models.Max("held_on")))


class EarlierMinutes(models.Model):
    """What minutes said before they were corrected, who had written that, and when. Written once, never changed."""

    meeting = models.ForeignKey(TeamMeeting, models.PROTECT, related_name="earlier")
    minutes = EncryptedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return f"{self.meeting_id} {self.replaced_at:%d-%m-%Y}"
