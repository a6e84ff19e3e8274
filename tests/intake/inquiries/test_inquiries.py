"""Visitation: an inquiry is taken down, departments say their word, somebody decides; and who may read it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.casefile import finding as search
from cases.closing import actions as closing_actions
from cases.models import GuideProfile
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from core.versions import Conflict
from intake.inquiries import actions as inquiries_actions
from intake.inquiries.actions import is_awaited, take_in_inquiry
from intake.inquiries.filters import STANDINGS, InquiryFilterSet
from intake.inquiries.rows import waiting_chip
from intake.models import Inquiry
from tests.helpers import factories
from tests.helpers.inquiries import ask, make_inquiry, one_of_each

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(guide):
    """An inquiry that the guide took down."""
    return make_inquiry(guide)


@pytest.fixture
def department_user(unit):
    """Somebody of the family department, who signs in."""
    partner = factories.PartnerFactory(unit=unit, name="Familien", side="internal", has_authority=True)
    user = factories.UserFactory(unit=unit, role="partner", name="Sofia Familie")
    return factories.ContactFactory(partner=partner, user=user).user


def partner_of(user):
    return user.partner_contact.partner


def test_a_guide_who_does_not_work_with_intake_reads_only_what_they_took_down(inquiry, colleague):
    assert inquiry in Inquiry.objects.visible_to(colleague)
    GuideProfile.objects.create(user=colleague, works_with_intake=False)
    colleague = type(colleague).objects.get(pk=colleague.pk)
    assert inquiry not in Inquiry.objects.visible_to(colleague)
    own = make_inquiry(colleague)
    assert list(Inquiry.objects.visible_to(colleague)) == [own]


def test_an_inquiry_about_a_shielded_case_is_as_hidden_as_the_case(client, guide, colleague, leader):
    case = factories.make_case(guide, shielded=True, first_name="Hemmelig", last_name="Ung")
    inquiry = make_inquiry(guide, first_name="Hemmelig", last_name="Ung")
    inquiries_actions.point_to_case(inquiry, case, by=guide)
    for user, seen in ((guide, 1), (colleague, 0), (leader, 0)):
        assert Inquiry.objects.visible_to(user).count() == seen
    client.force_login(leader)
    assert client.get(reverse("intake:inquiry", args=[inquiry.pk])).status_code == 404


def test_candidates_never_show_a_shielded_case_to_those_who_may_not_know_of_it(client, guide, leader):
    case = factories.make_case(guide, shielded=True, first_name="Hemmelig", last_name="Ung")
    person = case.person
    asked = {"name": person.name, "cpr": person.cpr, "phone": person.phone, "birth_date": person.birth_date}
    assert [hit.case for hit in search.candidates(guide, **asked)] == [case]
    assert search.candidates(leader, **asked) == []
    client.force_login(leader)
    for words in (person.cpr, person.name, person.phone):
        assert client.post(reverse("intake:intake"), {"q": words}).context["hits"] == []


def test_every_look_is_on_the_trail_and_a_refused_one_too(client, inquiry, colleague, stranger):
    client.force_login(colleague)
    client.get(reverse("intake:inquiry", args=[inquiry.pk]))
    client.force_login(stranger)
    assert client.get(reverse("intake:inquiry", args=[inquiry.pk])).status_code == 404
    looks = AuditEvent.objects.filter(action="inquiry.look", object_id=str(inquiry.pk))
    assert sorted(looks.values_list("actor_id", "outcome")) == sorted(
        [(colleague.pk, "ok"), (stranger.pk, "denied")]
    )


def test_candidates_say_why_they_match(guide):
    case = factories.make_case(guide, first_name="Christoffer", last_name="Bach", phone="51 52 53 54")
    found = search.candidates(
        guide, name="Kristoffer Bach", phone="51525354", birth_date=case.person.birth_date
    )
    assert found[0].case == case
    assert set(found[0].why) == {"samme telefonnummer", "navnet ligner", "samme fødselsdato"}


def test_a_department_answers_and_sees_nothing_but_its_question(client, inquiry, guide, department_user):
    ask(inquiry, guide, "uu", question="Hemmeligt spørgsmål til UU")
    statement = ask(inquiry, guide, partner=partner_of(department_user))
    client.force_login(department_user)
    text = client.get(reverse("intake:statement_list")).content.decode()
    assert "Vera Vind" in text
    url = reverse("intake:statement_answer", args=[statement.pk])
    text = client.get(url).content.decode()
    assert "Kender I Vera?" in text
    assert "Kommer ikke i skole" not in text and "Hemmeligt" not in text
    assert client.post(url, {"view": "take_in", "text": ""}).status_code == 422
    assert client.post(url, {"view": "take_in", "text": "Vi støtter hjemmet"}).status_code == 303
    statement.refresh_from_db()
    assert (statement.answered_by, statement.is_awaited) == (department_user, False)
    second = client.post(url, {"view": "elsewhere", "text": "Fra et andet vindue"})
    assert second.status_code == 422
    text = second.content.decode()
    assert "spørges ikke længere" not in text, "it is answered, and that is said once"
    # Who answered and what, and what was typed.
    assert department_user.name in text and "Vi støtter hjemmet" in text and "Fra et andet vindue" in text
    assert "Fra et andet vindue" not in client.get(url).content.decode()
    statement.refresh_from_db()
    assert statement.view == "take_in"


def test_a_question_taken_back_is_gone_on_the_next_request(client, inquiry, guide, department_user):
    statement = ask(inquiry, guide, partner=partner_of(department_user))
    mail = OutboxMail.objects.get(to=department_user.email)
    assert "Vera" not in mail.body + mail.subject
    asked = f"{statement.pk}/{department_user.pk}"
    assert is_awaited(asked)
    client.force_login(department_user)
    url = reverse("intake:statement_answer", args=[statement.pk])
    assert client.get(url).status_code == 200
    inquiries_actions.withdraw_question(statement, by=guide, why="Samtykket er trukket")
    assert client.get(url).status_code == 404
    assert client.post(url, {"view": "take_in", "text": "For sent"}).status_code == 404
    assert "Vera" not in client.get(reverse("intake:statement_list")).content.decode()
    assert not is_awaited(asked)


@pytest.mark.parametrize("how", [None, "closed", "left", "out of use", "elsewhere"])
def test_the_mail_leaves_while_its_reader_still_works_at_the_department(inquiry, guide, department_user, how):
    ask(inquiry, guide, partner=partner_of(department_user))
    contact = department_user.partner_contact
    if how == "closed":
        type(department_user).objects.filter(pk=department_user.pk).update(is_active=False)
    elif how == "left":
        type(contact).objects.filter(pk=contact.pk).update(until_on=clock.today() - timedelta(days=1))
    elif how == "out of use":
        type(contact.partner).objects.filter(pk=contact.partner_id).update(is_active=False)
    elif how:
        type(contact).objects.filter(pk=contact.pk).update(partner=factories.PartnerFactory(unit=guide.unit))
    assert outbox.send_due() == (how is None)


def test_a_decided_inquiry_is_no_longer_the_departments(client, inquiry, guide, department_user):
    statement = ask(inquiry, guide, partner=partner_of(department_user))
    inquiries_actions.decide(inquiry, "elsewhere", by=guide, reason="Bor i Holbæk", where="Holbæk Kommune")
    client.force_login(department_user)
    assert client.get(reverse("intake:statement_answer", args=[statement.pk])).status_code == 404


def test_a_question_that_outlives_the_decision_is_told_before_it_and_may_still_be_answered(
    client, inquiry, guide, department_user
):
    statement = ask(inquiry, guide, partner=partner_of(department_user))
    write = reverse("intake:statement_write", args=[inquiry.pk, statement.pk])
    client.force_login(guide)
    for name in ("decide", "take_in"):
        page = client.get(reverse(f"intake:inquiry_{name}", args=[inquiry.pk])).content.decode()
        assert f"Ikke svaret endnu: {statement.department}." in page
    inquiries_actions.decide(inquiry, "elsewhere", by=guide, reason="Bor i Holbæk", where="Holbæk Kommune")
    assert not is_awaited(f"{statement.pk}/{department_user.pk}")
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert "Nåede ikke at svare" in page and write in page
    said = {"view": "unsure", "text": "Vi kender familien", "said_by": "Lis"}
    assert client.post(write, said).status_code == 303
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert "Vi kender familien" in page and "Nåede ikke at svare" not in page
    inquiries_actions.reopen_inquiry(inquiry, by=guide, reason="Bor her alligevel")
    page = client.get(reverse("intake:inquiry_decide", args=[inquiry.pk])).content.decode()
    assert "Ikke svaret endnu" not in page


@pytest.mark.parametrize("name", ["edit", "ask", "decide", "take_in"])
def test_the_forms_of_a_decided_inquiry_lead_to_who_decided(client, inquiry, guide, name):
    url = reverse(f"intake:inquiry_{name}", args=[inquiry.pk])
    client.force_login(guide)
    assert client.get(url).status_code == 200
    inquiries_actions.decide(inquiry, "elsewhere", by=guide, reason="Bor i Holbæk", where="Holbæk Kommune")
    answer = client.get(url, follow=True)
    assert answer.redirect_chain == [(inquiry.get_absolute_url(), 303)]
    assert f"{guide.name} afgjorde henvendelsen den" in answer.content.decode()


def test_a_second_decision_is_refused_with_who_decided_and_keeps_what_was_typed(
    client, inquiry, guide, colleague
):
    client.force_login(colleague)
    inquiries_actions.decide(inquiry, "elsewhere", by=guide, reason="Bor i Holbæk", where="Holbæk Kommune")
    sent = {"outcome": "elsewhere", "where": "UU", "reason": "Det er et skolespørgsmål"}
    answer = client.post(reverse("intake:inquiry_decide", args=[inquiry.pk]), sent)
    assert answer.status_code == 422
    assert f"{guide.name} afgjorde" in answer.content.decode() and sent["reason"] in answer.content.decode()


def test_an_external_partner_is_never_asked(inquiry, guide, partner_user):
    with pytest.raises(ValidationError):
        ask(inquiry, guide, partner=partner_of(partner_user))


def test_a_guide_who_writes_for_a_department_names_who_said_it(inquiry, guide):
    statement = ask(inquiry, guide)
    with pytest.raises(ValidationError):
        inquiries_actions.answer_statement(statement, by=guide, view="unsure", text="Ved ikke")
    inquiries_actions.answer_statement(
        statement, by=guide, view="unsure", text="Ved ikke", said_by="Lis i familien"
    )
    statement.refresh_from_db()
    assert (statement.said_by, statement.answered_by) == ("Lis i familien", guide)


def test_a_department_is_asked_once_at_a_time(inquiry, guide):
    first = ask(inquiry, guide)
    with pytest.raises(ValidationError):
        ask(inquiry, guide)
    inquiries_actions.withdraw_question(first, by=guide, why="Forkert spørgsmål")
    ask(inquiry, guide)


def test_days_waited_stop_at_the_answer(inquiry, guide):
    statement = ask(inquiry, guide)
    with clock.travel(clock.today() + timedelta(days=5)):
        assert statement.waited() == 5
        inquiries_actions.answer_statement(statement, by=guide, view="unsure", text="Nej", said_by="Lis")
    with clock.travel(clock.today() + timedelta(days=50)):
        assert statement.waited() == 5


def test_a_decision_stands_until_it_is_opened_again_with_a_reason(inquiry, guide, leader):
    inquiries_actions.decide(inquiry, "elsewhere", by=guide, reason="Bor i Holbæk", where="Holbæk Kommune")
    with pytest.raises(ValidationError):
        inquiries_actions.decide(
            inquiry, "wait", by=leader, reason="Nej", wait_until=clock.today() + timedelta(days=9)
        )
    with pytest.raises(ValidationError):
        inquiries_actions.reopen_inquiry(inquiry, by=leader, reason=" ")
    inquiries_actions.reopen_inquiry(inquiry, by=leader, reason="Er flyttet hjem")
    assert inquiry.is_undecided()
    kept = inquiry.decisions.get()
    assert (kept.where, kept.reopened_by, kept.reopen_reason) == ("Holbæk Kommune", leader, "Er flyttet hjem")


def test_a_wait_is_over_on_its_day_and_not_before(inquiry, guide):
    until = clock.today() + timedelta(days=9)
    inquiries_actions.decide(inquiry, "wait", by=guide, reason="Efter ferien", wait_until=until)
    for day, undecided in ((until - timedelta(days=1), False), (until, True)):
        with clock.travel(day):
            inquiry.refresh_from_db()
            assert inquiry.is_undecided() is undecided
            assert Inquiry.objects.undecided(day).exists() is undecided
            assert Inquiry.objects.put_off(day).exists() is not undecided
    with clock.travel(until):
        inquiries_actions.decide(inquiry, "elsewhere", by=guide, reason="Har fundet en vej", where="FGU")
    assert [d.outcome for d in inquiry.decisions.order_by("pk")] == ["wait", "elsewhere"]


@pytest.mark.parametrize(
    "told", [{"outcome": "elsewhere"}, {"outcome": "wait"}, {"outcome": "taken_in"}, {"outcome": "known"}]
)
def test_half_a_decision_is_none(inquiry, guide, told):
    with pytest.raises(ValidationError):
        inquiries_actions.decide(inquiry, told["outcome"], by=guide, reason="Fordi")
    assert not inquiry.decisions.exists()


def test_taking_in_opens_the_case_and_is_opened_again_only_when_the_case_is_closed(inquiry, guide, leader):
    person = factories.make_person(guide.unit, first_name="Vera", last_name="Vind")
    case = take_in_inquiry(inquiry, person, by=guide, guide=guide, reason="Har brug for en guide")
    assert (case.reason, case.plans.count(), inquiry.decision.case) == ("Kommer ikke i skole", 1, case)
    with pytest.raises(ValidationError):
        inquiries_actions.reopen_inquiry(inquiry, by=leader, reason="Forkert ung")
    closing_actions.close(case, by=leader, reason="mistake")
    inquiries_actions.reopen_inquiry(Inquiry.objects.get(pk=inquiry.pk), by=leader, reason="Forkert ung")


def test_opening_again_is_offered_once_the_case_is_closed(client, inquiry, guide, leader):
    person = factories.make_person(guide.unit, first_name="Vera", last_name="Vind")
    case = take_in_inquiry(inquiry, person, by=guide, guide=guide, reason="Har brug for en guide")
    client.force_login(leader)
    again = reverse("intake:inquiry_reopen", args=[inquiry.pk])
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert again not in page and "Luk først sagen" in page and case.get_absolute_url() in page
    closing_actions.close(case, by=leader, reason="mistake")
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert again in page and "Luk først sagen" not in page


def test_somebody_known_from_a_closed_case_is_taken_in_with_the_facts_there_are(client, guide, leader):
    old = factories.make_case(guide, first_name="Vera", last_name="Vind")
    closing_actions.close(old, by=leader, reason="moved")
    inquiry = make_inquiry(guide)
    client.force_login(guide)
    answer = client.post(reverse("intake:inquiry_point", args=[inquiry.pk]), {"case": old.pk}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Henvendelsen handler om Vera Vind."]
    url = reverse("intake:inquiry_take_in", args=[inquiry.pk])
    data = {"on": clock.today().isoformat(), "guide": guide.pk, "decision_reason": "Er flyttet tilbage"}
    assert client.post(url, data).status_code == 303
    assert old.person.cases.open().get().reason == inquiry.reason


def test_who_saves_second_gets_both_texts(client, inquiry, guide):
    client.force_login(guide)
    url = reverse("intake:inquiry_edit", args=[inquiry.pk])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert client.post(url, data | {"reason": "Den første"}).status_code == 303
    response = client.post(url, data | {"reason": "Den anden"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Den første" in text and "Den anden" in text
    with pytest.raises(Conflict):
        inquiries_actions.edit_inquiry(inquiry, by=guide, expected_version=1, values={"reason": "Tredje"})


def test_the_trail_never_holds_the_number(client, inquiry, guide):
    born = clock.today() - timedelta(days=6000)
    number = factories.replacement_cpr(born, 9)
    inquiries_actions.edit_inquiry(inquiry, by=guide, expected_version=1, values={"cpr": number})
    assert number not in str(list(AuditEvent.objects.values_list("changes", flat=True)))
    client.force_login(guide)
    for name in ("intake:inquiry", "intake:inquiry_edit", "intake:inquiry_take_in"):
        assert number[6:] not in client.get(reverse(name, args=[inquiry.pk])).content.decode()


def test_each_standing_holds_its_own(guide):
    one_of_each(guide, clock.today())
    rows = Inquiry.objects.visible_to(guide)
    standings = ["", *(key for key, _words in STANDINGS)]
    counts = {standing: InquiryFilterSet({"vis": standing}, rows).qs.count() for standing in standings}
    assert counts == {
        "": 3, "over": 1, "udtalelser": 1, "svaret": 1, "udsat": 1, "optaget": 1, "andet": 1, "alle": 6,
    }  # fmt: skip


def test_those_that_wait_come_first_and_nonsense_is_those_that_wait(guide):
    one_of_each(guide, clock.today())
    rows = Inquiry.objects.visible_to(guide)
    found = {
        vis: [row.received_on for row in InquiryFilterSet({"vis": vis}, rows).qs] for vis in ("", "x", "alle")
    }
    assert found["x"] == found[""] == sorted(found[""])
    assert found["alle"] == sorted(found["alle"], reverse=True)


def test_the_list_costs_the_same_for_2_rows_and_for_20(client, guide):
    client.force_login(guide)

    def cost():
        client.get(reverse("intake:inquiry_list"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("intake:inquiry_list")).status_code == 200
        return len([q for q in captured if "SAVEPOINT" not in q["sql"]])

    one_of_each(guide, clock.today())
    few = cost()
    for _n in range(18):
        ask(make_inquiry(guide), guide)
    assert cost() == few <= 9


def test_how_long_it_has_waited_is_said_in_words():
    for days, words in ((0, "I dag"), (1, "1 dag"), (2, "2 dage"), (40, "40 dage: for længe")):
        assert f"{words}<" in waiting_chip(days).replace("\n", ""), days
