"""Monday's mail to partners: once a week, numbers only, nobody's name, and none where nothing waits."""

from datetime import date, timedelta

import pytest

from cases.consents.actions import withdraw_consent
from cases.models import Consent
from core import clock
from core.mail.models import OutboxMail
from plans.promises import actions
from portal.digest import digest
from portal.digest.tasks import send_partner_digests
from tests.helpers import factories
from tests.helpers.meetings import invite_one
from tests.helpers.promises import make_contact, make_promise, propose_day
from tests.helpers.qualification import ask, give_basis, make_department

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MONDAYS = [date(2026, 11, 23), date(2026, 3, 30), date(2026, 10, 26)]


def some(counts):
    """What there is any of."""
    return {kind: n for kind, n in counts.items() if n}


@pytest.fixture
def contact(unit, guide):
    """A partner with a question, a decided proposal and a promise of 35 days ago, of which nothing was heard."""
    with clock.travel(date(2026, 1, 5)):
        contact = make_contact(unit)
        fields = {"first_name": "Hemmelig", "own_words": "Hemmeligt ord", "days": 350}
        first, second, _quiet = (make_promise(guide, contact, **fields) for _n in range(3))
        actions.ask(first, by=guide, question="Hemmeligt spørgsmål")
        actions.decline(propose_day(second, contact), by=guide, words="Hemmeligt nej")
        OutboxMail.objects.all().delete()
    return contact


@pytest.mark.parametrize("monday", MONDAYS)
def test_it_leaves_at_seven_once_a_week(contact, monday):
    Consent.objects.update(expires_on=date(2027, 12, 31))
    with clock.travel(clock.at(monday, 7) - timedelta(seconds=1)):
        assert digest.send_due() == 0
    with clock.travel(clock.at(monday, 7)):
        assert send_partner_digests() == 1 and digest.send_due() == 0
    with clock.travel(clock.at(monday + timedelta(days=7), 9)):
        assert digest.send_due() == 1


def test_numbers_and_a_link_and_nothing_about_anybody(contact):
    Consent.objects.update(expires_on=date(2027, 12, 31))
    with clock.travel(clock.at(MONDAYS[0], 7)):
        counts = digest.counts_of(contact.user, MONDAYS[0])
        assert some(counts) == {"questions": 1, "outcomes": 1, "quiet": 3}
        digest.send_due()
    mail = OutboxMail.objects.get()
    assert "emmelig" not in mail.subject + mail.body and mail.to == contact.user.email
    assert "Spørgsmål: 1" in mail.body and "/delt-med-os/" in mail.body and "Udtalelser" not in mail.body


def test_none_where_nothing_waits_or_who_declined_or_left(contact, guide):
    Consent.objects.update(expires_on=date(2027, 12, 31))
    with clock.travel(clock.at(MONDAYS[0], 7)):
        digest.send_due()
        assert digest.still_wanted(str(contact.user_id))
        contact.user.weekly_digest = False
        contact.user.save()
        assert not digest.still_wanted(str(contact.user_id))
        OutboxMail.objects.all().delete()
        assert digest.send_due() == 0
        contact.user.weekly_digest = True
        contact.user.save()
        contact.until_on = MONDAYS[0] - timedelta(days=1)
        contact.save()
        assert digest.send_due() == 0
        contact.until_on = None
        contact.save()
        for basis in Consent.objects.all():
            withdraw_consent(basis, by=guide)
        # What came of a proposal is told to the end.
        assert some(digest.counts_of(contact.user, MONDAYS[0])) == {"outcomes": 1}


def test_all_that_waits_on_the_first_page_is_counted(unit, guide):
    monday = MONDAYS[0]
    with clock.travel(clock.at(monday - timedelta(days=4), 9)):
        contact = make_department(unit, name="Jobcentret")
        case = factories.make_case(guide)
        give_basis(case, contact.partner, by=guide, days=20)
        ask(factories.make_milestone(case), contact, by=guide)
        make_promise(guide, contact, case=case, basis=False, days=10)
        invite_one(case, on=monday + timedelta(days=5), people=[f"contact-{contact.pk}"])
        OutboxMail.objects.all().delete()
    with clock.travel(clock.at(monday, 7)):
        counts = some(digest.counts_of(contact.user, monday))
        assert counts == {"qualifications": 1, "meetings": 1, "soon": 1, "ending": 1}
        assert digest.send_due() == 1
    said = OutboxMail.objects.get().body
    for line in (
        "Til afklaring: 1",
        "Møder, der mangler svar på, om du kommer: 1",
        "Aftaler med frist inden for to uger: 1",
        "Samtykker og andre grundlag, der snart udløber: 1",
    ):
        assert line in said
