"""What an administrator does to users: invite, change, close, open again.

An administrator keeps the users of their own unit. Nobody changes their own role or closes their own access, so no
administrator makes themselves a guide or a leader. Leaders are told of everybody new and of each changed address or
role, and confirm them before they open a case (`accounts.users.confirming`).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.roles import Role
from accounts.sessions.actions import end_sessions
from accounts.users.confirming import needs_leader
from accounts.users.models import Unit, User
from accounts.users.serving import mail_check
from accounts.users.tokens import PasswordLinkTokenGenerator
from audit import trail
from core import clock
from core.mail.outbox import queue_each, queue_mail
from core.versions import save_versioned

EDITABLE = ("name", "email", "role", "initials", "phone", "qualification")


# Apps above add what an offboarding must be warned of: each gets a user and answers a sentence, or "" for nothing.
OFFBOARDING_CHECKS: list[Callable[[User], str]] = []


def offboarding_warnings(user: User) -> list[str]:
    """What would be left without somebody if the user's access were closed, in sentences."""
    return [sentence for check in OFFBOARDING_CHECKS if (sentence := check(user))]


@transaction.atomic
def invite_user(*, by: User, begins_on: date | None = None, **values) -> User:
    """Make a user of the administrator's unit without a password, and send them a link to choose one.

    The mail says ``begins_on``, before which they do not come in. A leader confirms them before they open a case.
    Raises ValidationError when the e-mail or the initials are taken.
    """
    changes = {name: [None, value] for name, value in values.items()}
    since = clock.now() if needs_leader(changes) else None
    user = User.objects.create_user(unit=by.unit, to_confirm_since=since, **values)
    trail.record("user.invite", by=by, obj=user, changes=changes)
    tell_leaders(user, by=by)
    send_invitation(user, by=by, begins_on=begins_on)
    return user


def password_link(user: User) -> str:
    """The link where the user chooses a password: from the fixed site address, once, for a limited time."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.SITE_URL + path.replace(
        "UID-KEY", f"{user_pk_to_url_str(user)}-{PasswordLinkTokenGenerator().make_token(user)}"
    )


def send_invitation(user: User, *, by: User | None, begins_on: date | None = None) -> None:
    """Queue the invitation, in the receiver's language. ``by`` is nobody inside on a unit's first day."""
    with translation.override(user.language):
        values = {
            "user": user,
            "inviter": by.name if by else _("Those who run KUI"),
            "site_url": settings.SITE_URL,
            "password_reset_url": password_link(user),
            "days_valid": settings.PASSWORD_RESET_TIMEOUT // 86400,
            "begins_on": begins_on,
        }
        subject = " ".join(render_to_string("accounts/users/email/invitation_subject.txt", values).split())
        queue_mail(
            user.email, subject, render_to_string("accounts/users/email/invitation_message.txt", values)
        )


@transaction.atomic
def resend_invitation(user: User, *, by: User) -> None:
    """A new link for somebody who has not chosen a password yet."""
    trail.record("user.invite_again", by=by, obj=user)
    send_invitation(user, by=by, begins_on=user.begins_on)


@transaction.atomic
def resend_invitations(users: Iterable[User], *, by: User) -> int:
    """A new link for each of those who have not chosen a password yet: how many."""
    users = list(users)
    for user in users:
        resend_invitation(user, by=by)
    return len(users)


@transaction.atomic
def change_user(user: User, *, by: User, expected_version: int, values: dict) -> None:
    """Save an administrator's changes to a user.

    Raises ValidationError for one's own role and for the unit's last administrator, Conflict when somebody saved
    first. A new e-mail voids links already sent, and both addresses are told; a new role or e-mail ends the user's
    sessions, and a leader confirms it.
    """
    old = User.objects.get(pk=user.pk)
    changes = trail.changed(
        {name: getattr(old, name) for name in EDITABLE}, {name: values[name] for name in EDITABLE}
    )
    if "role" in changes:
        if old.pk == by.pk:
            raise ValidationError({"role": _("You cannot change your own role. Ask another administrator.")})
        _keep_an_administrator(old)
    if not changes:
        return
    for name in EDITABLE:
        setattr(user, name, values[name])
    if needs_leader(changes):
        user.to_confirm_since = old.to_confirm_since or clock.now()
    save_versioned(user, expected_version, (*EDITABLE, "to_confirm_since"))
    trail.record("user.change", by=by, obj=user, changes=changes)
    if "email" in changes:
        EmailAddress.objects.filter(user=user).delete()
        _tell_both_addresses(user, old.email, by=by)
    if {"role", "email"} & changes.keys() and user.pk != by.pk:
        end_sessions(user)
    if needs_leader(changes):
        tell_leaders(user, by=by)
        if old.may_carry and not user.may_carry and offboarding_warnings(user):
            subject = gettext_noop("{name} can no longer have cases in KUI")
            _mail_leaders(user, by=by, subject=subject, template="carries_no_more")


@transaction.atomic
def confirm_anew(user: User, *, by: User, changes: Mapping[str, list]) -> None:
    """Somebody comes to see more by an administrator's hand: they open no case before a leader has confirmed it."""
    user.to_confirm_since = user.to_confirm_since or clock.now()
    User.objects.filter(pk=user.pk).update(to_confirm_since=user.to_confirm_since, version=F("version") + 1)
    trail.record("user.change", by=by, obj=user, changes=dict(changes))
    end_sessions(user)
    tell_leaders(user, by=by)


