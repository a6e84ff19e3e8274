"""Meetings of tests, made through the real actions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cases.consents.actions import give_consent
from cases.models import Consent, Participation
from cases.network.actions import add_participation
from core import clock
from meetings.minutes import actions as minutes_actions
from meetings.models import Meeting, MeetingType, Minutes
from meetings.planning import actions
from meetings.planning.actions import invite, plan_meeting
from tests.helpers import factories


def plan_one(
    case, *, on: date | None = None, hour=10, kind="coordination", people: Sequence[str] = ("youth",), **more
) -> Meeting:
    """A draft, a week ahead unless a day is said."""
    starts_at: datetime = clock.at(on or clock.today() + timedelta(days=7), hour)
    form = MeetingType.objects.get(code=kind)
    return actions.plan_meeting(case, by=case.guide, type=form, starts_at=starts_at, people=people, **more)


def invite_one(case, **more) -> Meeting:
    """A meeting that people are invited to."""
    meeting = plan_one(case, **more)
    actions.invite(meeting, by=case.guide)
    return meeting


def hold_one(case, *, on: date | None = None, people=("youth",), present=None, **more) -> Meeting:
    """A meeting that was held, today unless a day is said."""
    meeting = plan_one(case, on=on or clock.today(), people=people, **more)
    actions.hold(meeting, by=case.guide, present=people if present is None else present)
    return meeting


def write(meeting: Meeting, *, outcome="", confidential=False, **texts) -> Minutes:
    """Minutes of a held meeting: the same of each of its points."""
    said = {item.pk: (outcome, confidential) for item in meeting.agenda.all()}
    version = minutes_actions.minutes_of(meeting).version
    return minutes_actions.write_minutes(
        meeting, by=meeting.case.guide, expected_version=version, outcomes=said, **texts
    )


def partner_of(case, *, topics=("plan",), **contact):
    """The contact of a partner who takes part, with a basis in force for ``topics`` (none: without one)."""
    found = factories.ContactFactory(partner__unit=case.unit, **contact)
    add_participation(case, found.partner, by=case.guide, contact=found)
    if topics:
        ends = clock.today() + timedelta(days=90)
        basis = {"topics": list(topics), "purpose": "Praktik", "expires_on": ends}
        give_consent(Consent(case=case, partner=found.partner, **basis), by=case.guide)
    return found


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
