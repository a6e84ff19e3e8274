"""The programmes of a case, and those that somebody may still be added to."""

from cases.models import Case
from programmes.ledger.models import Programme
from programmes.members.models import Member


def members_of(case: Case) -> list[Member]:
    """The programmes the young person belongs to, with every row of their stays; two queries, one when none."""
    rows = Member.objects.standing().filter(case=case).select_related("programme")
    return list(rows.prefetch_related("stays__recorded_by"))


def open_to(case: Case):
    """The unit's programmes that the young person is in none of; those that have ended too, for what has been."""
    taken = Member.objects.standing().filter(case=case).values("programme_id")
    return Programme.objects.of_unit(case.unit_id).exclude(pk__in=taken)