@transaction.atomic
def close_user(user: User, *, by: User, reason: str = "") -> None:
    """Close a user's access: no sign-in, and sessions end at once. What they have written, and their cases, stay.

    Cases are not moved: they go on naming the guide, and the leaders get a mail of what waits for somebody new.
    Raises ValidationError for one's own access and for the unit's last administrator.
    """
    if user.pk == by.pk:
        raise ValidationError(_("You cannot close your own access. Ask another administrator."))
    _keep_an_administrator(user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        user.is_active = False
        end_sessions(user)
        trail.record("user.close", by=by, obj=user, purpose=reason, changes={"is_active": [True, False]})
        if offboarding_warnings(user):
            _mail_leaders(
                user,
                by=by,
                subject=gettext_noop("{name} no longer has access to KUI"),
                template="access_closed",
            )


@transaction.atomic
def reopen_user(user: User, *, by: User) -> None:
    """Open a closed access again."""
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        tell_leaders(user, by=by)
        trail.record("user.reopen", by=by, obj=user, changes={"is_active": [False, True]})


def _keep_an_administrator(user: User) -> None:
    """Raises ValidationError when the unit would be left without an administrator."""
    if user.role != Role.ADMIN or not user.is_active:
        return
    # Lock the unit, so that two administrators cannot remove each other at the same moment.
    Unit.objects.select_for_update().get(pk=user.unit_id)
    others = User.objects.filter(unit_id=user.unit_id, role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise ValidationError(_("The unit must have an administrator. Make somebody else one first."))


def tell_leaders(user: User, *, by: User) -> None:
    """Mail the unit's leaders of somebody new, of another address or role, and of who is let in again or sees more."""
    if user.role == Role.LEADER:
        subject, template = gettext_noop("{name} is now a leader in KUI"), "new_leader"
    else:
        subject, template = gettext_noop("{name} has access to KUI: look whether it is them"), "new_access"
    _mail_leaders(user, by=by, subject=subject, template=template)


def _tell_both_addresses(user: User, old_email: str, *, by: User) -> None:
    """The address that no longer signs in hears of it first of all."""
    with translation.override(user.language):
        values = {"user": user, "by": by, "old": old_email, "site_url": settings.SITE_URL}
        text = render_to_string("accounts/users/email/email_changed_message.txt", values)
        for address in (old_email, user.email):
            queue_mail(address, _("Your e-mail in KUI has been changed"), text)


def _mail_leaders(user: User, *, by: User, subject: str, template: str) -> None:
    """Mail the unit's other leaders about ``user``, each in their own language."""

    def told(leader):
        values = {
            "user": leader,
            "by": by,
            "about": user,
            "warnings": offboarding_warnings(user),
            "link": settings.SITE_URL + reverse("accounts:user_confirmations"),
            "site_url": settings.SITE_URL,
        }
        text = render_to_string(f"accounts/users/email/{template}_message.txt", values)
        return " ".join(_(subject).format(name=user.name).split()), text

    leaders = User.objects.leaders(user.unit_id).exclude(pk__in=[user.pk, by.pk])
    queue_each(leaders, told, still_wanted=mail_check)
