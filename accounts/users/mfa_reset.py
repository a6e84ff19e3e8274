"""Somebody has lost their phone and their codes: their second step is removed by two persons, never by one.

An administrator asks, after having made sure who is asking; a leader or another administrator confirms within a day.
Whoever asked cannot confirm, and nobody confirms for themselves. Where nobody is left who could, whoever runs the
server removes it (`manage.py reset_second_factor`), and everybody who leads or administers the unit is told.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.roles import Role
from accounts.sessions.actions import end_sessions
from accounts.users.models import FactorReset, User
from accounts.users.serving import mail_check
from audit import trail
from core import clock
from core.mail.outbox import queue_mail

OPEN_HOURS = 24


def pending_request(user: User) -> FactorReset | None:
    """The request about ``user`` that waits for a second person, if there is one and it is not too old."""
    since = clock.now() - timedelta(hours=OPEN_HOURS)
    return (
        FactorReset.objects.filter(user=user, done_at=None, asked_at__gt=since)
        .select_related("asked_by")
        .first()
    )


def possible_confirmers(user: User, *, asked_by: User):
    """Those who may be the second person."""
    roles = [Role.LEADER, Role.ADMIN]
    there = User.objects.filter(unit_id=user.unit_id, role__in=roles, is_active=True)
    return there.exclude(pk__in=[user.pk, asked_by.pk])


@transaction.atomic
def request_reset(user: User, *, by: User) -> FactorReset:
    """Ask for the second step of ``user`` to be removed, and mail those who may confirm.

    Raises ValidationError for oneself, for somebody without a second step, and when nobody could confirm.
    """
    if user.pk == by.pk:
        raise ValidationError(_("You cannot ask for yourself. Remove it under your own account."))
    if not Authenticator.objects.filter(user=user).exists():
        raise ValidationError(_("There is no second step to remove."))
    helpers = list(possible_confirmers(user, asked_by=by))
    if not helpers:
        raise ValidationError(
            _("Nobody can confirm: it takes a leader or another administrator in the unit.")
        )
    request, _made = FactorReset.objects.update_or_create(
        user=user, done_at=None, defaults={"asked_by": by, "asked_at": clock.now()}
    )
    trail.record("factor.reset_ask", by=by, obj=user)
    link = settings.SITE_URL + reverse("accounts:factor_reset_confirm", kwargs={"pk": user.pk})
    for helper in helpers:
        _mail(
            helper,
            gettext_noop("Confirm that {name} has lost the second step"),
            "reset_ask",
            about=user,
            by=by,
            link=link,
        )
    return request


@transaction.atomic
def confirm_reset(user: User, *, by: User) -> None:
    """Remove the second step of ``user`` as the second person: factors and sessions go, and the user is told.

    Raises ValidationError when nothing waits, and for the person who asked or whom it is about.
    """
    request = pending_request(user)
    if request is None:
        raise ValidationError(
            _("Nothing waits to be confirmed. It may be done already, or older than a day.")
        )
    if not possible_confirmers(user, asked_by=request.asked_by).filter(pk=by.pk).exists():
        raise ValidationError(_("Somebody else than you must confirm."))
    claimed = FactorReset.objects.filter(pk=request.pk, done_at=None).update(done_by=by, done_at=clock.now())
    if not claimed:
        raise ValidationError(
            _("Nothing waits to be confirmed. It may be done already, or older than a day.")
        )
    trail.record("factor.reset", by=by, obj=user, changes={"asked_by": [None, request.asked_by_id]})
    _remove(user, by=by)


@transaction.atomic
def remove_on_the_server(user: User) -> list[User]:
    """Remove the second step of ``user`` from the server's command line; returns the leaders and administrators told.

    A request that waits goes too: confirmed later, it would remove the new second step.
    Raises ValidationError for somebody without a second step.
    """
    if not Authenticator.objects.filter(user=user).exists():
        raise ValidationError("There is no second step to remove.")
    FactorReset.objects.filter(user=user, done_at=None).delete()
    trail.record("factor.reset_on_server", by=None, obj=user)
    _remove(user, by=None)
    roles = [Role.LEADER, Role.ADMIN]
    told = list(User.objects.filter(unit_id=user.unit_id, role__in=roles, is_active=True).exclude(pk=user.pk))
    for helper in told:
        _mail(
            helper,
            gettext_noop("The second step of {name} is removed"),
            "reset_on_server",
            about=user,
            by=None,
        )
    return told


def _remove(user: User, *, by: User | None) -> None:
    """Factors and sessions go, and the user is told."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    _mail(
        user,
        gettext_noop("Your second step is removed"),
        "reset_done",
        about=user,
        by=by,
        link=settings.SITE_URL,
    )


def _mail(to: User, subject: str, template: str, **values) -> None:
    with translation.override(to.language):
        text = render_to_string(
            f"accounts/users/email/{template}.txt", {"user": to, "site_url": settings.SITE_URL, **values}
        )
        subject = " ".join(_(subject).format(name=values["about"].name).split())
        # Whom it is about hears of it whatever happens; who is to act on it, while they may.
        queue_mail(to.email, subject, text, still_wanted="" if to == values["about"] else mail_check(to))
