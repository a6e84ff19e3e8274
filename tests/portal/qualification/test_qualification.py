"""Til afklaring: what a department sees of what it is asked, and what it can answer; never more than a basis covers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Disclosure
from cases.network.actions import add_participation
from core import clock
from partners.merge.actions import merge_partners
from plans.milestones.actions import edit_milestone
from plans.models import DeclineReason, Qualification
from plans.qualification.choices import State
from plans.qualification.reading import reasons_for
from portal.qualification.waiting import qualifications_waiting
from tests.helpers import factories
from tests.helpers.promises import make_contact
from tests.helpers.qualification import answer, ask, give_basis, make_department
from tests.helpers.queries import queries
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

LIST = "/til-afklaring/"


@pytest.fixture
def contact(unit):
    return make_department(unit, people=2)


@pytest.fixture
def client(contact):
    return signed_in(contact.user)


def question(guide, contact, *, days=0, name="Freja", topics=("plan",), **fields):
    """A question sent so many days ago, and the basis on which it was."""
    with clock.travel(clock.today() - timedelta(days=days)):
        case = factories.make_case(guide, cpr="", first_name=name, last_name="Hemmelig")
        basis = give_basis(case, contact.partner, by=guide, topics=topics)
        milestone = factories.make_milestone(
            case, own_words="Jeg vil have hjælp", professional="Støtte", **fields
        )
        return ask(milestone, contact, by=guide), basis


def url(row, name="qualification", *args):
    return reverse(f"portal:{name}", args=[row.plan.case_id, row.pk, *args])


def names(response):
    return [row.plan.case.person.called for row in response.context["page"]]


def test_the_list_has_the_newest_of_the_late_first_and_no_words_of_plans(guide, contact, client):
    for name, days in (("Ny", 0), ("Sen", 40), ("Nyligt sen", 25), ("Snart", 7)):
        question(guide, contact, name=name, days=days)
    response = client.get(LIST)
    assert names(response) == ["Nyligt sen", "Sen", "Snart", "Ny"]
    text = response.content.decode()
    assert "Støtte" not in text and "Hemmelig" not in text and "§ 85" not in text
    told = qualifications_waiting(contact.user, clock.today())
    assert (told.count, told.late) == (4, 2)
    assert (
        "4 afklaringer venter på jeres afdeling"
        in signed_in(contact.user).get("/delt-med-os/").content.decode()
    )


def test_namesakes_are_told_apart_where_the_basis_has_the_surname(guide, contact, client):
    """On the list, and to whoever searches; that the name was told is written down, once a day."""
    question(guide, contact, name="Ida", topics=("plan", "contact"))
    question(guide, contact, name="Ida")
    for _twice in range(2):
        assert client.get(LIST).content.decode().count("Hemmelig") == 2  # the name, and what its button says
    assert names(client.get(f"{LIST}?q=hemmelig")) == ["Ida"]
    assert Disclosure.objects.filter(kind="page").count() == 1


def test_the_search_finds_the_shown_name_and_the_guide_and_no_surname(guide, contact, client):
    question(guide, contact, name="Åse")
    question(guide, contact, name="Bo")
    assert names(client.get(f"{LIST}?q=ås")) == ["Åse"]
    assert len(names(client.get(f"{LIST}?q=gitte"))) == 2
    assert names(client.get(f"{LIST}?q=hemmelig")) == []


def test_answered_ones_are_kept_apart(guide, contact, client):
    row, _basis = question(guide, contact)
    answer(row, State.DECLINED, by=contact.user)
    assert names(client.get(LIST)) == []
    assert names(client.get(f"{LIST}?vis=besvarede")) == names(client.get(f"{LIST}?vis=alle")) == ["Freja"]


def test_every_look_is_written_down_with_what_was_told(guide, contact, client):
    row, basis = question(guide, contact)
    before = Disclosure.objects.count()
    text = client.get(url(row)).content.decode()
    assert "Støtte" in text and "Freja" in text and "Hemmelig" not in text
    told = Disclosure.objects.order_by("-pk").first()
    assert Disclosure.objects.count() == before + 1
    assert (told.consent, told.by, told.topics, told.kind) == (basis, contact.user, ["plan"], "page")
    look = AuditEvent.objects.filter(action="qualification.look").get()
    assert (look.actor_id, look.case_id) == (contact.user.pk, row.plan.case_id)


def test_the_surname_is_told_where_it_is_covered(guide, contact, client):
    row, _basis = question(guide, contact, topics=("plan", "contact"))
    assert "Hemmelig" in client.get(url(row)).content.decode()


def test_withdrawn_or_expired_it_is_gone_from_page_list_and_count(guide, contact, client):
    row, basis = question(guide, contact)
    other, _basis = question(guide, contact)
    withdraw_consent(basis, by=guide)
    assert client.get(url(row)).status_code == 404
    assert len(names(client.get(LIST))) == qualifications_waiting(contact.user, clock.today()).count == 1
    with clock.travel(clock.today() + timedelta(days=91)):  # the last day was yesterday
        assert signed_in(contact.user).get(url(other)).status_code == 404


def test_a_topic_that_is_added_later_closes_it_until_a_basis_covers_it(guide, contact, client):
    row, _basis = question(guide, contact)
    edit_milestone(row.milestone, by=guide, expected_version=1, values={"topics": ["crime"]})
    assert client.get(url(row)).status_code == 404
    assert qualifications_waiting(contact.user, clock.today()).count == 0
    give_basis(row.plan.case, contact.partner, by=guide, topics=("crime",))
    assert client.get(url(row)).status_code == 200


def test_nobody_else_sees_it(guide, contact, unit):
    row, _basis = question(guide, contact)
    elsewhere = make_department(unit, name="Jobcentret")
    give_basis(row.plan.case, elsewhere.partner, by=guide)  # reads the plan, and is not asked
    external = factories.ContactFactory(
        partner__unit=unit, user=factories.UserFactory(unit=unit, role="partner")
    )
    give_basis(row.plan.case, external.partner, by=guide)
    for somebody in (elsewhere.user, external.user):
        assert signed_in(somebody).get(url(row)).status_code == 404
        assert qualifications_waiting(somebody, clock.today()).count == 0
    contact.until_on = clock.today()
    contact.save()
    assert signed_in(contact.user).get(url(row)).status_code == 200
    with clock.travel(
        clock.today() + timedelta(days=1)
    ):  # led to the sign-in page, where nobody lets them in
        assert signed_in(contact.user).get(url(row)).status_code in (302, 404)
        user = type(contact.user).objects.get(pk=contact.user.pk)
        assert not Qualification.objects.shown_to(user).exists()
        assert qualifications_waiting(user, clock.today()).count == 0


def test_a_colleague_takes_it_over_and_lays_it_back(guide, contact, client):
    row, _basis = question(guide, contact)
    client.post(url(row, "qualification_take"))
    colleague = contact.partner.contacts.exclude(pk=contact.pk).get().user
    theirs = signed_in(colleague)
    assert "Jeg overtager den" in theirs.get(url(row)).content.decode()
    theirs.post(url(row, "qualification_take"))
    row.refresh_from_db()
    assert (row.state, row.taken_by) == (State.IN_HAND, colleague)
    client.post(url(row, "qualification_lay_back"))
    row.refresh_from_db()
    assert (row.state, row.taken_by) == (State.SENT, None)


def test_a_no_without_alternative_stands_beside_its_field_and_what_was_typed_is_kept(guide, contact, client):
    row, _basis = question(guide, contact)
    reason = reasons_for(contact.partner).filter(needs_words=False).first()
    data = {"reason": reason.pk, "decision": "Det er for tidligt", "alternative": ""}
    response = client.post(url(row, "qualification_answer", "afslag"), data)
    assert response.status_code == 422 and "alternative" in response.context["form"].errors
    assert "Det er for tidligt" in response.content.decode()
    response = client.post(url(row, "qualification_answer", "afslag"), data | {"alternative": "Et værested"})
    assert response.status_code == 303
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.alternative) == (State.DECLINED, contact.user, "Et værested")


def test_the_same_words_and_day_are_no_other_words(guide, contact, client):
    due = clock.today() + timedelta(days=14)
    row, _basis = question(guide, contact, due_on=due)
    data = {"adjusted_words": "Støtte", "adjusted_due_on": due.isoformat(), "basis": "§ 85"}
    data["basis_on"] = clock.today().isoformat()
    response = client.post(url(row, "qualification_answer", "andre-ord"), data)
    assert response.status_code == 422 and "adjusted_words" in response.context["form"].errors
    later = {"adjusted_due_on": (due + timedelta(days=7)).isoformat()}
    assert client.post(url(row, "qualification_answer", "andre-ord"), data | later).status_code == 303
    row.refresh_from_db()
    assert (row.adjusted_words, row.adjusted_due_on) == ("", due + timedelta(days=7))


def test_a_second_answer_says_who_was_first_and_keeps_what_was_typed(guide, contact, client):
    row, _basis = question(guide, contact)
    page = url(row, "qualification_answer", "mangler")
    assert client.get(page).status_code == 200
    assert client.get(url(row, "qualification_take_back"))["Location"] == url(row)
    answer(row, State.QUALIFIED, by=contact.user)
    assert client.get(page)["Location"] == url(row)
    second = client.post(page, {"decision": "Hvad siger skolen?"})
    assert second.status_code == 422
    text = second.content.decode()
    assert contact.user.name in text and "Hvad siger skolen?" in text and "ikke sendt" in text
    assert "alert-danger" not in text, "said once"
    row.refresh_from_db()
    assert row.state == State.QUALIFIED
    assert client.get(url(row, "qualification_take_back")).status_code == 200


def test_an_answer_is_taken_back_with_a_reason_and_stays(guide, contact, client):
    row, _basis = question(guide, contact)
    answer(row, State.QUALIFIED, by=contact.user)
    assert client.post(url(row, "qualification_take_back"), {"why": ""}).status_code == 422
    client.post(url(row, "qualification_take_back"), {"why": "Vi så forkert"})
    row.refresh_from_db()
    assert (row.state, row.annulled_why, row.basis) == (State.ANNULLED, "Vi så forkert", "§ 85")
    assert not row.is_carried and row.seen_at is None


def test_after_an_answer_is_taken_back_the_guide_can_send_it_again(guide, contact, client):
    """The department cannot answer it a second time, and is told so before."""
    row, _basis = question(guide, contact)
    answer(row, State.QUALIFIED, by=contact.user)
    assert (
        "skal ungeguiden sende den igen" in client.get(url(row, "qualification_take_back")).content.decode()
    )
    client.post(url(row, "qualification_take_back"), {"why": "Forkert klik"})
    row.refresh_from_db()
    page = signed_in(guide).get(row.get_absolute_url()).content.decode()
    again = reverse("plans:qualify_milestone", args=[row.plan.case_id, row.milestone_id])
    assert again in page and "Send igen" in page
    ask(row.milestone, contact, by=guide)
    assert again not in signed_in(guide).get(row.get_absolute_url()).content.decode()


def test_a_department_keeps_reasons_of_its_own(contact, client, unit):
    everybody = set(reasons_for(contact.partner))
    client.post("/til-afklaring/grunde/", {"name_da": "Fuldt optaget", "submit_key": "a"})
    own = DeclineReason.objects.get(partner=contact.partner)
    words = DeclineReason.objects.get(partner=None, needs_words=True)
    assert set(reasons_for(contact.partner)) == {own, words}
    other = make_department(unit, name="Jobcentret")
    assert set(reasons_for(other.partner)) == everybody
    assert signed_in(other.user).post(f"/til-afklaring/grunde/{own.pk}/").status_code == 404
    for _colleague in range(2):
        client.post(f"/til-afklaring/grunde/{own.pk}/", {"brug": "nej"})
        assert set(reasons_for(contact.partner)) == everybody, "the second takes it out too"
    assert "Ude af brug: Fuldt optaget." in client.get("/til-afklaring/grunde/").text
    changed = AuditEvent.objects.filter(action="decline_reason.edited")
    assert [row.changes["is_active"] for row in changed] == [[True, False]]
    client.post(f"/til-afklaring/grunde/{own.pk}/", {"brug": "ja"})
    assert set(reasons_for(contact.partner)) == {own, words}
    again = client.post("/til-afklaring/grunde/", {"name_da": "fuldt optaget", "submit_key": "b"})
    assert again.status_code == 422 and "Den begrundelse står på listen i forvejen." in again.text


def test_merged_departments_answer_what_the_other_was_asked(guide, contact, admin, unit):
    row, _basis = question(guide, contact)
    survivor = make_department(unit, name="Familie og unge").partner
    other = contact.partner
    merge_partners(survivor, other, by=admin, versions=(survivor.version, other.version), values={})
    assert Qualification.objects.get().partner == survivor
    user = type(contact.user).objects.get(pk=contact.user.pk)
    assert list(Qualification.objects.shown_to(user)) == [row]


def test_two_and_twenty_cost_the_same(guide, contact, client):
    costs = []
    for times in (2, 8):
        for _n in range(times):
            question(guide, contact)
        costs.append((queries(client, LIST), queries(client, "/delt-med-os/")))
    assert costs[0] == costs[1]


def test_anybody_who_signs_in_for_the_department_answers(guide, unit, contact):
    contact.partner.contacts.update(is_coordinator=False)
    colleague = contact.partner.contacts.exclude(pk=contact.pk).get()
    row, _basis = question(guide, contact)
    stranger = make_contact(unit, is_coordinator=False)
    for someone, status in ((contact, 200), (colleague, 200), (stranger, 404)):
        client = signed_in(someone.user)
        assert len(names(client.get(LIST))) == (status == 200)
        assert client.get(url(row)).status_code == status
        assert client.get(url(row, "qualification_answer", "afklaret")).status_code == status
    type(contact.partner).objects.update(has_authority=False)
    assert signed_in(colleague.user).get(url(row)).status_code == 404


def test_a_protected_address_is_hidden_and_the_answer_binds_what_was_sent(guide, contact, client):
    school = factories.PartnerFactory(unit=guide.unit, name="Solhøjskolen")
    case = factories.make_case(guide, cpr="")
    give_basis(case, contact.partner, by=guide)
    add_participation(case, school, by=guide)
    words = {"own_words": "Gå på Solhøjskolen", "professional": "Plads på Solhøjskolen"}
    milestone = factories.make_milestone(case, **words)
    row = ask(milestone, contact, by=guide, question="Kan I betale Solhøjskolen?")
    case.person.address_protected = True
    case.person.save()
    for to in (url(row), url(row, "qualification_answer", "andre-ord")):
        text = client.get(to).content.decode()
        assert "Solhøjskolen" not in text and "[skjult]" in text
    said = {"basis": "§ 85", "basis_on": clock.today().isoformat(), "adjusted_words": "Plads på [skjult]"}
    assert client.post(url(row, "qualification_answer", "andre-ord"), said).status_code == 422
    said.pop("adjusted_words")
    assert client.post(url(row, "qualification_answer", "afklaret"), said).status_code == 303
    row.refresh_from_db()
    assert row.is_carried and row.professional == "Plads på Solhøjskolen"


def test_another_reason_is_told_in_its_own_words_alone(guide, contact, client):
    row, _basis = question(guide, contact)
    other = DeclineReason.objects.get(partner=None, category=None, needs_words=True)
    said = {"reason": other, "reason_words": "Vi har ikke pladsen", "alternative": "Værestedet"}
    answer(row, State.DECLINED, by=contact.user, **said)
    page = client.get(url(row)).content.decode()
    assert "Vi har ikke pladsen" in page and "Andet (skriv hvad)" not in page
