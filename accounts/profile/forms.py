"""The form for one's own profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.users.models import User
from core.fields import PhoneField
from core.versions import UntouchedModelForm, VersionedForm


class ProfileForm(VersionedForm, UntouchedModelForm):
    """What people change about themselves. E-mail and role belong to the administrator."""

    class Meta:
        model = User
        fields = ["name", "phone", "language", "weekly_digest"]
        widgets = {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})}
        field_classes = {"phone": PhoneField}
        labels = {"weekly_digest": _("Send me a mail on Monday morning with how much waits")}
        help_texts = {
            "weekly_digest": _(
                "Numbers and a link, nothing about anybody. No other mail is sent about cases."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.role not in (Role.GUIDE, Role.LEADER):
            del self.fields["weekly_digest"]
