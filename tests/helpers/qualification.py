"""A department that may be asked, and questions to it, through the real acts."""

from datetime import timedelta

from cases.consents.actions import give_consent
from cases.models import Consent, Topic
from cases.network.actions import add_participation
from core import clock
from plans.models import DeclineReason
from plans.qualification import answering, asking
from plans.qualification.choices import State
from tests.helpers import factories


def make_department(unit, *, name="Familieafdelingen", people=1, **fields):
    """A part of the municipality with authority, with somebody who signs in; its first contact."""
    partner = factories.PartnerFactory(
        unit=unit, name=name, side="internal", has_authority=True, email="post@afdeling.example", **fields
    )
    contacts = [
        factories.ContactFactory(
            partner=partner,
            role="Teamleder" if number else "Socialrådgiver",
            email=f"kontakt{partner.pk}-{number}@afdeling.example",
            user=factories.UserFactory(unit=unit, role="partner", initials=f"D{partner.pk}{number}"),
        )
        for number in range(people)
    ]
    return contacts[0]


def give_basis(case, partner, *, by, topics=(Topic.PLAN,), days=90, **fields):
    """The partner takes part, and may be told ``topics``."""
    if not case.participations.current().filter(partner=partner).exists():
        add_participation(case, partner, by=by)
    row = Consent(case=case, partner=partner, topics=list(topics), purpose="Støtte", **fields)
    row.expires_on = clock.today() + timedelta(days=days)
    return give_consent(row, by=by)


def ask(part, contact, *, by, **fields):
    """A question sent to the contact's department."""
    return asking.ask(
        part, by=by, partner=contact.partner, **{"question": "Kan I bære det?", "paragraph": "§ 85", **fields}
    )


def said(state, **fields) -> dict:
    """What an answer of a kind says at least."""
    basis = {"basis": "§ 85", "basis_on": clock.today()}
    return {
        State.QUALIFIED: basis,
        State.ADJUSTED: basis | {"adjusted_words": "Støtte fire timer om ugen"},
        State.DECLINED: {
            "reason": DeclineReason.objects.filter(needs_words=False, is_active=True).first(),
            "alternative": "Et tilbud i værestedet",
        },
        State.NEEDS_MORE: {"decision": "Hvad siger skolen?"},
        State.NOT_OURS: {"whose": "Jobcentret"},
    }[State(state)] | fields


def answer(row, state, *, by, **fields):
    """The department answers."""
    answering.answer(row, state, by=by, **said(state, **fields))
    return row
