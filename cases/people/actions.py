"""What is done to a young person and those around: facts, finding the one who is known, showing the CPR number."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.people.models import FormerNumber, Guardian, YoungPerson
from core.crypto import blind_index
from core.versions import save_versioned

if TYPE_CHECKING:
    from cases.casefile.models import Case


def find_known(unit, *, cpr: str) -> YoungPerson | None:
    """The unit's young person who has exactly this CPR number (ten digits), or has had it."""
    rows = YoungPerson.objects.filter(unit=unit)
    # Who has the number now comes before who had it once.
    return (rows.filter(cpr_index=blind_index(cpr)).first() or rows.numbered(cpr).first()) if cpr else None


def keep_former(person: YoungPerson, cpr: str) -> None:
    """Remember a number that the young person had until now, so that it still finds them; "" is none."""
    if cpr and cpr != person.cpr:
        FormerNumber.objects.get_or_create(person=person, cpr_index=blind_index(cpr), defaults={"cpr": cpr})


def reveal_cpr(case: "Case", *, by) -> str:
    """The whole CPR number, written to the trail. A CPR number is only ever shown through this."""
    trail.record("person.cpr_revealed", by=by, case_id=case.pk, obj=case.person)
    return case.person.cpr


def _facts(obj, names) -> dict:
    """Field values for the trail; a CPR number is said to be there and no more."""
    return {name: bool(getattr(obj, name)) if name == "cpr" else getattr(obj, name) for name in names}


@transaction.atomic
def edit_person(case: "Case", *, by, expected_version: int, values: Mapping) -> None:
    """Change the young person's facts.

    Raises core.versions.Conflict when somebody else saved first, ValidationError for a CPR number that the unit knows.
    """
    person = case.person
    old, old_cpr = _facts(person, values), person.cpr
    for name, value in values.items():
        setattr(person, name, value)
    person.derive()
    try:
        with transaction.atomic():
            save_versioned(person, expected_version, [*values, "search_name", "sort_name", "cpr_index"])
    except IntegrityError:
        words = _("A young person with this CPR number is already known in the unit.")
        raise ValidationError({"cpr": words}) from None
    changes = trail.changed(old, _facts(person, values))
    if person.cpr != old_cpr:
        keep_former(person, old_cpr)
        changes["cpr"] = [_("a number") if old_cpr else "", _("another number")]
    trail.record("person.edited", by=by, case_id=case.pk, obj=person, changes=changes)


@transaction.atomic
def add_guardian(case: "Case", guardian: Guardian, *, by) -> Guardian:
    """Write down a parent or another adult around the young person."""
    guardian.person = case.person
    guardian.save(force_insert=True)
    trail.record("guardian.added", by=by, case_id=case.pk, obj=guardian)
    return guardian


@transaction.atomic
def edit_guardian(case: "Case", guardian: Guardian, *, by, expected_version: int, values: Mapping) -> None:
    """Change somebody around the young person. Raises core.versions.Conflict when somebody else saved first."""
    old = _facts(guardian, values)
    for name, value in values.items():
        setattr(guardian, name, value)
    save_versioned(guardian, expected_version, values)
    changes = trail.changed(old, _facts(guardian, values))
    trail.record("guardian.edited", by=by, case_id=case.pk, obj=guardian, changes=changes)
