"""What was done in cases while somebody covered them: for the guide who comes back."""

from collections.abc import Iterable
from datetime import timedelta

from audit.models import AuditEvent
from cases.access import log
from core import clock
from workspace.transfer.models import Transfer

MOST = 500

# To look is not to do. Every action of the trail that only reads ends in one of these.
LOOKS = ("look", "looked", "read", "previewed", "downloaded", "fetched", "revealed")


def done_meanwhile(row: Transfer, cases: Iterable) -> dict:
    """What ``row.to_user`` did in the cases during the cover, latest first, as lines of the trail by case id.

    One query. Nothing of a transfer for good, which has no end to come back from.
    """
    if not row.is_cover:
        return {}
    last = clock.at(row.until_on) - timedelta(microseconds=1)
    events = AuditEvent.objects.filter(
        case_id__in=[case.pk for case in cases],
        actor_id=row.to_user_id,
        outcome="ok",
        at__range=(clock.at(row.from_on), last),
    )
    for word in LOOKS:
        events = events.exclude(action__endswith=word)
    found: dict = {}
    for event in events.order_by("-at", "-pk")[:MOST]:
        found.setdefault(event.case_id, []).append(event)
    return {case_id: log.lines(rows) for case_id, rows in found.items()}
