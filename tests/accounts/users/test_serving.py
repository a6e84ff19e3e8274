"""A mail that asks somebody of the unit to act leaves while they may: same role, and the access open."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from accounts.users import mfa_reset
from accounts.users.serving import mail_check, still_serves
from cases.access import probing
from cases.emergency import actions as emergency
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from practice.models import Postcard
from practice.postcards.actions import _mail
from reports.periods.rules import Month
from reports.snapshots.models import ReportSnapshot
from reports.snapshots.telling import tell
from tests.helpers import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "wanted"), [({}, True), ({"is_active": False}, False), ({"role": "guide"}, False)]
)
def test_it_is_wanted_in_the_same_role_with_the_access_open(leader, change, wanted):
    argument = mail_check(leader).partition(":")[2]
    User.objects.filter(pk=leader.pk).update(version=leader.version, **change)
    assert still_serves(argument) is wanted


def glass_is_broken(guide, leader, admin):
    """Somebody opens a shielded case in an emergency."""
    colleague = factories.UserFactory(unit=guide.unit, role="guide")
    case = factories.make_case(guide, cpr="070600-5001", shielded=True)
    emergency.break_glass(by=colleague, reason="Bekymring", cpr=case.person.cpr)


def number_is_met(guide, leader, admin):
    """Somebody types the number of a shielded case."""
    colleague = factories.UserFactory(unit=guide.unit, role="guide")
    case = factories.make_case(guide, shielded=True)
    probing.met_shielded(type(case).objects.filter(pk=case.pk), by=colleague, how="inquiry")


def step_is_lost(guide, leader, admin):
    """Somebody has lost their second step, and another is to confirm it."""
    TOTP.activate(guide, generate_totp_secret())
    mfa_reset.request_reset(guide, by=admin)


def report_is_ready(guide, leader, admin):
    """A month's report has been made."""
    month = Month.of(clock.today()).previous
    figures = {"kind": "unit", "subject_id": str(guide.unit_id), "figures": "{}", "sha256": "0" * 64}
    ReportSnapshot.objects.create(
        unit=guide.unit, period=month.first, as_of=month.last, known_on=clock.now(), **figures
    )
    tell(guide.unit, month, ["unit"])


@pytest.mark.parametrize("change", [{}, {"is_active": False}, {"role": "guide"}])
@pytest.mark.parametrize("happens", [glass_is_broken, number_is_met, step_is_lost, report_is_ready])
def test_a_leader_who_leads_no_more_gets_no_mail_that_waited(guide, leader, admin, happens, change):
    happens(guide, leader, admin)
    waiting = OutboxMail.objects.filter(to=leader.email)
    assert waiting.count() == 1
    User.objects.filter(pk=leader.pk).update(version=leader.version, **change)
    outbox.send_due()
    assert waiting.get().state == ("dropped" if change else "sent")


def test_a_writer_whose_access_is_closed_gets_no_postcard(guide):
    card = Postcard(pk=1, unit=guide.unit, by=guide, text="Kære os")
    _mail(card)
    User.objects.filter(pk=guide.pk).update(is_active=False)
    assert outbox.send_due() == 0 and OutboxMail.objects.get().state == "dropped"
