"""Coming into Min plan: who is invited, a browser that asks for a code, and the code that was sent."""

import re
from datetime import UTC, date, datetime, timedelta

from django.test import Client

from cases.models import Guardian
from cases.people.rules import OF_AGE, birthday
from core import clock
from core.mail.models import OutboxMail
from core.sms.models import OutboxSms
from participation.access import codes
from participation.access.actions import invite
from tests.helpers import factories

ASK, CODE, PAPER, HOME, LEAVE = (
    "/min-plan/ind/",
    "/min-plan/ind/kode/",
    "/min-plan/ind/papir/",
    "/min-plan/",
    "/min-plan/ud/",
)
YOUTH, MOTHER = "sigrid@eksempel.dk", "mor@eksempel.dk"


def young_case(guide, *, born: date | None = None, **fields):
    """A case of somebody of 16 whose number and address nobody else has."""
    born = born or birthday(clock.today(), -16 * 12)
    return factories.make_case(guide, birth_date=born, phone="", **fields)


def turning_18(day: date) -> date:
    """A date of birth of somebody who is 18 on ``day``, and not the day before."""
    return birthday(day, -OF_AGE)


def parent_of(case, **fields) -> Guardian:
    """A parent who holds custody."""
    fields = {"name": "Karin Holm", "relation": "mor", "has_custody": True} | fields
    return Guardian.objects.create(person=case.person, **fields)


def invite_youth(case, **fields):
    """The young person is invited, by mail unless said otherwise."""
    return invite(case, by=case.guide, **{"channel": "mail", "destination": YOUTH} | fields)


def invite_parent(case, guardian=None, **fields):
    """A parent is invited, by mail unless said otherwise."""
    fields = {"channel": "mail", "destination": MOTHER} | fields
    return invite(case, by=case.guide, guardian=guardian or parent_of(case), **fields)


def asked(destination: str = YOUTH, client: Client | None = None) -> Client:
    """A browser that has asked for a code."""
    client = client or Client()
    response = client.post(ASK, {"destination": destination})
    assert response.status_code == 302 and response["Location"] == CODE
    return client


def sent_code() -> str:
    """The code in the newest message, mail or text."""
    bodies = [*OutboxMail.objects.order_by("pk"), *OutboxSms.objects.order_by("pk")]
    found = [code for row in bodies for code in re.findall(r"\b\d{6}\b", row.body)]
    return found[-1]


def sign_in(destination: str = YOUTH) -> Client:
    """A browser in which somebody has come in."""
    client = asked(destination)
    assert client.post(CODE, {"code": sent_code()})["Location"] == HOME
    return client


def is_in(client: Client) -> bool:
    """Whether the browser sees Min plan."""
    return client.get(HOME).status_code == 200


def doors_clock_ahead(monkeypatch, **by) -> None:
    """The door's own clock, which no test travels, goes so much ahead."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(UTC) + timedelta(**by)

    monkeypatch.setattr(codes, "datetime", Ahead)
