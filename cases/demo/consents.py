"""Grounds for sharing in the demo: who said yes and how, or which rule; some written, some said aloud."""

from datetime import date

from cases.consents.models import Consent, SharingRule
from cases.people import rules
from cases.people.models import Custody, YoungPerson
from core.limits import limit

WITNESSES = ("Mette Kofoed", "Thomas Holm-Lund", "Hanne Leth", "Karen Råbjerg")
ONE_SUFFICES = "Den anden forælder er orienteret i brev og har ikke haft indvendinger."


def ground(person: YoungPerson, basis: str, on: date, *, number: int) -> dict:
    """The fields of a consent that say who said yes and how, or which rule it follows from."""
    if basis != Consent.Basis.CONSENT:
        rule = SharingRule.objects.filter(is_duty=basis == Consent.Basis.DUTY).order_by("pk").first()
        return {"basis": basis, "from_whom": "", "rule": rule.name, "rule_text": rule.text}
    said = {"basis": basis}
    if number % 3 == 2:
        said |= {"form": Consent.Form.ORAL, "witness": WITNESSES[person.birth_date.day % len(WITNESSES)]}
    holder, *others = person.guardians.holding_custody(on)[:2] or [None]
    joint = {}
    if person.custody == Custody.JOINT:
        joint = {"second_guardian": others[0]} if others else {"one_suffices": ONE_SUFFICES}
    young = on < rules.birthday(person.birth_date, 12 * limit("consent_youngest_age", on=on))
    if holder and young:
        return said | {"from_whom": Consent.FromWhom.CUSTODY, "guardian": holder} | joint
    if holder:
        whom = (Consent.FromWhom.BOTH, Consent.FromWhom.CUSTODY, Consent.FromWhom.YOUTH)
        chosen = whom[person.birth_date.day % 3]
        asked = {} if chosen == Consent.FromWhom.YOUTH else {"guardian": holder} | joint
        return said | {"from_whom": chosen} | asked
    if young:
        return ground(person, Consent.Basis.LAW, on, number=number)
    return said | {"from_whom": Consent.FromWhom.YOUTH}
