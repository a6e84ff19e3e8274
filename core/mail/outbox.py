"""Mail as rows: queued in the transaction that causes them, sent afterwards.

SMTP cannot be exactly-once. A mail is marked *sending* before it leaves; one that got stuck there may have left and
is not sent again by itself.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import translation

from core import clock
from core.mail.message import message_of
from core.mail.models import OutboxMail
from core.wake import wake
from core.wanted import CannotAsk, is_wanted

MAX_ATTEMPTS = 8
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CalendarPart:
    """An event that goes along: ``text`` as RFC 5545 writes it, ``method`` what it asks for (REQUEST, CANCEL)."""

    method: str
    text: str


def queue_mail(
    to: str,
    subject: str,
    body: str,
    *,
    dedupe_key: str | None = None,
    not_before=None,
    still_wanted="",
    sender="",
    calendar: CalendarPart | None = None,
) -> OutboxMail | None:
    """Queue a mail in the caller's transaction and return it. The same ``dedupe_key`` is queued once: None then, as
    for an address that no mail reaches (RFC 2606).

    ``still_wanted``, ``"dotted.path:argument"``, is a function that is asked just before sending. ``sender`` is whom
    it is from, if not the installation. Raises ValueError for a line break in ``to``, ``subject`` or ``sender``.
    """
    if any(char in to + subject + sender for char in "\r\n"):
        raise ValueError("a header holds a line break")
    if to.endswith(".invalid"):
        return None
    values = {
        "to": to,
        "subject": subject[:200],
        "body": body,
        "dedupe_key": dedupe_key,
        "still_wanted": still_wanted,
        "sender": sender,
        "calendar": calendar.text if calendar else "",
        "calendar_method": calendar.method if calendar else "",
    }
    try:
        with transaction.atomic():
            made = OutboxMail.objects.create(
                not_before=not_before or clock.now(), created_at=clock.now(), **values
            )
    except IntegrityError:
        return None
    transaction.on_commit(_dispatch)
    return made


def queue_each(
    people: Iterable,
    write: Callable,
    *,
    key: str = "",
    still_wanted: Callable = lambda to: "",
    not_before=None,
) -> None:
    """Queue a mail to each of ``people`` in their own language: ``write(to)`` gives its subject and body.

    With ``key`` each gets it once. ``still_wanted(to)`` and ``not_before`` are as `queue_mail` takes them.
    """
    for to in people:
        with translation.override(to.language):
            subject, body = write(to)
            once = f"{key}:{to.pk}" if key else None
            queue_mail(
                to.email,
                subject,
                body,
                dedupe_key=once,
                still_wanted=still_wanted(to),
                not_before=not_before,
            )


def _dispatch() -> None:
    wake("core.mail.tasks.send_queued_mail")  # or else the beat sends them within half a minute


def send_due(limit: int = 100) -> int:
    """Send what is due; returns how many left. A mail server that is away delays them, more each time."""
    moment, sent = clock.now(), 0
    due = OutboxMail.objects.filter(state=OutboxMail.State.QUEUED, not_before__lte=moment).order_by(
        "not_before", "pk"
    )
    for mail in due[:limit]:
        row = OutboxMail.objects.filter(pk=mail.pk, state=OutboxMail.State.QUEUED)
        try:
            wanted = is_wanted(mail.still_wanted)
        except CannotAsk as broken:
            log.exception("nobody can say whether a mail is still wanted")
            row.update(state=OutboxMail.State.FAILED, attempts=mail.attempts + 1, error=str(broken))
            continue
        if not wanted:
            row.update(state=OutboxMail.State.DROPPED)
            continue
        if not row.update(state=OutboxMail.State.SENDING):
            continue
        row = OutboxMail.objects.filter(pk=mail.pk, state=OutboxMail.State.SENDING)
        try:
            message_of(mail).send()
        except OSError as error:
            attempts = mail.attempts + 1
            state = OutboxMail.State.QUEUED if attempts < MAX_ATTEMPTS else OutboxMail.State.FAILED
            later = moment + timedelta(minutes=2**attempts)
            row.update(state=state, attempts=attempts, not_before=later, error=type(error).__name__)
            continue
        except Exception as error:  # an address or a text that no mail can have: waiting mends nothing
            log.exception("a mail cannot be sent")
            row.update(state=OutboxMail.State.FAILED, attempts=mail.attempts + 1, error=type(error).__name__)
            continue
        row.update(state=OutboxMail.State.SENT, sent_at=clock.now())
        sent += 1
    return sent
