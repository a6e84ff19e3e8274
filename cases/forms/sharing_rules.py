"""The unit's table of statutory rules for sharing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import date_input
from cases.models import SharingRule


class SharingRuleForm(forms.ModelForm):
    """A rule that lets the unit tell, or makes it tell, from a day on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SharingRule
        fields = ["name", "text", "is_duty", "source", "valid_from", "valid_until"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "valid_from": date_input(),
            "valid_until": date_input(),
        }
        help_texts = {
            "name": _("The law and the paragraph, for instance Barnets lov § 133."),
            "text": _("In words that a young person understands: it stands on their receipt."),
            "is_duty": _("Tick when the rule makes you tell. Otherwise it lets you."),
            "source": _("Where the wording can be checked."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
