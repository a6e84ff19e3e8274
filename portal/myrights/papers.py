"""The young person's papers: each plan they were handed, to whom else one was handed, and minutes written to them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from cases.models import Case
from meetings.minutes.young_person import OwnMinutes, own_minutes_in
from plans.models import Handover

# Of each kind the newest; what is older the guide has.
MOST = 100


@dataclass(frozen=True)
class Papers:
    """``own`` were handed to the young person; of those ``to_others`` they are told when and to whom."""

    own: list[Handover]
    to_others: list[Handover]
    minutes: list[OwnMinutes]

    def __bool__(self):
        return bool(self.own or self.to_others or self.minutes)


def own_copies(case: Case) -> QuerySet[Handover]:
    """What was handed to the young person, the newest first. Not what shows an address that is protected now: it
    would be in the hands of whoever holds their phone.
    """
    rows = Handover.objects.filter(plan__case=case, audience=Handover.Audience.YOUTH)
    if case.person.address_protected:
        rows = rows.filter(hides_address=True)
    return rows.order_by("-created_at", "pk")


def papers_of(case: Case) -> Papers:
    """Everything that there is to list, without the bytes."""
    others = Handover.objects.filter(plan__case=case).exclude(audience=Handover.Audience.YOUTH)
    others = others.listed().select_related("partner").order_by("-created_at", "pk")
    return Papers(list(own_copies(case).listed()[:MOST]), list(others[:MOST]), own_minutes_in(case, MOST))
