"""The forms of django-allauth in our words: labels instead of placeholders, and codes that are counted."""

import time

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils.translation import gettext_lazy as _

from accounts.signin import throttle
from accounts.signin.adapters import too_many_attempts


class LabelsMixin:
    """Mix-in: a label above each field, nothing written inside it."""

    labels: dict = {}
    help_texts: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class SignInForm(LabelsMixin, account_forms.LoginForm):
    """E-mail and password."""

    labels = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class ReauthenticatePasswordForm(LabelsMixin, account_forms.ReauthenticateForm):
    """The password once more."""

    labels = {"password": _("Password")}


class PasswordResetForm(LabelsMixin, account_forms.ResetPasswordForm):
    """Ask for a link to choose a new password. The answer takes the same time whether a mail is written or not."""

    labels = {"email": _("E-mail")}
    # Longer than writing the mail takes, in seconds.
    takes = 0.2

    def save(self, request, **kwargs):
        """Queue the mail to whoever has the address, if somebody has and none was queued a moment ago."""
        begun, email = time.perf_counter(), self.cleaned_data["email"]
        try:
            if throttle.record_link("password", email, throttle.client_ip(request)):
                return super().save(request, **kwargs)
            return email
        except throttle.TooManyAttempts as error:
            raise too_many_attempts(request, error) from None
        finally:
            time.sleep(max(0.0, begun + self.takes - time.perf_counter()))


_new_password = {
    "password1": _("New password"),
    "password2": _("The new password again"),
    "oldpassword": _("Password now"),
}
_new_password_help = {
    "password1": _("At least 12 characters. A sentence you remember is better than odd signs.")
}


class SetPasswordForm(LabelsMixin, account_forms.ResetPasswordKeyForm):
    """Choose a password after a link."""

    labels, help_texts = _new_password, _new_password_help


class ChangePasswordForm(LabelsMixin, account_forms.ChangePasswordForm):
    """Choose a new password, knowing the old one."""

    labels, help_texts = _new_password, _new_password_help


class ThrottledCodeMixin(LabelsMixin):
    """Mix-in: wrong codes are counted per person, and a right code works once.

    django-allauth remembers a used code for one period only, and in the cache; with a period's tolerance each way it
    would be accepted again.
    """

    labels = {"code": _("Code")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
        }

    def clean_code(self):
        """The code, if it is right and unused."""
        who = str(self.user.pk)
        try:
            throttle.record_attempt(throttle.CODE_BY_USER, who)
        except throttle.TooManyAttempts as error:
            raise too_many_attempts(context.request, error) from None
        code = super().clean_code()
        authenticator = getattr(self, "authenticator", None)
        if authenticator is None or authenticator.type == Authenticator.Type.TOTP:
            try:
                throttle.record_attempt(throttle.CODE_ONCE, f"{who}:{normalize_user_code(code)}")
            except throttle.TooManyAttempts:
                raise get_adapter().validation_error("incorrect_code") from None
        throttle.reset(throttle.CODE_BY_USER, who)
        return code


class SecondFactorForm(ThrottledCodeMixin, factor_forms.AuthenticateForm):
    """The code at sign-in."""


class ReauthenticateSecondFactorForm(ThrottledCodeMixin, factor_forms.ReauthenticateForm):
    """The code once more."""


class ActivateTOTPForm(ThrottledCodeMixin, totp_forms.ActivateTOTPForm):
    """The first code of a new app."""

    labels = {"code": _("Code from the app")}


class AddSecurityKeyForm(LabelsMixin, webauthn_forms.AddWebAuthnForm):
    """A new security key."""

    labels = {"name": _("Name of the key")}


class RenameSecurityKeyForm(LabelsMixin, webauthn_forms.EditWebAuthnForm):
    """Another name for a security key."""

    labels = {"name": _("Name of the key")}
