"""The demo unit's entries to Min plan, through the real actions at past dates."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.core.exceptions import ValidationError

from cases.models import Case, Guardian, YoungPerson
from cases.people.rules import OF_AGE, birthday
from core import clock
from participation.access.actions import invite, withdraw
from participation.access.destinations import read_destination
from plans.milestones.choices import DUE_STATUSES
from plans.models import Milestone

# What is typed on the page in the demo; the page then shows the code.
YOUTH, PARENT = "ung@nordkysten.example", "foraelder@nordkysten.example"
SHOWN = "(koden vises)"


def load(cases: Sequence[Case], guide, rng: Random, *, scale: float) -> None:
    """Invite a young person of ``guide``, with a parent, to sign in as; and some of the others among ``cases``."""
    today = clock.today()
    minors = [case for case in cases if 15 <= case.person.age(today) < 18 and _is_open(case)]
    mine = [case for case in minors if case.guide_id == guide.pk]
    first = max(mine or minors, key=lambda case: (_own_steps(case), -case.person.age(today)), default=None)
    if first is not None:
        _to_sign_in_as(first)
    others = [case for case in cases if case != first and _is_open(case) and case.guide_id]
    for number, case in enumerate(rng.sample(others, min(len(others), round(60 * scale)))):
        with clock.travel(clock.now() - timedelta(days=rng.randint(5, 60))):
            _invite(case, email=case.person.email)
            mother = case.person.guardians.filter(has_custody=True).first()
            if mother is not None and number % 3 == 0:
                _invite(case, guardian=mother, email=mother.email)
        if number % 12 == 7:
            for entry in case.entries.standing():
                withdraw(entry, by=case.guide, reason="Den unge vil hellere tale om planen.")
    _came_of_age(others, today)


def _own_steps(case: Case) -> int:
    """How many steps they are to take themselves."""
    steps = Milestone.objects.filter(plan__case=case, plan__closed_on=None, status__in=DUE_STATUSES)
    return steps.filter(responsible=Milestone.Responsible.YOUTH).count()


def _is_open(case: Case) -> bool:
    return not (case.shielded or case.is_closed or case.person.address_protected)


def _to_sign_in_as(case: Case) -> None:
    """The two of the demo's sign-ins, at addresses that nobody else has."""
    YoungPerson.objects.filter(pk=case.person_id).update(email=YOUTH)
    mother = case.person.guardians.filter(has_custody=True, contact_ban=False, until_on=None).first()
    mother = mother or Guardian.objects.create(
        person=case.person, name="Birgit Dam", relation="mor", has_custody=True
    )
    Guardian.objects.filter(pk=mother.pk).update(email=PARENT)
    mother.person = case.person
    with clock.travel(clock.now() - timedelta(days=20)):
        invite(case, by=case.guide, channel="mail", destination=YOUTH)
        invite(case, by=case.guide, channel="mail", destination=PARENT, guardian=mother)


def _invite(case: Case, *, email: str, guardian: Guardian | None = None) -> None:
    """By mail where nobody else has the address, else on paper; what is refused a person is refused here."""
    for channel, destination in (("mail", read_destination(email)), ("paper", "")):
        try:
            invite(case, by=case.guide, channel=channel, destination=destination, guardian=guardian)
            return
        except ValidationError:
            continue


def _came_of_age(cases: Sequence[Case], today) -> None:
    """A parent of somebody who has turned 18 since they were invited: their access has ended by itself."""
    for case in cases:
        of_age_on = birthday(case.person.birth_date, OF_AGE)
        mother = case.person.guardians.filter(has_custody=True).first()
        invited_on = of_age_on - timedelta(days=30)
        if (
            mother
            and not case.entries.standing().exists()
            and case.opened_on < invited_on < of_age_on <= today
        ):
            mother.person = case.person
            with clock.travel(invited_on):
                _invite(case, guardian=mother, email=mother.email)
            return
