"""Who may be put into a programme: young people whom the reader sees, of the target group's age, not in it yet."""

from datetime import timedelta

from cases.models import Case
from core import clock
from core.text import fold
from programmes.ledger.models import Programme
from programmes.members.models import Member


def _born(on, youngest: int, oldest: int) -> tuple:
    """Birth dates (first, last) that are surely not outside the ages; the action asks to the day."""
    first = on.replace(year=on.year - oldest - 1, day=min(on.day, 28)) - timedelta(days=3)
    return first, on.replace(year=on.year - youngest, day=min(on.day, 28)) + timedelta(days=3)


def for_programme(programme: Programme, user, name: str = ""):
    """Open cases that ``user`` sees and that are not in the programme, by name."""
    today = clock.today()
    first, last = _born(today, programme.youngest, programme.oldest)
    taken = Member.objects.standing().filter(programme=programme).values("case_id")
    rows = Case.objects.visible_to(user).open().exclude(pk__in=taken).filter(unit=programme.unit_id)
    rows = rows.filter(person__birth_date__gte=first, person__birth_date__lte=last)
    if folded := fold(name):
        rows = rows.matching_name(folded)
    return rows.select_related("person", "guide").order_by("person__sort_name", "pk")
