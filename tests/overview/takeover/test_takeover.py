"""Who takes over: counted the same everywhere, shown to who may see it, given on by the leader, and told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from accounts.users.actions import change_user, close_user, reopen_user
from cases.consents.actions import give_consent
from cases.guides.actions import assign
from cases.models import Assignment, Case, Consent, NamedAccess, Participation, Status
from cases.network.actions import add_colleague, add_participation
from core import clock
from core.mail.models import OutboxMail
from overview.takeover import actions, left
from overview.takeover.left import Kind
from partners.directory.actions import PARTNER_FIELDS, change_contact, change_partner, field_values
from plans.models import Milestone, PromiseQuestion, Proposal
from reports.metrics.unit_metrics import UnitMetrics
from tests.helpers import factories
from tests.helpers.queries import queries
from workspace.board.board import board_of
from workspace.models import Transfer
from workspace.transfer.actions import cover
from workspace.transfer.views import guides_of
from workspace.unitday.filters import NOBODY, UnitDayFilterSet
from workspace.unitday.unit_day import unit_day

pytestmark = pytest.mark.django_db


def to_role(user, role, *, by):
    """Change the role as an administrator's page does."""
    values = {name: getattr(user, name) for name in ("name", "email", "initials", "phone", "qualification")}
    change_user(user, by=by, expected_version=user.version, values={**values, "role": role})


def take_out_of_use(partner, *, by):
    values = field_values(partner, PARTNER_FIELDS) | {"is_active": False}
    change_partner(partner, partner.version, values, by=by)


def last_day(contact, day, *, by):
    change_contact(contact, contact.version, {"until_on": day}, by=by)


def stops(guide, how, admin):
    if how == "closed":
        close_user(guide, by=admin)
    else:
        to_role(guide, Role.ADMIN, by=admin)


def lines(user, reader):
    return left.lines_of(left.of_user(user, clock.today()), reader, 200)


def promises(partner, reader, on=None):
    return left.lines_of(left.of_partner(partner, on or clock.today()), reader, 200)


@pytest.fixture
def contact(unit):
    return factories.ContactFactory(
        partner__unit=unit, name="Mette Mentor", user=factories.UserFactory(unit=unit, role="partner")
    )


@pytest.fixture
def promise(case, contact):
    return factories.make_milestone(case, responsible="partner", contact=contact)


@pytest.mark.parametrize("how", ["closed", "administrator"])
def test_without_a_guide_is_counted_the_same_everywhere(client, guide, colleague, leader, admin, how):
    for _n in range(3):
        factories.make_case(guide)
    factories.make_case(colleague)
    factories.make_case(None, unit=leader.unit, by=leader)
    stops(guide, how, admin)
    today = clock.today()
    assert Case.objects.filter(unit=leader.unit).without_acting_guide().count() == 4
    assert board_of(leader, today, clock.now()).counts["cases"] == 4
    client.force_login(leader)
    there = client.get(reverse("workspace:unit_list") + "?vis=uden-guide")
    assert there.context["page"].count == 4
    metrics = UnitMetrics(leader.unit, reader=leader)
    assert metrics.count("waiting") == metrics.rows_of("waiting").count() == 4
    assert metrics.count("in_unit") == metrics.count("waiting") + metrics.count("in_care") == 5
    (row,) = [one for one in board_of(leader, today, clock.now()).cases if not one.former]
    assert row.waited and board_of(leader, today, clock.now()).counts["cases_over"] == 1
    assert [(user.name, user.load) for user in guides_of(leader) if user == guide] == [("Gitte Guide", 3)]
    page = client.get("/overdrag/").content.decode()
    assert "Gitte Guide (3) – er stoppet" in " ".join(page.split())
    filters = UnitDayFilterSet({"guide": NOBODY}, today=today)
    assert {key for key, _name in unit_day(leader, today, filters).guides} <= {NOBODY, str(colleague.pk)}
    waits = client.get("/venter-paa-dig/").content.decode()
    assert "Hvem overtager?" in waits and "Gitte Guide" in waits


def test_a_case_with_a_guide_who_has_stopped_can_be_given_from_the_board(
    client, guide, colleague, leader, admin
):
    case = factories.make_case(guide, first_name="Alba", last_name="Lind")
    close_user(guide, by=admin)
    client.force_login(leader)
    page = client.get(reverse("workspace:board")).content.decode()
    assert "Alba Lind" in page and "Gitte Guide var ungeguide" in page
    client.post(reverse("workspace:board_assign", args=[case.pk]), {"user": colleague.pk})
    case.refresh_from_db()
    assert case.guide == colleague and board_of(leader, clock.today(), clock.now()).counts["cases"] == 0


