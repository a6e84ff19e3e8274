"""The partnership's page, the list of the fragile ones, and what falls when somebody leaves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.closing.actions import close
from cases.network.actions import add_participation
from core import clock
from partners.anchoring.actions import assess, name_assumption, record_joint_meeting, write_partnership
from partners.models import Contact, Partnership
from reports.anchoring import reading
from reports.anchoring.rules import Risk
from tests.helpers import factories
from tests.helpers.meetings import hold_one, partner_of
from tests.helpers.promises import make_contact, make_promise
from tests.helpers.qualification import answer, ask, give_basis, make_department
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db


def carried(guide, contact, n=2, **person):
    """So many live cases in which the contact takes part."""
    cases = [factories.make_case(guide, cpr="", **person) for _ in range(n)]
    for case in cases:
        add_participation(case, contact.partner, by=guide, contact=contact)
    return cases


def at(name, *args):
    return reverse(f"reports:{name}", args=args)


def risks(unit, partner):
    return [one.risk for one in reading.partnerships(unit, clock.today(), only=partner.pk)[0].reasons]


@pytest.fixture
def contact(unit):
    return factories.ContactFactory(partner__unit=unit, partner__agreement="written", name="Mette Krogh")


def test_cases_are_counted_from_parts_promises_and_efforts(unit, guide, leader, contact):
    partner = contact.partner
    (part,) = carried(guide, contact, 1)
    promise = make_promise(guide, contact).plan.case
    effort = factories.make_case(guide, cpr="")
    factories.make_effort(effort, contact=contact, responsible="partner")
    closed, hidden = factories.make_case(guide, cpr=""), factories.make_case(guide, cpr="", shielded=True)
    for case in (closed, hidden):
        add_participation(case, partner, by=guide, contact=contact)
    close(closed, by=leader, reason="destination")
    known = reading.partnerships(unit, clock.today(), only=partner.pk)[0].known
    assert known.cases == {part.pk, promise.pk, effort.pk}
    assert [(one.name, one.cases) for one in known.carriers] == [("Mette Krogh", known.cases)]
    assert risks(unit, partner) == [Risk.ONE_PERSON]


def test_an_answer_a_note_or_a_meeting_breaks_the_silence(unit, guide, contact):
    with clock.travel(clock.today() - timedelta(days=80)):
        case, _other = carried(guide, contact)
    assert Risk.SILENT in risks(unit, contact.partner)
    note = case.notes.create(text="Ringet", by=guide, happened_on=clock.today())
    note.contacts.create(partner=contact.partner)
    assert Risk.SILENT not in risks(unit, contact.partner)


def test_a_meeting_in_a_case_is_a_meeting_together(unit, guide, case):
    contact = partner_of(case)
    hold_one(case, people=("youth", f"contact-{contact.pk}"))
    known = reading.partnerships(unit, clock.today(), only=contact.partner_id)[0].known
    assert known.met_on == known.heard_on == clock.today()


def test_the_number_of_each_reason_is_its_list(unit, guide, leader, contact):
    carried(guide, contact)
    loose = factories.ContactFactory(partner__unit=unit, partner__agreement="none")
    carried(guide, loose, 1)
    factories.PartnerFactory(unit=unit, agreement="written", name="Kun papir")
    factories.PartnerFactory(unit=unit, agreement="none", name="Uden noget")
    factories.PartnerFactory(unit=unit, agreement="written", name="Ude af brug", is_active=False)
    client = signed_in(leader)
    got = client.get(at("fragile_list"))
    assert len(got.context["rows"]) == got.context["all"] == 3
    assert "Ude af brug" not in got.content.decode() and "Uden noget" not in got.content.decode()
    assert {value for value, _label, _n in got.context["risks"]} == {
        "one_person",
        "no_agreement",
        "paper_only",
    }
    for value, _label, n in got.context["risks"]:
        assert len(client.get(f"{at('fragile_list')}?grund={value}").context["rows"]) == n
    assert client.get(f"{at('fragile_list')}?grund=ukendt").status_code == 404


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_two_rows_and_twenty_rows_cost_the_same(unit, guide, leader):
    client, cost = signed_in(leader), []
    client.get(at("fragile_list"))
    for n in (2, 18):
        for _ in range(n):
            person = factories.ContactFactory(partner__unit=unit, partner__agreement="none")
            carried(guide, person, 1)
            name_assumption(person.partner, by=leader, text="Noget")
        cost.append(queries(client, at("fragile_list")))
    assert cost[0] == cost[1]


def test_the_page_with_two_and_with_twenty_of_everything(unit, guide, leader, contact):
    partner, client, cost = contact.partner, signed_in(leader), []
    client.get(at("partnership", partner.pk))
    for n in (2, 18):
        for _ in range(n):
            carried(guide, factories.ContactFactory(partner=partner), 1)
            row = name_assumption(partner, by=guide, text="Noget")
            row.challenges.create(how="Spurgt", outcome="open", by=leader)
            record_joint_meeting(partner, by=leader, held_on=clock.today(), about="Prøveuger")
            assess(partner, by=leader, year=2026, answers={"voice": ("begun", "Fem var med")})
        cost.append(queries(client, at("partnership", partner.pk)))
    assert cost[0] == cost[1]


def test_a_guide_reads_numbers_and_no_names_of_young_people(guide, colleague, contact):
    carried(colleague, contact, first_name="KANARIE-Nora")
    got = signed_in(guide).get(at("partnership", contact.partner_id))
    text = got.content.decode()
    assert got.status_code == 200 and "Mette Krogh" in text and "KANARIE" not in text
    assert at("if_contact_leaves", contact.pk) not in text


def test_mette_leaves(guide, colleague, leader, contact):
    partner = contact.partner
    alone = carried(guide, contact, 2, first_name="Nora")
    other = factories.ContactFactory(partner=partner, name="Ole Toft")
    carried(guide, other, 2, first_name="Anton")
    shared = make_promise(guide, other, case=alone[0])
    Contact.objects.filter(pk=contact.pk).update(until_on=clock.today() + timedelta(days=90))
    got = signed_in(leader).get(at("if_contact_leaves", contact.pk))
    assert {case.pk: only for case, only in got.context["lines"]} == {
        shared.plan.case_id: False,
        alone[1].pk: True,
    }
    assert [(reason.risk, new) for reason, new in got.context["after"]] == [(Risk.ONE_PERSON, True)]
    assert got.context["alone"] == 1
    assert "Nora" in got.content.decode() and "Anton" not in got.content.decode()
    seen = AuditEvent.objects.filter(action="cases.listed", purpose="hvis-stopper").get()
    assert set(seen.changes["cases"]) == {str(case.pk) for case in alone}
    assert signed_in(guide).get(at("if_contact_leaves", contact.pk)).status_code == 403


def test_one_of_ours_leaves(unit, guide, colleague, leader, contact):
    carried(guide, contact)
    mixed = factories.ContactFactory(partner__unit=unit)
    carried(guide, mixed, 1)
    carried(colleague, mixed, 1)
    answers = factories.PartnerFactory(unit=unit)
    write_partnership(Partnership(partner=answers), None, {"ours_by": guide.name}, by=leader)
    got = signed_in(leader).get(at("if_user_leaves", guide.pk))
    hits = {hit.partner: (hit.cases, hit.all_theirs, hit.answers) for hit in got.context["hits"]}
    assert hits == {contact.partner: (2, True, False), answers: (0, False, True)}
    assert len(got.context["lines"]) == 3


def test_the_ways_there(guide, leader, admin, contact):
    partner, page = contact.partner, at("partnership", contact.partner_id)
    assert page in signed_in(guide).get(partner.get_absolute_url()).content.decode()
    assert page not in signed_in(admin).get(partner.get_absolute_url()).content.decode()
    client = signed_in(leader)
    assert at("fragile_list") in client.get(reverse("overview:front")).content.decode()
    user = client.get(reverse("overview:takeover_user", args=[guide.pk])).content.decode()
    assert at("if_user_leaves", guide.pk) in user
    Contact.objects.filter(pk=contact.pk).update(until_on=clock.today() - timedelta(days=1))
    left = client.get(reverse("overview:takeover_partner", args=[partner.pk])).content.decode()
    assert at("if_contact_leaves", contact.pk) in left


def test_a_partner_answers_in_the_words_of_the_response_time(leader, unit):
    contact = make_contact(unit)
    got = signed_in(leader).get(at("partnership", contact.partner_id))
    assert got.context["response"] in got.content.decode()


def test_each_response_time_says_what_it_is_of(leader, guide, unit):
    department = make_department(unit)
    case = factories.make_case(guide, cpr="")
    step = factories.make_milestone(case, due_on=clock.today() + timedelta(days=90))
    give_basis(case, department.partner, by=guide)
    address, client = at("partnership", department.partner.pk), signed_in(leader)
    assert "Afklaringer:" not in client.get(address).content.decode()
    row = ask(step, department, by=guide)
    text = client.get(address).content.decode()
    assert "Spørgsmål om aftaler og udtalelser: for få svar" in text
    assert "Afklaringer: endnu ingen svar." in text
    answer(row, "qualified", by=department.user)
    text = client.get(address).content.decode()
    assert "Afklaringer: median 0 hverdage, ud af 1 svar." in text
    listed = f"{at('qualification_rows')}?afdeling={department.partner.pk}"
    assert f'href="{listed}"' in text and client.get(listed).context["count"] == 1
    assert listed not in signed_in(guide).get(address).content.decode()
