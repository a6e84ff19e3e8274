"""The case's own facts."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.users.fields import UserMultipleChoiceField
from cases.casefile import kle
from cases.casefile.models import Case
from core import clock
from core.versions import UntouchedModelForm, VersionedForm


class CaseForm(VersionedForm, UntouchedModelForm):
    """The case's own facts, and whether only named persons may open it."""

    named = UserMultipleChoiceField(
        label=_("Named persons"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They may read the case while it is shielded. Its guide and deputy always may."),
    )

    class Meta:
        model = Case
        fields = ["reason", "kle_number", "shielded"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "shielded": _("Nobody else finds it by search, and the leader sees it only when named.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        case = self.instance
        proposed = kle.propose(case.person.birth_date, clock.today())
        words = gettext("Proposed by age today: %(subject)s") % {"subject": kle.in_words(proposed)}
        self.fields["kle_number"] = forms.ChoiceField(
            label=_("KLE number"), choices=kle.choices(case.kle_number), help_text=words
        )
        self.initial["named"] = list(case.named.values_list("user_id", flat=True))
        colleagues = User.objects.carriers(case.unit_id)
        carriers = [pk for pk in (case.guide_id, case.deputy_id) if pk]
        self.fields["named"].queryset = colleagues.exclude(pk__in=carriers)
