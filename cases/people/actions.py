"""What is done to a young person: finding the one who is known already, and showing the CPR number."""

from typing import TYPE_CHECKING

from audit import trail
from cases.people.models import YoungPerson
from core.crypto import blind_index

if TYPE_CHECKING:
    from cases.casefile.models import Case


def find_known(unit, *, cpr: str) -> YoungPerson | None:
    """The unit's young person with exactly this CPR number (ten digits)."""
    return YoungPerson.objects.filter(unit=unit, cpr_index=blind_index(cpr)).first() if cpr else None


def reveal_cpr(case: "Case", *, by) -> str:
    """The whole CPR number, written to the trail. A CPR number is only ever shown through this."""
    trail.record("person.cpr_revealed", by=by, case_id=case.pk, obj=case.person)
    return case.person.cpr
