"""Forms for the unit's users."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.roles import AT_WORK, Role
from accounts.users.actions import offboarding_warnings
from accounts.users.models import CARRIERS, User
from core import text
from core.fields import PhoneField, TidyForm
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm


class UserForm(UntouchedModelForm):
    """What an administrator says about a user of the unit."""

    class Meta:
        model = User
        fields = ["name", "email", "role", "initials", "phone", "qualification"]
        field_classes = {"phone": PhoneField}
        help_texts = {
            "initials": _("Two to four letters, for lists."),
            "qualification": _("For example: diploma in guidance. The law asks for it in those who guide."),
        }
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A partner's user belongs to a contact and is invited from the partner's card; it never becomes staff, nor
        # staff it.
        if self.instance.pk and self.instance.is_partner:
            self.fields["role"].choices = [(Role.PARTNER, Role.PARTNER.label)]
        else:
            staff = [(role, role.label) for role in AT_WORK if role != Role.PARTNER]
            self.fields["role"].choices = [("", _("Choose a role")), *staff]

    def clean_email(self):
        """In lower case, and nobody else's: e-mails are compared without regard to case."""
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This e-mail is taken."))
        return email

    def clean_initials(self):
        """In capitals, and nobody else's in the unit. The database has the last word on both."""
        initials = self.cleaned_data["initials"].strip().upper()
        others = User.objects.filter(unit_id=self.instance.unit_id).exclude(pk=self.instance.pk)
        if initials and others.filter(initials__iexact=initials).exists():
            raise ValidationError(_("Somebody in the unit has these initials."))
        return initials


def namesake(name: str, unit_id: int) -> str:
    """What is said when somebody of the unit's staff is called the same, who may be the same person; else ""."""
    staff = User.objects.filter(unit_id=unit_id).exclude(role=Role.PARTNER)
    folded = text.fold(name)
    there = next(
        (user for user in staff.order_by("-is_active", "pk") if text.fold(user.name) == folded), None
    )
    if there is None:
        return ""
    return _("Looks like %(name)s, who has another e-mail (%(email)s).") % {
        "name": there.name,
        "email": there.email,
    }


class UserInviteForm(SubmitKeyForm, UserForm):
    """A new user."""

    # Asked only where somebody of that name is there already.
    is_another = forms.BooleanField(
        label=_("It is somebody else of the same name"), required=False, widget=forms.HiddenInput
    )

    def clean(self):
        """Nobody gets a second access because their first is under another e-mail."""
        cleaned = super().clean()
        alike = namesake(cleaned.get("name", ""), self.instance.unit_id) if "email" in cleaned else ""
        if alike:
            self.fields["is_another"].widget = forms.CheckboxInput()
            if not cleaned.get("is_another"):
                self.add_error("is_another", [alike, _("Tick here if it is somebody else.")])
        return cleaned


UNDERSTOOD = _("I know what is left waiting, and the leader is told")
READ_IT = _("Tick here to say that you have read what is left waiting.")


class UserEditForm(VersionedForm, UserForm):
    """A user who is there."""

    # Asked only where the new role carries no cases and something lies with them, as when an access is closed.
    understood = forms.BooleanField(label=UNDERSTOOD, required=False, widget=forms.HiddenInput)

    warnings: Sequence[str] = ()

    @property
    def compared(self) -> list[str]:
        """The fields of the user: a tick says nothing about them."""
        return [name for name in super().compared if name != "understood"]

    def clean(self):
        """Whoever takes the cases' role from somebody has read what is left waiting."""
        cleaned = super().clean()
        if self.instance.may_carry and cleaned.get("role", self.instance.role) not in CARRIERS:
            self.warnings = offboarding_warnings(self.instance)
        if self.warnings:
            self.fields["understood"].widget = forms.CheckboxInput()
            if not cleaned.get("understood"):
                self.add_error("understood", READ_IT)
        return cleaned


class UserCloseForm(TidyForm, forms.Form):
    """Close somebody's access, knowing what would be left without somebody."""

    reason = forms.CharField(label=_("Why (kept in the log)"), max_length=200, required=False)
    understood = forms.BooleanField(label=UNDERSTOOD, error_messages={"required": READ_IT})

    def __init__(self, *args, warnings=(), **kwargs):
        super().__init__(*args, **kwargs)
        if not warnings:
            del self.fields["understood"]
