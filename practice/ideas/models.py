"""What young people propose about the help itself, and what the unit answers. Nobody can find who wrote it.

Anonymous means not stored: no author, no case, no day and no clock, only the month. The trail has no row of it either,
since a row's moment beside other rows would tell who; neither has a key of a form that was sent. The id is drawn at
random, and every list is in its order, so that the order tells nothing. What the unit answers has a name and a day.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core.crypto import EncryptedTextField
from core.versions import Versioned


class Idea(Versioned):
    """One proposal. ``digest`` knows a text that is sent twice; keyed, it tells nothing of who sent it."""

    class Status(models.TextChoices):
        """What the unit answers."""

        NEW = "new", _("Not answered yet")
        HEARD = "heard", _("We have heard it")
        DOING = "doing", _("We are doing it")
        DONE = "done", _("We did it")
        NOT_NOW = "not_now", _("Not now, because")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ideas")
    # The first day of the month in which it was proposed.
    month = models.DateField(_("month"), editable=False)
    text = EncryptedTextField(_("the proposal"))
    digest = models.CharField(max_length=64, editable=False)
    status = models.CharField(_("our answer"), max_length=8, choices=Status.choices, default=Status.NEW)
    answer = models.CharField(_("in words"), max_length=500, blank=True)
    answered_on = models.DateField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "digest"], name="idea_is_kept_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="idea_knows_no_day"),
            models.CheckConstraint(
                condition=Q(status="new", answered_on=None, answered_by=None)
                | (~Q(status="new") & Q(answered_on__isnull=False, answered_by__isnull=False)),
                name="idea_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_now") | ~Q(answer=""),
                name="idea_not_now_has_a_reason",
                violation_error_message=_("Say why not now."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "month"])]

    def __str__(self):
        return str(self.get_status_display())

    @property
    def is_answered(self) -> bool:
        """Whether the unit has answered."""
        return self.status != self.Status.NEW
