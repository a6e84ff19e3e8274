"""Meetings that people are invited to, for tests, through the real verbs."""

from datetime import timedelta

from cases.consents.actions import give_consent
from cases.models import Consent, Participation
from core import clock
from meetings.models import MeetingType
from meetings.planning.actions import invite, plan_meeting
from tests.helpers import factories


def meeting_type(code="netvaerk", **fields) -> MeetingType:
    """A form of meeting."""
    values = {"name_da": "Netværksmøde", "name_en": "Network meeting", **fields}
    return MeetingType.objects.get_or_create(code=code, defaults=values)[0]


def make_meeting(case, *people, by=None, at=None, invited=True, **fields):
    """A meeting in a week at ten, to which ``people`` (keys: ``youth``, ``contact-3`` …) are invited."""
    at = at or clock.at(clock.today() + timedelta(days=7), 10)
    values = {"type": meeting_type(), "place": "Rådhuset", **fields}
    meeting = plan_meeting(case, by=by or case.guide, starts_at=at, people=people, **values)
    if invited:
        invite(meeting, by=by or case.guide)
    return meeting


def covered_contact(case, *, topics=("plan", "contact"), signs_in=False, **fields):
    """Somebody at a partner that takes part in the case, with a basis in force that covers ``topics``."""
    user = factories.UserFactory(unit=case.unit, role="partner") if signs_in else None
    values = {"email": "kontakt@skolen.example", "user": user, **fields}
    contact = factories.ContactFactory(partner__unit=case.unit, **values)
    Participation.objects.create(
        case=case, partner=contact.partner, contact=contact, from_on=clock.today() - timedelta(days=1)
    )
    expires = clock.today() + timedelta(days=90)
    consent = Consent(
        case=case, partner=contact.partner, topics=list(topics), purpose="Praktik", expires_on=expires
    )
    give_consent(consent, by=case.guide)
    return contact
