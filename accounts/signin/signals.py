"""What sign-in leaves in the trail. Only the trail: no rule of the business hangs on a signal."""

import time

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from django.contrib.auth import signals as auth_signals
from django.dispatch import receiver

from accounts.sessions.middleware import SEEN, STARTED
from accounts.signin.middleware import SECOND_FACTOR
from audit import trail


def _record(request, action: str, user, **values) -> None:
    with trail.of_request(request):
        trail.record(action, by=user, obj=user, **values)


@receiver(auth_signals.user_logged_in)
def session_started(sender, request, user, **kwargs):
    """The clock of the session starts at sign-in."""
    request.session[STARTED] = request.session[SEEN] = time.time()


@receiver(account_signals.user_logged_in)
def signed_in(sender, request, user, **kwargs):
    """Password and second step were right."""
    _record(request, "sign_in", user)


@receiver(auth_signals.user_logged_out)
def signed_out(sender, request, user, **kwargs):
    """By choice, or by the session's time running out."""
    if user is not None:
        _record(
            request,
            "sign_out",
            user,
            outcome="timeout" if getattr(request, "session_timed_out", False) else "ok",
        )


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
@receiver(account_signals.password_reset)
def password_changed(sender, request, user, **kwargs):
    """A new password, from the profile or by a link."""
    _record(request, "password.change", user)


@receiver(factor_signals.authenticator_added)
def factor_added(sender, request, user, authenticator, **kwargs):
    """A second factor was set up."""
    _record(request, "factor.add", user, changes={"type": [None, authenticator.type]})


@receiver(factor_signals.authenticator_removed)
def factor_removed(sender, request, user, authenticator, **kwargs):
    """A second factor was removed: ask again whether one is missing."""
    request.session.pop(SECOND_FACTOR, None)
    _record(request, "factor.remove", user, changes={"type": [authenticator.type, None]})


@receiver(factor_signals.authenticator_reset)
def factor_renewed(sender, request, user, authenticator, **kwargs):
    """New recovery codes."""
    _record(request, "factor.renew", user, changes={"type": [authenticator.type, authenticator.type]})


@receiver(factor_signals.authentication_failed)
def factor_failed(sender, request, user, authenticator, **kwargs):
    """A wrong code."""
    _record(request, "sign_in", user, outcome="failed", changes={"factor": [None, authenticator.type]})
