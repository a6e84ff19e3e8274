"""A partner with a promise, and a basis that lets it be told."""

from datetime import timedelta

from cases.consents.actions import give_consent
from cases.models import Consent, Topic
from cases.network.actions import add_participation
from core import clock
from plans.promises import actions
from tests.helpers import factories


def make_contact(unit, *, partner=None, **fields):
    """Somebody at a partner, who signs in; a coordinator unless told otherwise."""
    user = factories.UserFactory(unit=unit, role="partner")
    fields |= {"partner": partner} if partner else {"partner__unit": unit}
    return factories.ContactFactory(user=user, name=user.name, **fields)


def give_basis(case, partner, guide, *, topics=(Topic.PLAN,), days=300):
    """A basis in force that covers ``topics`` for so many days."""
    row = Consent(case=case, partner=partner, topics=list(topics), purpose="Praktik")
    row.expires_on = clock.today() + timedelta(days=days)
    return give_consent(row, by=guide)


def make_promise(guide, contact, *, days=14, topics=(Topic.PLAN,), case=None, basis=True, **fields):
    """An open milestone that ``contact`` carries, due in so many days, with a basis that covers ``topics``."""
    person = {name: fields.pop(name) for name in ("first_name", "last_name", "birth_date") if name in fields}
    case = case or factories.make_case(guide, cpr="", **person)
    if not case.participations.current().filter(partner=contact.partner, until_on=None).exists():
        add_participation(case, contact.partner, by=guide)
    if basis:
        give_basis(case, contact.partner, guide, topics=topics)
    told = {"own_words": "Besøge værkstedet", "responsible": "partner", "contact": contact}
    told |= {"due_on": clock.today() + timedelta(days=days) if days is not None else None} | fields
    return factories.make_milestone(case, by=guide, **told)


def propose_day(milestone, contact, *, days=30, **said):
    """The partner proposes a day so many days ahead."""
    said = {"kind": "other_day", "reason": "youth_wish"} | said
    return actions.propose(
        milestone, by=contact.user, new_due_on=clock.today() + timedelta(days=days), **said
    )
