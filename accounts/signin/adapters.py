"""What KUI wants otherwise than django-allauth: nobody signs up, tries are counted in the database, mails queued."""

import time

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.signin import throttle
from accounts.signin.backends import is_open
from accounts.users.models import User
from audit import trail
from core import clock, crypto
from core.mail.outbox import queue_mail


def too_many_attempts(request, error: throttle.TooManyAttempts, *, by_link=False) -> ImmediateHttpResponse:
    """The page that says "wait", ready to be raised. It is the same for a known and an unknown e-mail.

    With ``by_link`` it says that a mailed link goes on at once.
    """
    minutes = -(-error.seconds // 60)
    response = render(request, "429.html", {"minutes": minutes, "by_link": by_link}, status=429)
    response["Retry-After"] = str(error.seconds)
    return ImmediateHttpResponse(response)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for invited people only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong, or it has been used. Wait for the next one and try again."),
    }

    def is_open_for_signup(self, request):
        """Never: users are invited."""
        return False

    def get_client_ip(self, request):
        """The address that the counters use too."""
        return throttle.client_ip(request)

    def is_safe_url(self, url):
        """Only back into this very site."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    # --- counting tries ---

    def pre_login(self, request, user, **kwargs):
        """Nobody is signed in whose access is not open, however they came: by password, key or a link in a mail."""
        if not is_open(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def respond_user_inactive(self, request, user):
        """Why they do not come in, to whoever has proved who they are: closed, or outside their days at the partner."""
        contact = getattr(user, "partner_contact", None)
        if contact is None or not user.is_active:
            return super().respond_user_inactive(request, user)
        context = {"begins_on": None if contact.is_gone(clock.today()) else contact.begins_on}
        return render(request, "accounts/signin/outside_days.html", context, status=403)

    def pre_authenticate(self, request, **credentials):
        """Count the try before the password is looked at."""
        email = credentials.get("email", "").lower()
        try:
            throttle.record_password(email, throttle.client_ip(request))
        except throttle.TooManyAttempts as error:
            self._record_failure(request, email, outcome="locked")
            raise too_many_attempts(request, error, by_link=True) from None

    def authenticate(self, request, **credentials):
        """The user whose password this is, or None. A right password takes the counted try back."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            address = throttle.client_ip(request)
            throttle.forget_passwords(credentials.get("email", "").lower(), address)
            throttle.undo_attempt(throttle.PASSWORD_BY_ADDRESS, throttle.client_network(address))
        return user

    def authentication_failed(self, request, **credentials):
        """Keep the failure in the trail."""
        self._record_failure(request, credentials.get("email", "").lower(), outcome="failed")

    def _record_failure(self, request, email: str, *, outcome: str) -> None:
        # What was typed is not kept unless it is somebody's e-mail: people type passwords in the wrong box.
        known = User.objects.filter(email__iexact=email).first()
        with trail.of_request(request):
            row = trail.event("sign_in", by=None, obj=known, outcome=outcome)
            row.unit_id = known.unit_id if known else None  # so that the unit's own log review sees it
            row.save(force_insert=True)

    # --- confirming that it is you ---

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not for somebody who signed in a few minutes ago."""
        records = get_authentication_records(context.request, context.request.user)
        if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    # --- mails ---

    def get_reset_password_from_key_url(self, key):
        """The link in the mail: from the fixed site address, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix, email, context):
        """Queue the mail instead of sending it within the request, in the receiver's language."""
        values = {"site_url": settings.SITE_URL, **context}
        with translation.override(
            getattr(values.get("user"), "language", None) or translation.get_language()
        ):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", values).split())
            queue_mail(email, subject, render_to_string(f"{template_prefix}_message.txt", values))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the user that their account has changed, by name."""
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, email or user.email
        )


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets encrypted at rest, and named after the product."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text):
        """Encrypt a secret under the field key."""
        return crypto.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """The secret again."""
        return crypto.decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self):
        """What the app on the phone calls us."""
        return "KUI"

    def get_public_key_credential_rp_entity(self):
        """What the browser calls us; the id stays the host, which ALLOWED_HOSTS has checked."""
        return super().get_public_key_credential_rp_entity() | {"name": "KUI"}

    def generate_authenticator_name(self, user, type):
        """A first name for a new key."""
        return gettext("Key {number}").format(number=user.authenticator_set.filter(type=type).count() + 1)
