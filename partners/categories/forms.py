"""The form for a kind of partner."""

from django.utils.translation import gettext_lazy as _

from core.versions import UntouchedModelForm
from partners.categories.models import PartnerCategory


class CategoryForm(UntouchedModelForm):
    """A kind of partner: its labels, where the list comes from, and whether it may be chosen."""

    class Meta:
        model = PartnerCategory
        fields = ["name_da", "name_en", "side", "source", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_active"].help_text = _("Partners that already have the category keep it.")
        self.fields["source"].help_text = _(
            "Who names this kind of partner: a law, a report, the unit itself."
        )
