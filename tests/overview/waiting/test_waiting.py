"""What waits for a leader or an administrator: every kind is there, the number is the length of its list."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import FactorReset, Role, User
from accounts.signin.middleware import SECOND_FACTOR
from accounts.users import actions as account_actions
from accounts.users.mfa_reset import OPEN_HOURS
from audit.models import AuditEvent
from cases.closing import actions as closing_actions
from cases.guides.actions import assign
from cases.models import BrokenGlass, NamedAccess
from core import clock
from core.jobs.models import Job
from core.limits import Limit, clear_cache
from core.mail.models import OutboxMail
from intake.inquiries.querysets import WAITING
from overview.waiting.admin import ADMIN
from overview.waiting.leader import LEADER
from overview.waiting.source import waiting_for
from partners.directory import actions as directory
from plans.models import Handover
from practice.ideas.actions import propose_idea
from practice.onboarding.actions import add_template_point, start_list
from progress.wellbeing.actions import record_wellbeing
from reports.snapshots.actions import TAKE
from tests.helpers import factories
from tests.helpers.inquiries import make_inquiry
from tests.helpers.promises import make_contact
from tests.helpers.qualification import ask, give_basis, make_department
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

URL = "/venter-paa-dig/"


def shielded(guide):
    return factories.make_case(guide, cpr="", shielded=True, first_name="Skjult")


def fill(guide, leader, admin, times=1):
    """``times`` of every kind that waits for the leader or the administrator."""
    now = clock.now()
    for n in range(times):
        closing_actions.ask_to_close(
            factories.make_case(guide, cpr=""), by=guide, reason="moved", note="Flyttet"
        )
        factories.make_case(None, unit=leader.unit, by=leader, cpr="")
        with clock.travel(clock.today() - timedelta(days=60)):
            make_inquiry(guide)
        gone = factories.UserFactory(unit=leader.unit)
        assign(factories.make_case(guide, cpr=""), gone, by=leader, kind="deputy")
        account_actions.close_user(gone, by=admin)
        theirs = make_contact(leader.unit)
        directory.change_contact(theirs, theirs.version, {"role": "Mentor"}, by=theirs.user)
        lost = factories.UserFactory(unit=leader.unit, role="guide", email=f"lost{n}@example.org")
        FactorReset.objects.create(user=lost, asked_by=guide, asked_at=now)
        Job.objects.create(
            kind=TAKE, unit_id=leader.unit_id, state="failed", title="Rapport", unique_key=f"{TAKE}:{n}"
        )
        hidden = shielded(guide)
        BrokenGlass.objects.create(
            case=hidden, user=guide, reason="Fare", told_reason="Fare", expires_at=now + timedelta(hours=1)
        )
        factories.make_milestone(hidden)
        Handover.objects.create(
            plan=hidden.plans.get(), audience="partner", partner=factories.PartnerFactory(unit=leader.unit),
            pdf=b"x", sha256="x", plan_version=1, by=guide, told_reason="Skal bruges",
        )  # fmt: skip
        OutboxMail.objects.create(
            to=guide.email, subject="Noget venter", body="", state="failed", dedupe_key=f"m{n}"
        )
        department = make_department(leader.unit, name=f"Afdeling {n}")
        with clock.travel(clock.today() - timedelta(days=60)):
            asked = factories.make_case(guide, cpr="")
            give_basis(asked, department.partner, by=guide)
            ask(factories.make_milestone(asked), department, by=guide)
        with clock.travel(clock.today() - timedelta(days=150)):
            propose_idea(leader.unit, f"En sofa nummer {n}")
            add_template_point(by=leader, direction="joining", text="Sig hej", days=n)
            new = factories.UserFactory(unit=leader.unit, role="guide")
            start_list(new, by=leader, direction="joining", day=clock.today())
        for case in (factories.make_case(guide, cpr=""), shielded(guide)):
            with clock.travel(clock.now() - timedelta(days=10)):
                record_wellbeing(case, [1] * 5, by=guide)
        account_actions.invite_user(by=admin, name=f"Ny {n}", email=f"ny{n}@example.org", role=Role.GUIDE)
        for name in ("FGU Nord", "FGU Nord "):
            factories.PartnerFactory(unit=leader.unit, name=f"{name.strip()} {n}", cvr="12345674")


@pytest.mark.parametrize("role", ["leader", "admin"])
def test_every_kind_is_there_and_each_number_is_the_length_of_its_list(guide, leader, admin, role):
    fill(guide, leader, admin, times=2)
    user, sources = {"leader": (leader, LEADER), "admin": (admin, ADMIN)}[role]
    waits = waiting_for(user, clock.today(), sources, named=True)
    assert [one.source.key for one in waits] == [source.key for source in sources]
    client = signed_in(user)
    page = client.get(URL)
    listed = page.context["to_do"] + page.context["to_know"]
    assert [one.count for one in listed] == [one.count for one in waits]
    assert page.context["count"] == sum(one.count for one in page.context["to_do"])
    for one in listed:
        if one.source.route:
            there = client.get(one.href)
            assert there.status_code == 200
            count = (
                len(there.context["pairs"])
                if "pairs" in there.context
                else there.context["page"].paginator.count
            )
            assert count == one.count, one.source.key
        else:
            assert len(one.rows) == one.count, one.source.key
        for row in one.rows:
            assert not row.url or client.get(row.url).status_code == 200, row


def test_overview_begins_with_what_waits_and_the_number_is_the_lists(guide, leader, admin):
    fill(guide, leader, admin)
    client = signed_in(leader)
    text = client.get("/overblik/").content.decode()
    number = int(re.search(r"Venter på dig: (\d+)", text)[1])
    assert number == client.get(URL).context["count"] == 12
    assert text.index("Venter på dig:") < text.index('class="coverage"')
    assert f'href="{URL}"' in text[: text.index("<main")], "an entry of the menu leads there"


def test_a_limit_that_is_changed_and_a_moment_that_passes_change_the_number(guide, leader):
    """The numbers are put together once a day: what changes within it must not stay in them."""
    today = clock.today()

    def counts():
        return {one.source.key: one.count for one in waiting_for(leader, today, LEADER)}

    lost = factories.UserFactory(unit=leader.unit, role="guide", email="lost@example.org")
    with clock.travel(clock.at(today - timedelta(days=20), 9)):
        make_inquiry(guide)
    with clock.travel(clock.at(today, 10)):
        asked = clock.now() - timedelta(hours=OPEN_HOURS - 1)
        FactorReset.objects.create(user=lost, asked_by=guide, asked_at=asked)
        assert counts() == {"inquiries": 1, "resets": 1}
    with clock.travel(clock.at(today, 12)):
        assert counts() == {"inquiries": 1}
        Limit.objects.create(code=WAITING, value=20, unit="days", valid_from=today, source="Test")
        clear_cache()
        assert counts() == {}


def test_who_is_shielded_is_told_to_nobody_who_is_not_named(guide, leader, admin):
    fill(guide, leader, admin)
    closing_actions.ask_to_close(shielded(guide), by=guide, reason="moved", note="Flyttet")
    text = signed_in(leader).get(URL).content.decode()
    assert "Skjult" not in text and "Brugt nødadgang" in text
    assert signed_in(leader).get(URL).context["count"] == 13


def test_a_closing_of_a_shielded_case_waits_for_the_leader_without_a_name(guide, leader):
    """Else nobody would know that it waits; whom to ask is told."""
    hidden = shielded(guide)
    closing_actions.ask_to_close(hidden, by=guide, reason="moved", note="Flyttet til Skive")
    (closings,) = waiting_for(leader, clock.today(), LEADER, named=True)
    assert (closings.source.key, closings.count) == ("closings", 1)
    (row,) = closings.rows
    assert (row.name, row.url) == ("En skærmet sag", "") and guide.name in row.words
    assert "Skive" not in row.words and "Flyttet" not in row.words
    NamedAccess.objects.create(case=hidden, user=leader)
    (closings,) = waiting_for(leader, clock.today(), LEADER, named=True)
    assert closings.count == 1 and closings.rows[0].url


def test_what_is_done_waits_no_longer(guide, leader, admin):
    fill(guide, leader, admin)
    factories.UserFactory(unit=leader.unit, role="guide", name="Med Nøgle")
    with_key = User.objects.get(name="Med Nøgle")
    before = {one.source.key: one.count for one in waiting_for(admin, clock.today(), ADMIN)}
    Authenticator.objects.create(user=with_key, type="totp", data={})
    FactorReset.objects.update(done_at=clock.now())
    OutboxMail.objects.filter(state="failed").update(created_at=clock.now() - timedelta(days=15))
    after = {one.source.key: one.count for one in waiting_for(admin, clock.today(), ADMIN)}
    assert after["factor"] == before["factor"] - 1
    assert before.keys() - after.keys() == {"resets", "mails"}
    Job.objects.create(kind=TAKE, unit_id=leader.unit_id, state="queued", unique_key=f"{TAKE}:0")
    with clock.travel(clock.today() + timedelta(days=15)):
        keys = {one.source.key for one in waiting_for(leader, clock.today(), LEADER)}
    assert not keys & {"reports", "handovers", "emergencies"}


def test_other_units_wait_elsewhere(guide, leader, admin, stranger):
    fill(guide, leader, admin)
    other = factories.UserFactory(unit=stranger.unit, role="leader")
    assert waiting_for(other, clock.today(), LEADER) == []
    assert "Intet venter på dig" in signed_in(other).get(URL).content.decode()


def test_what_was_shown_is_on_the_trail(guide, leader, admin):
    fill(guide, leader, admin)
    signed_in(leader).get(URL)
    event = AuditEvent.objects.filter(action="cases.listed", purpose="venter").latest("pk")
    assert len(event.changes["cases"]) == 4


@pytest.mark.parametrize("role", ["leader", "admin"])
def test_two_of_each_and_twenty_cost_the_same(guide, leader, admin, role):
    client, costs = signed_in({"leader": leader, "admin": admin}[role]), []
    for times in (2, 6):
        fill_again(guide, leader, admin, times)
        client.get(URL)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(URL).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def fill_again(guide, leader, admin, times):
    """Anew, without the keys that were used before."""
    OutboxMail.objects.update(dedupe_key=None)
    for user in User.objects.filter(email__startswith="ny") | User.objects.filter(email__startswith="lost"):
        User.objects.filter(pk=user.pk).update(email=f"was{user.pk}@example.org")
    fill(guide, leader, admin, times)


def test_the_administrators_first_page_is_what_waits(admin):
    assert signed_in(admin).get(reverse("home")).url == URL


@pytest.mark.once
def test_who_came_with_a_list_and_was_sent_nothing_is_not_called_invited(admin):
    user = User.objects.create_user(
        unit=admin.unit, email="ny@eksempel.dk", name="Ny Fra Listen", role="guide"
    )
    desk = signed_in(admin)
    for page in (URL, reverse("accounts:user_edit", args=[user.pk])):
        words = desk.get(page).content.decode()
        assert "Ny Fra Listen" in words and "Har ikke været logget ind endnu" in words
        assert "Invitationer, der" not in words and "Inviteret, ikke" not in words


@pytest.mark.parametrize("required", [True, False])
def test_who_lacks_a_second_factor_is_asked_only_where_everybody_needs_one(admin, guide, settings, required):
    """Where nobody is asked for one, the line promises nothing that does not happen."""
    settings.KUI_MFA_REQUIRED = required
    client = signed_in(admin)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    page = client.get(reverse("overview:waiting")).content.decode()
    assert ("Bliver bedt om det ved næste login" in page) is required
