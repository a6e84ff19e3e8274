"""Counters in the database that hold when the cache and Redis are gone.

A try is counted *before* the secret is looked at, in one UPDATE, so that a hundred parallel tries cannot all slip
under the limit. What is counted (an e-mail, an address) is kept only as a keyed fingerprint.
"""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.signin.models import TryCounter
from core.crypto import blind_index


@dataclass(frozen=True)
class RateLimit:
    """At most ``tries`` in ``seconds`` for each value of ``what``."""

    what: str
    tries: int
    seconds: int


# Ten wrong passwords for one person from one address: a stranger elsewhere locks the stranger out, not the person. From
# all addresses together fifty; then a mailed link goes on. The address may be a whole town hall behind one router.
PASSWORD_BY_USER_AND_ADDRESS = RateLimit("password-user-address", 10, 15 * 60)
PASSWORD_BY_USER = RateLimit("password-user", 50, 15 * 60)
PASSWORD_BY_ADDRESS = RateLimit("password-address", 50, 15 * 60)
CODE_BY_USER = RateLimit("code-user", 10, 15 * 60)
# Links by mail: three for one e-mail from one address. A stranger elsewhere asks themselves out, not the person; and
# who asks from everywhere fills no mailbox: one mail a minute, and the answer is the same without.
LINK_BY_EMAIL_AND_ADDRESS = RateLimit("link-email-address", 3, 15 * 60)
MAIL_BY_EMAIL = RateLimit("link-mail", 1, 60)
# A code from an app is accepted for at most 90 seconds (one period each way), and only once.
CODE_ONCE = RateLimit("code-once", 1, 180)


class TooManyAttempts(Exception):
    """The limit is reached. ``seconds`` is how long until it opens again."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        super().__init__(f"try again in {seconds} seconds")


def _key(limit: RateLimit, value: str) -> str:
    return blind_index(f"{limit.what}:{value}")


def record_attempt(limit: RateLimit, value: str) -> None:
    """Count one try; raises TooManyAttempts when it is one too many. Real time, not the travelling clock: it guards a
    door.
    """
    key, now = _key(limit, value), datetime.now(UTC)
    ends_at = now + timedelta(seconds=limit.seconds)
    with transaction.atomic():
        rows = TryCounter.objects.filter(key=key)
        going_on = rows.filter(ends_at__gt=now).update(count=F("count") + 1)
        if not (going_on or rows.filter(ends_at__lte=now).update(count=1, ends_at=ends_at)):
            try:
                with transaction.atomic():
                    TryCounter.objects.create(key=key, ends_at=ends_at)
            except IntegrityError:  # somebody made it a moment ago
                rows.update(count=F("count") + 1)
        counter = rows.get()
    if counter.count > limit.tries:
        raise TooManyAttempts(max(1, int((counter.ends_at - now).total_seconds())))


def undo_attempt(limit: RateLimit, value: str) -> None:
    """Take one try back: it was right."""
    TryCounter.objects.filter(key=_key(limit, value), count__gt=0).update(count=F("count") - 1)


def reset(limit: RateLimit, value: str) -> None:
    """Count from nothing again."""
    TryCounter.objects.filter(key=_key(limit, value)).delete()


def record_password(email: str, ip: str) -> None:
    """Count a try at somebody's password; raises TooManyAttempts. What is beyond the first limit counts no further."""
    network = client_network(ip)
    record_attempt(PASSWORD_BY_USER_AND_ADDRESS, f"{email} {network}")
    record_attempt(PASSWORD_BY_ADDRESS, network)
    record_attempt(PASSWORD_BY_USER, email)


def forget_passwords(email: str, ip: str) -> None:
    """It was the person, by their password or by a mailed link: tries at it count from nothing again."""
    reset(PASSWORD_BY_USER_AND_ADDRESS, f"{email} {client_network(ip)}")
    reset(PASSWORD_BY_USER, email)


def record_link(kind: str, email: str, ip: str) -> bool:
    """Count that a link of a kind is asked for; raises TooManyAttempts. Whether a mail may leave, of this minute.

    A known and an unknown e-mail are counted alike.
    """
    who = f"{kind} {email.lower()}"
    record_attempt(LINK_BY_EMAIL_AND_ADDRESS, f"{who} {client_network(ip)}")
    try:
        record_attempt(MAIL_BY_EMAIL, who)
    except TooManyAttempts:
        return False
    return True


def delete_expired() -> int:
    """Remove counters whose window is over; returns how many."""
    return TryCounter.objects.filter(ends_at__lt=datetime.now(UTC)).delete()[0]


def client_ip(request) -> str:
    """The client's address: as many hops from the right of X-Forwarded-For as proxies are ours, never further.

    With no trusted proxy the header is not read at all, so a client cannot choose its own address.
    """
    depth = settings.KUI_TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")] if depth else []
    for candidate in [hops[-depth] if len(hops) >= depth > 0 else "", request.META.get("REMOTE_ADDR", "")]:
        try:
            return str(ipaddress.ip_address(candidate))
        except ValueError:
            continue
    return "0.0.0.0"  # noqa: S104  a unix socket has no address


def client_network(ip: str) -> str:
    """What one client can move about in: an IPv4 address, or the /64 of an IPv6 address."""
    address = ipaddress.ip_address(ip)
    return str(ipaddress.ip_network(f"{ip}/64", strict=False)) if address.version == 6 else ip
