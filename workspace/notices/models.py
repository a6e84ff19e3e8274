"""What somebody has read of the notices above Min dag."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class PutAway(models.Model):
    """Somebody has read what Min dag told them of a transfer, or of an assignment; it is told no more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    transfer = models.ForeignKey("workspace.Transfer", models.CASCADE, null=True, related_name="put_away")
    assignment = models.ForeignKey("cases.Assignment", models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "transfer"], name="transfer_put_away_once"),
            models.UniqueConstraint(fields=["user", "assignment"], name="deputy_put_away_once"),
            models.CheckConstraint(
                condition=Q(transfer=None) ^ Q(assignment=None), name="put_away_is_of_one_thing"
            ),
        ]

    @classmethod
    def keep(cls, user, *, transfers=(), assignments=()) -> None:
        """Tell ``user`` no more of these. It changes nothing else."""
        for row in transfers:
            cls.objects.get_or_create(user=user, transfer=row)
        for row in assignments:
            cls.objects.get_or_create(user=user, assignment=row)
