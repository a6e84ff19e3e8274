"""Choosing several users."""

from django import forms
from django.core.exceptions import ValidationError


class UserMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Several users. A number larger than any key is no choice; Django would hand it to the database, which chokes."""

    def clean(self, value):
        """The users, or a message that a choice is none."""
        if any(len(str(pk)) > 18 for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": "…"})
        return super().clean(value)
