"""Vores aftaler: who reads which promise, how it is found, and that each look stands on the log of each case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Case, Consent, Disclosure, Topic
from cases.network.actions import add_participation, end_participation
from core import clock
from partners.directory.actions import change_contact
from partners.models import Absence
from plans.closing.actions import close_case
from plans.milestones.actions import move_milestone
from plans.models import Milestone
from plans.promises import actions
from tests.helpers.promises import give_basis, make_contact, make_promise
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db

URL = "/vores-aftaler/"


@pytest.fixture
def contact(unit):
    return make_contact(unit)


def listed(contact, query=""):
    """What stands in the list, in its order."""
    return [one.what for one in signed_in(contact.user).get(URL + query).context["page"].object_list]


def pages_of(contact, milestone):
    """The statuses of every page about the promise."""
    client, args = signed_in(contact.user), [milestone.plan.case_id, milestone.pk]
    names = ("promise", "promise_propose", "promise_report")
    return {client.get(reverse(f"portal:{name}", args=args)).status_code for name in names}


def test_withdrawn_and_expired_are_gone_at_the_next_request(guide, contact):
    milestone = make_promise(guide, contact)
    basis = Consent.objects.get()
    assert listed(contact) == ["Besøge værkstedet"] and pages_of(contact, milestone) == {200}
    with clock.travel(basis.expires_on):
        assert listed(contact) == ["Besøge værkstedet"]
    with clock.travel(basis.expires_on + timedelta(days=1)):
        assert listed(contact) == [] and pages_of(contact, milestone) == {404}
    withdraw_consent(basis, by=guide)
    assert listed(contact) == [] and pages_of(contact, milestone) == {404}


@pytest.mark.parametrize(
    ("topics", "told", "seen"),
    [
        (["plan"], [], True),
        (["contact", "family"], [], False),
        (["plan"], ["family"], False),
        (["plan", "family"], ["family"], True),
        ([], [], False),
    ],
)
def test_only_what_the_basis_covers(guide, contact, topics, told, seen):
    milestone = make_promise(guide, contact, topics=topics or ["contact"], basis=bool(topics))
    Milestone.objects.filter(pk=milestone.pk).update(topics=told)
    assert listed(contact) == ["Besøge værkstedet"] * seen
    assert pages_of(contact, milestone) == {200 if seen else 404}


def test_two_bases_cover_together(guide, contact):
    milestone = make_promise(guide, contact)
    Milestone.objects.filter(pk=milestone.pk).update(topics=["family"])
    assert listed(contact) == []
    give_basis(milestone.plan.case, contact.partner, guide, topics=["family"])
    assert listed(contact) == ["Besøge værkstedet"] and pages_of(contact, milestone) == {200}


def test_shielded_closed_and_no_longer_taking_part_are_gone(guide, leader, contact):
    shielded, closed, left, stays = (make_promise(guide, contact, own_words=f"Nr. {n}") for n in range(4))
    Case.objects.filter(pk=shielded.plan.case_id).update(shielded=True)
    close_case(closed.plan.case, by=leader, reason="moved")
    end_participation(left.plan.case.participations.get(), by=guide)
    assert listed(contact) == [stays.own_words]
    for gone in (shielded, closed, left):
        assert pages_of(contact, gone) == {404}


def test_a_coordinator_sees_all_and_a_contact_the_own(guide, unit, contact):
    plain = make_contact(unit, partner=contact.partner, is_coordinator=False)
    other = make_contact(unit)
    mine = make_promise(guide, plain, own_words="Min")
    theirs = make_promise(guide, contact, own_words="Koordinatorens")
    beside = make_promise(guide, contact, own_words="Samme sag", case=mine.plan.case, basis=False)
    assert sorted(listed(contact)) == ["Koordinatorens", "Min", "Samme sag"]
    # In a case that is theirs to see, a contact acts for colleagues too.
    assert sorted(listed(plain)) == ["Min", "Samme sag"]
    assert pages_of(plain, beside) == {200} and pages_of(plain, theirs) == {404}
    assert listed(other) == [] and pages_of(other, mine) == {404}
    client = signed_in(plain.user)
    assert client.get(reverse("portal:shared_case", args=[mine.plan.case_id])).status_code == 200
    assert client.get(reverse("portal:shared_case", args=[theirs.plan.case_id])).status_code == 404


def test_the_named_contact_of_the_part_sees_the_case(guide, unit, contact):
    plain = make_contact(unit, partner=contact.partner, is_coordinator=False)
    milestone = make_promise(guide, contact)
    assert pages_of(plain, milestone) == {404}
    milestone.plan.case.participations.update(contact=plain)
    assert pages_of(plain, milestone) == {200}


def test_who_stands_in_sees_what_the_colleague_sees_while_they_are_away(guide, unit, admin, contact):
    away, other = (make_contact(unit, partner=contact.partner, is_coordinator=False) for _n in range(2))
    milestone, today = make_promise(guide, away, days=90), clock.today()
    row = Absence.objects.create(
        contact=away,
        stand_in=other,
        from_on=today + timedelta(days=1),
        until_on=today + timedelta(days=3),
        by=admin,
    )
    for days, seen in ((0, False), (1, True), (3, True), (4, False)):
        with clock.travel(today + timedelta(days=days)):
            assert pages_of(other, milestone) == {200 if seen else 404}, days
            assert bool(listed(other)) == seen
    row.cancelled_at = clock.now()
    row.save()
    with clock.travel(today + timedelta(days=2)):
        assert pages_of(other, milestone) == {404}


def test_who_has_left_sees_nothing(guide, admin, contact):
    milestone = make_promise(guide, contact)
    day = clock.today() - timedelta(days=1)
    change_contact(contact, contact.version, {"until_on": day}, by=admin)
    response = signed_in(contact.user).get(URL)
    assert response.status_code == 302
    assert not Case.objects.visible_to(contact.user).filter(pk=milestone.plan.case_id).exists()


def test_the_surname_stands_only_where_it_is_covered(guide, contact):
    make_promise(guide, contact, first_name="Freja", last_name="Hemmelig")
    make_promise(guide, contact, first_name="Omar", last_name="Kendt", topics=[Topic.PLAN, Topic.CONTACT])
    text = signed_in(contact.user).get(URL).content.decode()
    assert "Freja" in text and "Hemmelig" not in text and "Omar Kendt" in text
    assert listed(contact, "?q=hemmelig") == [] and len(listed(contact, "?q=kendt")) == 1


def test_every_look_is_on_the_log_of_each_case_listed(guide, contact):
    rows = [make_promise(guide, contact) for _n in range(2)]
    hidden = make_promise(guide, contact, topics=["contact"])
    listed(contact)
    told = AuditEvent.objects.filter(action="promise.listed", actor_id=contact.user_id)
    assert {row.plan.case_id for row in rows} == set(told.values_list("case_id", flat=True))
    assert {row.consent.case_id for row in Disclosure.objects.all()} == {row.plan.case_id for row in rows}
    assert not AuditEvent.objects.filter(action="promise.listed", case_id=hidden.plan.case_id).exists()
    listed(contact, "?q=findes-ikke")
    assert told.count() == 2


def test_it_is_searched_sorted_and_counted(guide, unit, contact):
    colleague = make_contact(unit, partner=contact.partner)
    make_promise(guide, contact, own_words="Mødes på værkstedet", days=9, first_name="Aage")
    make_promise(guide, colleague, own_words="Ringe til skolen", days=3, first_name="Bo")
    late = make_promise(guide, contact, own_words="Skrive en ansøgning", days=1, first_name="Carl")
    never = make_promise(guide, contact, own_words="En dag", days=None, first_name="Dan")
    with clock.travel(clock.today() + timedelta(days=2)):
        assert listed(contact) == ["Skrive en ansøgning", "Ringe til skolen", "Mødes på værkstedet", "En dag"]
        assert listed(contact, "?vis=over") == [late.own_words]
        assert listed(contact, "?sort=-navn")[0] == "Mødes på værkstedet"  # Aage sorts as Å
        assert listed(contact, "?sort=-frist")[-1] == never.own_words
        assert listed(contact, "?q=VÆRKSTED") == ["Mødes på værkstedet"]
        assert listed(contact, f"?kontakt={colleague.pk}") == ["Ringe til skolen"]
        assert len(listed(contact, "?kontakt=x&vis=y&sort=z&q=")) == 4
        text = signed_in(contact.user).get(URL).content.decode()
        assert "4 aftaler" in text and "1 over frist" in text


def test_what_cannot_be_done_yet_is_late_nowhere_and_says_why(guide, contact):
    milestone = make_promise(guide, contact, days=1)
    move_milestone(milestone, "cannot_yet", by=guide, reason="Værkstedet åbner i maj")
    colleague_page = reverse("plans:promise", args=[milestone.plan.case_id, milestone.pk])
    with clock.travel(clock.today() + timedelta(days=3)):
        client = signed_in(contact.user)
        for url in (URL, reverse("portal:promise", args=[milestone.plan.case_id, milestone.pk])):
            text = client.get(url).content.decode()
            assert "due-late" not in text and "Kan ikke endnu" in text, url
        assert "Værkstedet åbner i maj" in text
        first = client.get(reverse("portal:partner_inbox"))
        assert not first.context["promises"] and "har frist inden for" not in first.content.decode()
        assert "due-late" not in signed_in(guide).get(colleague_page).content.decode()


def test_two_and_twenty_cost_the_same(guide, contact):
    client, costs = signed_in(contact.user), []
    for times in (2, 18):
        for _n in range(times):
            make_promise(guide, contact)
        client.get(URL)
        with CaptureQueriesContext(connection) as seen:
            client.get(URL)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 14


def test_a_protected_address_and_what_gives_it_away_are_hidden(guide, unit, contact):
    contact.partner.name = "Værkstedet"
    contact.partner.save()
    school = make_contact(unit, partner__name="Solgården").partner
    words = f"Tage fra Strandvej 7 til {school.name} og {contact.partner.name}"
    milestone = make_promise(guide, contact, own_words=words, professional=f"Aftalt med {school.name}")
    case = milestone.plan.case
    add_participation(case, school, by=guide)
    question = actions.ask(milestone, by=guide, question=f"Kender I {school.name}?")
    assert listed(contact) == [words]
    case.person.address, case.person.address_protected = "Strandvej 7", True
    case.person.save()
    assert listed(contact) == [f"Tage fra [skjult] til [skjult] og {contact.partner.name}"]
    client, args = signed_in(contact.user), [case.pk, milestone.pk]
    urls = [
        *(reverse(f"portal:{name}", args=args) for name in ("promise", "promise_propose", "promise_report")),
        reverse("portal:promise_answer", args=[*args, question.pk]),
        f"{URL}?q=strandvej",
    ]
    for page in map(client.get, urls):
        text = page.content.decode()
        assert page.status_code == 200 and "Strandvej" not in text.replace("?q=strandvej", "")
        assert school.name not in text
    milestone.refresh_from_db()
    assert milestone.own_words == words


def test_nobody_stands_in_for_who_has_left(guide, unit, admin, contact):
    away, other = (make_contact(unit, partner=contact.partner, is_coordinator=False) for _n in range(2))
    milestone, today = make_promise(guide, away), clock.today()
    Absence.objects.create(
        contact=away, stand_in=other, from_on=today, until_on=today + timedelta(days=9), by=admin
    )
    away.until_on = today + timedelta(days=1)
    away.save()
    for days, seen in ((1, True), (2, False)):
        with clock.travel(today + timedelta(days=days)):
            assert pages_of(other, milestone) == {200 if seen else 404}, days
