"""Letting the guide know that the young person did something, and having looked at it."""

from django.db import transaction

from accounts.models import User
from audit import trail
from cases.models import Case
from core import clock
from participation.acts.models import OwnAct


def let_guide_know(case: Case, kind: str, *, by: User) -> OwnAct:
    """Put an act of the young person's on Min dag, in the transaction of the act, which is on the trail itself."""
    return OwnAct.objects.create(case=case, kind=kind, by=by, at=clock.now())


@transaction.atomic
def mark_seen(case: Case, *, by: User, upto: int) -> int:
    """Say that ``by`` has looked at what the young person did, as far as the act ``upto``; returns how many."""
    rows = OwnAct.objects.unseen().filter(case=case, pk__lte=upto)
    seen = rows.update(seen_at=clock.now(), seen_by=by)
    if seen:
        trail.record("own_acts.seen", by=by, case_id=case.pk, changes={"acts": [None, seen]})
    return seen