def test_an_administrator_sees_counts_and_no_young_person(client, guide, leader, admin, colleague):
    case = factories.make_case(guide, first_name="Alba", last_name="Lind")
    other = factories.make_case(colleague, first_name="Birk", last_name="Lind")
    assign(other, guide, by=leader, kind=Assignment.Kind.DEPUTY)
    client.force_login(admin)
    answer = client.post(f"/brugere/{guide.pk}/luk/", {"reason": "Nyt job", "understood": "on"})
    url = reverse("overview:takeover_user", args=[guide.pk])
    assert answer["Location"] == url
    for page in (url, "/hvem-overtager/"):
        text = client.get(page).content.decode()
        assert "Sager som ungeguide" in text and "Sager som stedfortræder" in text
        assert "Alba" not in text and "Birk" not in text and str(case.pk) not in text
    assert client.post(url, {"scope": "alle", "to": colleague.pk, "reason": "x"}).status_code == 403
    mail = OutboxMail.objects.get(to=leader.email, subject__contains="Gitte Guide")
    assert url in mail.body and "Sager som stedfortræder: 1" in mail.body and "Alba" not in mail.body


def test_a_new_role_leads_to_who_takes_over_and_the_leader_is_told(client, guide, leader, admin):
    factories.make_case(guide)
    client.force_login(admin)
    sent = {"name": guide.name, "email": guide.email, "role": "admin", "version": guide.version}
    asked = client.post(f"/brugere/{guide.pk}/", sent)
    assert asked.status_code == 422 and "Sager som ungeguide: 1" in asked.content.decode()
    answer = client.post(f"/brugere/{guide.pk}/", sent | {"understood": "on"})
    assert answer["Location"] == reverse("overview:takeover_user", args=[guide.pk])
    mail = OutboxMail.objects.get(to=leader.email, subject__contains="kan ikke længere")
    assert "Sager som ungeguide: 1. Det venter, til lederen" in mail.body


def test_the_leader_gives_all_of_it_to_somebody_who_is_told(client, guide, colleague, leader, admin):
    third = factories.UserFactory(unit=guide.unit, name="Tine Tredje")
    own = factories.make_case(guide, first_name="Alba", last_name="Lind")
    second, third_case = factories.make_case(third), factories.make_case(third)
    assign(second, guide, by=leader, kind=Assignment.Kind.DEPUTY)
    cover(third_case, guide, by=leader, from_on=clock.today(), until_on=clock.today() + timedelta(days=5))
    add_colleague(second, guide, by=leader, role="Mentor")
    close_user(guide, by=admin)
    client.force_login(leader)
    url = reverse("overview:takeover_user", args=[guide.pk])
    page = client.get(url).content.decode()
    assert "Alba Lind" in page and "checked" not in page.split('id="h-guide"')[1]
    assert client.post(url, {"to": colleague.pk, "reason": "Nyt job"}).status_code == 422
    sent = {"step": "send", "scope": "alle", "to": colleague.pk, "reason": "Nyt job", "submit_key": "k1"}
    receipt = client.post(url, sent, follow=True).content.decode()
    assert f"Fra Gitte Guide til {colleague.name}" in receipt and "Sager som ungeguide" in receipt
    assert client.post(url, sent).status_code == 303
    own.refresh_from_db(), second.refresh_from_db(), third_case.refresh_from_db()
    assert (own.guide, second.deputy, third_case.cover) == (colleague, colleague, colleague)
    assert third_case.cover_until == clock.today() + timedelta(days=5)
    assert [row.user for row in second.colleague_roles.current().filter(until_on=None)] == [colleague]
    assert lines(guide, leader) == [] and not left.users_who_left(guide.unit_id, clock.today())
    assert Transfer.objects.filter(to_user=colleague).count() == 2
    client.force_login(colleague)
    day = client.get("/min-dag/").content.decode()
    assert "Du har overtaget 1 sag fra Gitte Guide" in day and "Du dækker 1 sag for Tine Tredje" in day
    assert "Du er stedfortræder for 1 sag" in day


def test_nobody_for_now_lets_a_case_wait(guide, leader, admin):
    running, paused = factories.make_case(guide), factories.make_case(guide)
    Case.objects.filter(pk=paused.pk).update(status=Status.PAUSED)
    close_user(guide, by=admin)
    actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="Nyt job")
    running.refresh_from_db(), paused.refresh_from_db()
    assert (running.status, running.guide, paused.status, paused.guide) == ("waiting", None, "paused", None)
    assert board_of(leader, clock.today(), clock.now()).counts["cases"] == 2
    assert lines(guide, leader) == []


