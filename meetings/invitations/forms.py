"""What is answered to an invitation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm

ANSWERS = (("yes", _("I come")), ("online", _("I come online or by phone")), ("no", _("I cannot come")))
ON_BEHALF = (("yes", _("Comes")), ("online", _("Comes online or by phone")), ("no", _("Cannot come")))


class AnswerForm(TidyForm, forms.Form):
    """Comes, comes online, or cannot."""

    answer = forms.ChoiceField(
        label=_("Do you come?"),
        choices=ANSWERS,
        error_messages={
            "required": _("Choose an answer."),
            "invalid_choice": _("Choose an answer."),
        },
    )


class OnBehalfForm(AnswerForm):
    """The same, told to a guide by phone."""

    answer = forms.ChoiceField(label=_("Answer"), choices=ON_BEHALF)
