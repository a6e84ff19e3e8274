"""Free text of programmes: it is about a group or about how somebody takes part, and no CPR number belongs in it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import holds_personal_number


def refuse_numbers(**texts) -> None:
    """Raise ValidationError beside each field whose text holds a CPR number; what is no text is passed over."""
    holding = [name for name, text in texts.items() if isinstance(text, str) and holds_personal_number(text)]
    if holding:
        raise ValidationError(dict.fromkeys(holding, _("There is a CPR number in it. Take it out.")))
