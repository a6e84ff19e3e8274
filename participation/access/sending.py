"""The messages to those who enter Min plan, by mail or text message, and whether the last one arrived."""

from collections.abc import Iterable

from core.mail.models import OutboxMail
from core.mail.outbox import queue_mail
from core.sms.models import OutboxSms
from core.sms.outbox import queue_sms
from participation.access.models import Entry


def send(entry: Entry, subject: str, words: str, *, still_wanted: str, not_before=None) -> None:
    """Send ``words`` in the way in which the codes come, now or ``not_before`` a moment.

    Who gets codes on paper is written to in no other way.
    """
    if entry.channel == Entry.Channel.MAIL:
        queue_mail(entry.destination, subject, f"{words}\n", still_wanted=still_wanted, not_before=not_before)
    elif entry.channel == Entry.Channel.SMS:
        entry.last_sms = queue_sms(entry.destination, words, still_wanted=still_wanted, not_before=not_before)
        entry.save(update_fields=["last_sms"])


def not_arrived(entries: Iterable[Entry]) -> set[int]:
    """The ids of those among ``entries`` (fetched with ``last_sms``) whose last message did not arrive; one query."""
    entries = list(entries)
    mailed = {entry.destination for entry in entries if entry.channel == Entry.Channel.MAIL}
    rows = (
        OutboxMail.objects.filter(to__in=mailed).order_by("pk").values_list("to", "state") if mailed else ()
    )
    last = dict(rows)
    return {
        entry.pk
        for entry in entries
        if last.get(entry.destination) == OutboxMail.State.FAILED
        or (entry.last_sms is not None and entry.last_sms.state == OutboxSms.State.FAILED)
    }
