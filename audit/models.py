"""The trail: one row for every look at a case and every act, written in the transaction of the look or the act."""

from django.db import models

from core import clock


class AuditEvent(models.Model):
    """Who did what, to which young person's case, for what purpose, and what changed.

    Ids without foreign keys, so that every app may write here and the trail outlives what it speaks of. The database
    itself refuses to change or remove a row, on both engines (migration 0002), and says when it was written and by
    which of its roles (migration 0003).
    """

    at = models.DateTimeField(default=clock.now)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    unit_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, default="ok")
    case_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    # Who was signed in to PostgreSQL, as PostgreSQL says; SQLite has no roles. Null, since SQLite makes a table anew
    # for a column that must hold something, and its triggers are gone then.
    db_role = models.CharField(max_length=63, null=True, editable=False)  # noqa: DJ001

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-at"]),
            models.Index(fields=["actor_id", "-at"]),
            models.Index(fields=["unit_id", "-at"]),
            # The history on a card of the directory; looks at cases, which are most rows, stay out of it.
            models.Index(
                fields=["object_type", "object_id", "-at"],
                condition=models.Q(case_id=None),
                name="audit_object_without_case",
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.outcome}"
