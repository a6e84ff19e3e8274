"""Postcards from the future, written to be opened on a date (Fremfærd 2024)."""

from django.conf import settings
from django.db import models
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedTextField


class Sealed(Exception):
    """The postcard may not be read yet, not even by its writer."""


class PostcardQuerySet(models.QuerySet):
    """Adjectives of postcards."""

    def of_unit(self, unit):
        """Written in this unit."""
        return self.filter(unit=unit)

    def opened(self, on):
        """Those that may be read on a Copenhagen date: from the very midnight that begins their day."""
        return self.filter(opens_on__lte=on, taken_back_on=None)

    def sealed(self, on):
        """Those still closed on a date; their text is not even fetched."""
        return self.filter(opens_on__gt=on, taken_back_on=None).defer("text")

    def taken_back(self, on):
        """Those that were taken back, until the date on which they would have opened."""
        return self.filter(opens_on__gt=on, taken_back_on__isnull=False).defer("text")


class Postcard(models.Model):
    """A promise to one's future colleagues: written today as if from the day it opens.

    The text is encrypted at rest, and `read` refuses it before ``opens_on``, a Copenhagen date. Nothing is stored
    when a card opens: it is open when its day has come.
    """

    class Motif(models.TextChoices):
        """The picture on its front."""

        FJORD = "fjord", _("The fjord")
        LIGHTHOUSE = "lighthouse", _("The lighthouse")
        ROAD = "road", _("The winding road")
        STARS = "stars", _("The night sky")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postcards")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="postcards")
    motif = models.CharField(_("picture"), max_length=12, choices=Motif.choices, default=Motif.FJORD)
    text = EncryptedTextField(_("text"))
    written_on = models.DateField(_("written"), default=clock.today)
    opens_on = models.DateField(_("opens on"))
    # The round of the barometer after which it was written, if it was one.
    round = models.ForeignKey(
        "practice.Round", models.PROTECT, null=True, related_name="postcards", editable=False
    )
    told_at = models.DateTimeField(null=True, editable=False)
    # Taken back while it was sealed: that it was there stays, what it said does not.
    taken_back_on = models.DateField(null=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PostcardQuerySet.as_manager()

    class Meta:
        ordering = ["opens_on", "pk"]
        indexes = [models.Index(fields=["unit", "opens_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_on__gt=models.F("written_on")),
                name="postcard_opens_later",
                violation_error_message=_("Choose a day after today: a postcard from the future must wait."),
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_on=None, taken_back_by=None)
                | models.Q(
                    taken_back_on__isnull=False,
                    taken_back_by__isnull=False,
                    taken_back_on__lt=models.F("opens_on"),
                ),
                name="postcard_taken_back_while_sealed",
            ),
        ]

    def __str__(self):
        return f"{self.by} → {self.opens_on:%d-%m-%Y}"

    @property
    def picture(self) -> str:
        """The address of its picture."""
        return static(f"practice/{self.motif}.svg")

    def is_open(self, on) -> bool:
        """Whether it may be read on the date."""
        return self.opens_on <= on and self.taken_back_on is None

    def may_be_taken_back_by(self, user, *, on) -> bool:
        """Whether the user may take it back: its writer, or who leads the unit, while it is sealed."""
        theirs = user.pk == self.by_id or user.is_leader and user.unit_id == self.unit_id
        return theirs and self.taken_back_on is None and self.opens_on > on

    def read(self, *, on) -> str:
        """The text; raises Sealed before its day."""
        if not self.is_open(on):
            raise Sealed
        return self.text
