"""Tasks of one's own: something a guide wants to do on a day, about a case or about none."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.versions import Versioned
from workspace.todos.querysets import TodoQuerySet


class Todo(Versioned):
    """Something to do on the day ``due_on``. ``owner`` wrote it, or has it from somebody who stopped.

    One about a case goes with the case: it stands with who has the case on the day, unless its owner is the deputy,
    whose own it stays. One about no case is its owner's alone.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="todos", editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="todos", editable=False)
    text = models.CharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("on"))
    done_at = models.DateTimeField(null=True, editable=False)
    # Not to be done after all.
    struck_at = models.DateTimeField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = TodoQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="todo_says_something"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(struck_at=None), name="todo_done_or_struck_not_both"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_at=None, struck_at=None),
                name="todo_open_of_owner",
            ),
            models.Index(
                fields=["case", "due_on"], condition=Q(done_at=None, struck_at=None), name="todo_open_of_case"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_open(self) -> bool:
        """Neither done nor struck; the same as the queryset's `open`."""
        return self.done_at is None and self.struck_at is None