def test_a_shielded_case_is_given_on_unseen_and_never_to_oneself(client, guide, colleague, leader, admin):
    for last in ("Alling", "Zeuthen"):
        factories.make_case(guide, first_name="Bo", last_name=last)
    case = factories.make_case(guide, shielded=True, first_name="Hemmelig", last_name="Lind")
    NamedAccess.objects.create(case=case, user=guide)
    close_user(guide, by=admin)
    client.force_login(leader)
    url = reverse("overview:takeover_user", args=[guide.pk])
    page = client.get(url).content.decode()
    assert page.count("Skærmet sag, som du ikke er navngivet på") == 2 and "Hemmelig" not in page
    assert [line.hidden for line in lines(guide, leader)] == [False, False, True, True], (
        "not between two names"
    )
    with pytest.raises(ValidationError):
        actions.follow_user(guide, lines(guide, leader), leader, by=leader, reason="x")
    actions.follow_user(guide, lines(guide, leader), colleague, by=leader, reason="x")
    case.refresh_from_db()
    assert case.guide == colleague and {row.user for row in case.named.all()} == {colleague}
    assert not Case.objects.visible_to(leader).filter(pk=case.pk).exists()


def test_a_shielded_case_is_never_left_to_nobody(client, guide, colleague, leader, admin):
    """Without a guide it would stand in no list of anybody's, and nobody could open it."""
    case = factories.make_case(guide, shielded=True, first_name="Hemmelig")
    close_user(guide, by=admin)
    client.force_login(leader)
    url = reverse("overview:takeover_user", args=[guide.pk])
    key = client.get(url).context["form"]["submit_key"].value()
    sent = {"step": "send", "submit_key": key, "scope": "alle", "to": "ingen", "reason": "Stoppet"}
    refused = client.post(url, sent)
    assert refused.status_code == 422 and "skærmet" in refused.content.decode()
    case.refresh_from_db()
    assert case.guide == guide and left.who_left(guide.unit_id, clock.today()) == [guide]
    NamedAccess.objects.create(case=case, user=colleague)
    with pytest.raises(ValidationError):  # who may read it does not choose its guide
        actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="x")
    NamedAccess.objects.create(case=case, user=leader)
    actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="x")
    assert board_of(leader, clock.today(), clock.now()).counts["cases"] == 1


@pytest.mark.parametrize("kind", ["deputy", "named"])
def test_the_last_who_sees_a_shielded_case_without_a_guide_is_followed_by_somebody(
    guide, colleague, leader, admin, kind
):
    case = factories.make_case(guide, shielded=True)
    Case.objects.filter(pk=case.pk).update(
        guide=None, status=Status.WAITING, deputy=guide if kind == "deputy" else None
    )
    if kind == "named":
        NamedAccess.objects.create(case=case, user=guide)
    close_user(guide, by=admin)
    with pytest.raises(ValidationError):
        actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="x")
    assert len(lines(guide, leader)) == 1
    actions.follow_user(guide, lines(guide, leader), colleague, by=leader, reason="x")
    assert lines(guide, leader) == [] and Case.objects.visible_to(colleague).get() == case


@pytest.mark.parametrize("how", ["inactive", "last day"])
def test_a_partners_access_ends_on_the_very_next_request(client, case, contact, guide, admin, how):
    add_participation(case, contact.partner, by=guide, contact=contact)
    expires = clock.today() + timedelta(days=90)
    give_consent(
        Consent(case=case, partner=contact.partner, topics=["plan"], purpose="Praktik", expires_on=expires),
        by=guide,
    )
    client.force_login(contact.user)
    url = reverse("portal:shared_case", args=[case.pk])
    assert client.get(url).status_code == 200
    if how == "inactive":
        take_out_of_use(contact.partner, by=admin)
    else:
        last_day(contact, clock.today() - timedelta(days=1), by=admin)
    answer = client.get(url)
    assert answer.status_code == 302 and "log-ind" in answer["Location"]
    assert not Case.objects.visible_to(type(guide).objects.get(pk=contact.user_id)).exists()
    sent = {"login": contact.user.email, "password": "et-langt-kodeord"}
    fresh = Client()
    refused = fresh.post(reverse("account_login"), sent, follow=True)
    assert "_auth_user_id" not in fresh.session and "ophørt" in refused.content.decode()


def test_a_contact_may_sign_in_on_the_last_day_and_not_after(client, contact, admin):
    last_day(contact, clock.today(), by=admin)
    client.force_login(contact.user)
    assert client.get(reverse("portal:partner_inbox")).status_code == 200
    with clock.travel(clock.today() + timedelta(days=1)):
        assert client.get(reverse("portal:partner_inbox")).status_code == 302


