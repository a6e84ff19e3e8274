"""Meetings of tests, made through the real actions."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cases.consents.actions import give_consent
from cases.models import Consent
from cases.network.actions import add_participation
from core import clock
from meetings.minutes import actions as minutes_actions
from meetings.models import Meeting, MeetingType, Minutes
from meetings.planning import actions
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
