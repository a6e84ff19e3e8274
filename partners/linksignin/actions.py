"""Asking for a link, telling the code, and letting in: each counted before a secret is looked at.

Clocks here are real time, not the travelling one of the demo: they guard a door.
"""

import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Role, User
from accounts.signin.backends import is_open
from accounts.signin.throttle import RateLimit, client_network, record_attempt, record_link
from accounts.users.serving import mail_check
from audit import trail
from core import clock
from core.crypto import blind_index, new_secret
from core.mail.outbox import queue_mail
from core.templatetags.kui import day
from partners.linksignin.models import SignInLink

MINUTES = 15
ASK_BY_ADDRESS = RateLimit("link-address", 30, MINUTES * 60)
CODE_BY_LINK = RateLimit("link-code", 5, MINUTES * 60)
CODE_BY_ADDRESS = RateLimit("link-code-address", 50, MINUTES * 60)


class NotLetIn(Exception):
    """The link or the code does not hold: wrong, used, too old, or the access has ended. It is never said which."""


def _by_link(email: str) -> User | None:
    """Who comes by link, were they let in: a partner's person with neither password nor second step of their own.

    Who has those signs in with them: a link is to open no way around a second step.
    """
    rows = User.objects.filter(email__iexact=email, role=Role.PARTNER, to_confirm_since=None)
    user = rows.select_related("partner_contact__partner").first()
    if user is None or not hasattr(user, "partner_contact"):
        return None
    return None if user.has_usable_password() or user.authenticator_set.exists() else user


def _eligible(email: str) -> User | None:
    user = _by_link(email)
    return user if user is not None and is_open(user) else None


def _say_when(user: User) -> None:
    """Tell who has not begun at the partner when they come in; whose access has ended is told nothing."""
    contact = user.partner_contact
    if user.is_active and contact.begins_on and not contact.is_gone(clock.today()):
        with override(user.language):
            on = {"day": day(contact.begins_on)}
            body = (
                _("You can come in from %(day)s, your first day at the partner. Ask for the link then.") % on
            )
            subject = _("KUI: you can come in from %(day)s") % on
            queue_mail(user.email, subject, body, still_wanted=mail_check(user))


def _token_hash(token: str) -> str:
    return blind_index(f"sign-in-link:{token}")


def _code_hash(link: SignInLink, code: str) -> str:
    return blind_index(f"sign-in-code:{link.token_hash}:{code}")


def ask_for_link(email: str, ip: str) -> None:
    """Mail a link to whoever may come by link and has the address, or from when they may; otherwise nothing. The caller
    answers the same.

    One mail a minute, whoever asks: the one before it holds as well.
    Raises `accounts.signin.throttle.TooManyAttempts`, for a known and an unknown address alike.
    """
    record_attempt(ASK_BY_ADDRESS, client_network(ip))
    may_mail = record_link("partner", email, ip)
    with transaction.atomic():
        user = _by_link(email)
        if user is None or not may_mail:
            return
        if not is_open(user):
            _say_when(user)
            return
        token, now = new_secret(), datetime.now(UTC)
        link = SignInLink.objects.create(
            user=user,
            token_hash=_token_hash(token),
            asked_at=now,
            expires_at=now + timedelta(minutes=MINUTES),
        )
        trail.record("sign_in.link_asked", by=user, obj=user)
        with override(user.language):
            url = settings.SITE_URL + reverse("partners:link_open", args=[token])
            body = render_to_string("partners/linksignin/email/link.txt", {"url": url, "minutes": MINUTES})
            still = f"partners.linksignin.actions.still_wanted:{link.pk}"
            queue_mail(user.email, _("KUI: your link to sign in"), body, still_wanted=still)


def still_wanted(link_id: str) -> bool:
    """Whether the mail is of any use yet, to somebody who still may come by link; asked just before it leaves."""
    link = _waiting(datetime.now(UTC)).filter(pk=link_id).select_related("user").first()
    return link is not None and _eligible(link.user.email) is not None


def _waiting(now: datetime):
    return SignInLink.objects.filter(used_at=None, expires_at__gt=now)


@transaction.atomic
def tell_code(user: User, *, by: User) -> str:
    """A code of six digits for the links that ``user`` has asked for, to be read aloud on the phone.

    It opens whichever of them they have open, once: a stranger who asks again takes none from them. It is shown this
    once, and takes the place of one told before. Raises ValidationError when no link waits.
    """
    now = datetime.now(UTC)
    links = list(_waiting(now).filter(user=user).select_for_update(of=("self",)).order_by("pk"))
    if not links:
        raise ValidationError(_("No link waits. Ask them to order one on the sign-in page, and try again."))
    code = f"{secrets.randbelow(10**6):06}"
    for link in links:
        told = {"code_hash": _code_hash(link, code), "told_by": by, "told_at": now}
        SignInLink.objects.filter(pk=link.pk).update(**told)
    trail.record("sign_in.code_told", by=by, obj=user)
    return code


def _use_up(link: SignInLink, now: datetime) -> bool:
    """Use the link; the code that was told opens no other. False when it was used a moment ago."""
    waiting = SignInLink.objects.filter(user=link.user_id, used_at=None)
    list(waiting.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    if not waiting.filter(pk=link.pk, code_hash=link.code_hash).update(used_at=now):
        return False
    waiting.update(code_hash="", told_by=None, told_at=None, expires_at=now)
    return True


def let_in(token: str, code: str, ip: str) -> User:
    """The user whose link and code these are; both are used up. Raises `NotLetIn`, and TooManyAttempts."""
    index = _token_hash(token)
    record_attempt(CODE_BY_ADDRESS, client_network(ip))
    record_attempt(CODE_BY_LINK, index)
    with transaction.atomic():
        now = datetime.now(UTC)
        rows = _waiting(now).filter(token_hash=index)
        link = rows.exclude(code_hash="").select_related("user").first()
        expected = link.code_hash if link else ""
        right = constant_time_compare(expected, _code_hash(link or SignInLink(token_hash=index), code))
        user = _eligible(link.user.email) if link and right else None
        if user is not None and _use_up(link, now):
            return user
    known = User.objects.filter(sign_in_links__token_hash=index).first()
    trail.record("sign_in", by=None, obj=known, outcome="failed", changes={"by": [None, "link"]})
    raise NotLetIn
