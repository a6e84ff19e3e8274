"""What the throttle counts."""

from django.db import models


class TryCounter(models.Model):
    """How often something was tried since its window opened; after ``ends_at`` it counts from one again."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.key[:8]}… {self.count}"