def test_a_contacts_promises_are_listed_and_carried_by_another(client, case, contact, promise, leader, admin):
    other = factories.ContactFactory(partner=contact.partner, name="Nanna Ny")
    client.force_login(admin)
    url = reverse("overview:takeover_partner", args=[contact.partner_id])
    assert not left.counts(left.of_partner(contact.partner, clock.today()))
    edit = reverse("partners:contact_edit", args=[contact.partner_id, contact.pk])
    day = clock.today() + timedelta(days=10)
    sent = {"name": contact.name, "from_on": "2024-01-01", "until_on": day, "version": contact.version}
    assert client.post(edit, sent)["Location"] == url
    page = client.get(url).content.decode()
    assert "Aftaler i planer" in page and "Lederen får besked, når sidste dag er passeret" in page
    assert "Lederen har fået besked" not in page
    assert promise.own_words not in client.get(url).content.decode()
    # Not yet among what is left behind; after the last day it is.
    assert not left.partners_left(leader.unit_id, day)
    after = left.partners_left(leader.unit_id, day + timedelta(days=1))
    counted = left.counted(list(after), day + timedelta(days=1))
    assert counted == [(contact.partner, {Kind.PROMISE: 1, Kind.PART: 1})]
    by = factories.UserFactory(unit=leader.unit, role="partner")
    about = {"milestone": promise, "partner": contact.partner}
    PromiseQuestion.objects.create(**about, question="Møder hun?", asked_by=leader)
    Proposal.objects.create(**about, kind="end", reason="done", by=by)
    client.force_login(leader)
    text = client.get(url).content.decode()
    assert promise.own_words in text and "1 spørgsmål venter · 1 forslag venter" in text
    answer = client.post(url, {"step": "send", "scope": "alle", "to": other.pk, "reason": "Mette stopper"})
    assert answer.status_code == 303
    promise.refresh_from_db()
    assert promise.contact == other
    assert PromiseQuestion.objects.waiting().exists() and Proposal.objects.waiting().exists()
    part = Participation.objects.current().get(case=case, until_on=None)
    assert part.contact == other


def test_a_partner_out_of_use_gives_its_promises_back_to_the_guides(case, contact, promise, leader, admin):
    take_out_of_use(contact.partner, by=admin)
    found = promises(contact.partner, leader)
    assert {line.kind for line in found} == {Kind.PROMISE, Kind.PART}
    actions.follow_partner(contact.partner, found, None, by=leader, reason="Lukket")
    promise.refresh_from_db()
    assert (promise.responsible, promise.contact) == (Milestone.Responsible.GUIDE, None)
    assert not Participation.objects.current().filter(case=case, until_on=None).exists()
    assert promises(contact.partner, leader) == []


def test_only_the_leader_chooses(case, guide, colleague, leader, admin):
    close_user(guide, by=admin)
    for other in (admin, colleague):
        with pytest.raises(ValidationError):
            actions.follow_user(guide, lines(guide, leader), colleague, by=other, reason="x")


def test_a_reopened_guide_has_their_cases_again(case, guide, leader, admin):
    close_user(guide, by=admin)
    reopen_user(guide, by=admin)
    assert not left.users_who_left(guide.unit_id, clock.today())
    assert board_of(leader, clock.today(), clock.now()).counts["cases"] == 0


def test_two_lines_and_twenty_cost_the_same(client, guide, colleague, leader, admin, contact):
    def more(n):
        for _n in range(n):
            case = factories.make_case(guide)
            factories.make_milestone(case, responsible="partner", contact=contact)
            assign(factories.make_case(colleague), guide, by=leader, kind=Assignment.Kind.DEPUTY)

    more(2)
    close_user(guide, by=admin)
    take_out_of_use(contact.partner, by=admin)
    client.force_login(leader)
    for url in (
        reverse("overview:takeover_user", args=[guide.pk]),
        reverse("overview:takeover_partner", args=[contact.partner_id]),
        reverse("overview:takeover_list"),
    ):
        few = queries(client, url)
        reopen_user(guide, by=admin)
        more(6)
        close_user(guide, by=admin)
        assert queries(client, url) == few, url


def test_namesakes_who_are_left_behind_are_told_apart(client, leader, guide, admin):
    for born in (date(2009, 2, 1), date(2010, 3, 2)):
        factories.make_case(guide, first_name="Alba", last_name="Krog", birth_date=born)
    factories.make_case(guide, first_name="Bo", last_name="Krog")
    close_user(guide, by=admin)
    assert sorted(line.apart for line in lines(guide, leader)) == ["", "1. feb 2009", "2. mar 2010"]
    client.force_login(leader)
    page = client.get(left.url_of(guide)).content.decode()
    assert "født 1. feb 2009" in page and "født 2. mar 2010" in page
