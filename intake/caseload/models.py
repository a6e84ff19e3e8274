"""What the latest list said about a case: what tells a new word in the next list from one that was changed here."""

from django.db import models

from core import clock
from core.crypto import EncryptedTextField


class ListedCase(models.Model):
    """A case that stood on an imported list. `made_by`: the import that opened it, when one did."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="listed")
    said = EncryptedTextField(blank=True)  # JSON: field → what the list said, in our form
    made_by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["made_by"], name="listed_case_made_by")]

    def __str__(self):
        return str(self.case_id)
