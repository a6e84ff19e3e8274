"""Views of lists that somebody keeps, and acts on many cases at once."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ordering import Danish


class SavedView(models.Model):
    """A list with its filters, columns and order under a name: one's own, or shared with the unit by its leader."""

    class Which(models.TextChoices):
        """Which list it is a view of."""

        MINE = "mine", _("My young people")
        UNIT = "unit", _("The unit's young people")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    unit = models.ForeignKey("accounts.Unit", models.CASCADE, related_name="+")
    which = models.CharField(max_length=4, choices=Which.choices)
    name = models.CharField(_("name"), max_length=60)
    # The address's own words after the question mark, cleaned and in a fixed order.
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(_("shared with the unit"), default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["is_shared", Danish("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "which", "name"],
                name="view_named_once",
                violation_error_message=_("You have a view with this name."),
            )
        ]

    def __str__(self):
        return self.name


class BulkAct(models.Model):
    """One act on many cases, and what came of it for each: ``[[case id, ""], [case id, "why not"], …]``.

    A third place, where there is one, names what was made there: the note.
    """

    class Act(models.TextChoices):
        """What can be done to many cases at once."""

        ASSIGN = "assign", _("Give a guide")
        DEPUTISE = "deputise", _("Give a deputy")
        NOTE = "note", _("Write the same note")
        CONFIRM = "confirm", _("Confirm what they do now")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    results = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"])]

    @property
    def why(self) -> dict[str, str]:
        """Why each case was left out, by its id; "" where it was done."""
        return {case_id: why for case_id, why, *_made in self.results}

    @property
    def made(self) -> dict[str, int]:
        """The ids of the notes that were written, by the case's id."""
        return {case_id: made[0] for case_id, why, *made in self.results if made}
