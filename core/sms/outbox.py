"""Text messages as rows: queued in the transaction that causes them, sent afterwards. As `core.mail.outbox`."""

import logging
from datetime import timedelta

from django.db import transaction

from core import clock
from core.sms import backends
from core.sms.models import OutboxSms
from core.wake import wake
from core.wanted import CannotAsk, is_wanted

State = OutboxSms.State
# A code is of no use after a quarter of an hour: few tries, soon after each other.
MAX_ATTEMPTS = 4
log = logging.getLogger(__name__)


def queue_sms(to: str, body: str, *, still_wanted: str = "", not_before=None) -> OutboxSms:
    """Queue a text message in the caller's transaction. ``to`` is a number as `core.phones` keeps it.

    ``still_wanted``, ``"dotted.path:argument"``, is a function that is asked with the argument just before sending. It
    leaves at once, or ``not_before`` a moment.
    """
    when = {"not_before": not_before} if not_before else {}
    made = OutboxSms.objects.create(to=to, body=body, still_wanted=still_wanted, **when)
    transaction.on_commit(lambda: wake("core.sms.tasks.send_queued_sms"))  # or else the beat sends it
    return made


def send_due(limit: int = 100) -> int:
    """Send what is due; returns how many left. A gateway that is away delays them, more each time."""
    moment, sent = clock.now(), 0
    due = OutboxSms.objects.filter(state=State.QUEUED, not_before__lte=moment).order_by("not_before", "pk")
    for sms in due[:limit]:
        row = OutboxSms.objects.filter(pk=sms.pk, state=State.QUEUED)
        try:
            wanted = is_wanted(sms.still_wanted)
        except CannotAsk as broken:
            log.exception("nobody can say whether a text message is still wanted")
            row.update(state=State.FAILED, attempts=sms.attempts + 1, error=str(broken))
            continue
        if not wanted:
            row.update(state=State.DROPPED)
            continue
        if not row.update(state=State.SENDING):
            continue
        row = OutboxSms.objects.filter(pk=sms.pk)
        try:
            backends.send(sms.to, sms.body, str(sms.reference))
        except OSError as error:
            attempts = sms.attempts + 1
            state = State.QUEUED if attempts < MAX_ATTEMPTS else State.FAILED
            later = moment + timedelta(minutes=attempts)
            row.update(state=state, attempts=attempts, not_before=later, error=type(error).__name__)
            continue
        except Exception as error:  # a number that is none, a gateway that refuses: waiting mends nothing
            log.exception("a text message cannot be sent")
            row.update(state=State.FAILED, attempts=sms.attempts + 1, error=type(error).__name__)
            continue
        # The gateway may have told already that it arrived.
        row.filter(state=State.SENDING).update(state=State.SENT)
        row.update(sent_at=clock.now())
        sent += 1
    return sent


def report(reference, *, arrived: bool) -> bool:
    """Keep what the gateway tells of a message; whether there is one. What arrived once has arrived."""
    there = OutboxSms.objects.filter(reference=reference, state__in=(State.SENDING, State.SENT, State.FAILED))
    state = State.DELIVERED if arrived else State.FAILED
    return bool(there.update(state=state, reported_at=clock.now()))
