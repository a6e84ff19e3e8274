"""Age transitions: what each requires, what is in place, and the board whose numbers open their lists."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from cases.activity import actions as activity_actions
from cases.consents import actions as consents_actions
from cases.models import Case, Consent, Guardian
from cases.network import actions as network_actions
from cases.notes import actions as notes_actions
from cases.people.rules import TRANSITIONS, birthday
from core import clock
from partners.models import PartnerCategory
from tests.helpers import factories
from workspace.transitions import actions as transitions_actions
from workspace.transitions import board as transitions
from workspace.transitions.models import TransitionConfirmation, TransitionRule

pytestmark = [pytest.mark.django_db, pytest.mark.once]


TODAY = date(2026, 11, 23)


EIGHTEEN = 18 * 12


@pytest.fixture(autouse=True)
def now():
    with clock.travel(TODAY):
        yield


def turning(guide, months, in_days=60, **fields):
    """A case of somebody who reaches the age in so many days."""
    return factories.make_case(guide, birth_date=birthday(TODAY + timedelta(days=in_days), -months), **fields)


def of(case, months):
    found = transitions.with_facts(Case.objects.filter(pk=case.pk), TODAY).get()
    return next(one for one in transitions.all_of(found, TODAY) if one.months == months)


def item(case, months, check):
    return next(i for i in of(case, months).items if i.rule.check_by == check)


def board(user):
    cases = Case.objects.visible_to(user) if user.is_leader else Case.objects.own_of(user)
    return transitions.ahead_of(cases, TODAY)


def test_every_age_begins_with_requirements_and_sources():
    rows = TransitionRule.objects.all()
    assert {row.months for row in rows} == set(TRANSITIONS)
    assert all(row.source and row.check_by in transitions.CHECKS for row in rows)
    assert set(transitions.CHECKS) == set(TransitionRule.Check)


def test_a_meeting_in_the_half_year_before(guide):
    case = turning(guide, 192, in_days=10, on=date(2026, 5, 1))
    day = of(case, 192).day
    too_early = day - relativedelta(months=6) - timedelta(days=1)
    notes_actions.add_note(case, by=guide, text="Møde", kind="meeting", happened_on=too_early)
    assert not item(case, 192, "meeting").ok
    notes_actions.add_note(case, by=guide, text="Talt", kind="talk")
    assert not item(case, 192, "meeting").ok, "a talk is no meeting"
    notes_actions.add_note(
        case, by=guide, text="Møde", kind="meeting", happened_on=too_early + timedelta(days=1)
    )
    assert item(case, 192, "meeting").ok


def test_an_adult_side_that_takes_part(guide):
    case = turning(guide, EIGHTEEN)
    category = factories.PartnerCategoryFactory(code="employment", side="internal")
    job_centre = factories.PartnerFactory(unit=guide.unit, category=category, name="Jobcenter Nord")
    network_actions.add_participation(case, factories.PartnerFactory(unit=guide.unit), by=guide)
    assert not item(case, EIGHTEEN, "adult_side").ok and of(case, EIGHTEEN).lacks_adult_side
    row = network_actions.add_participation(case, job_centre, by=guide)
    found = item(case, EIGHTEEN, "adult_side")
    assert found.ok and "Jobcenter Nord" in found.detail
    network_actions.end_participation(row, by=guide)
    assert of(case, EIGHTEEN).lacks_adult_side


def test_the_adult_side_are_four_kinds_of_partners_and_no_others(guide):
    sides = {}
    for category in PartnerCategory.objects.all():
        case = turning(guide, EIGHTEEN)
        partner = factories.PartnerFactory(unit=guide.unit, category=category, side="internal")
        network_actions.add_participation(case, partner, by=guide)
        sides[category.code] = bool(item(case, EIGHTEEN, "adult_side").ok)
    grown = {"adult_social", "employment", "benefits", "social_psychiatry"}
    assert {code for code, is_adult in sides.items() if is_adult} == grown and len(sides) > 8


@pytest.mark.parametrize("in_days", [60, 0, -10])
def test_who_is_to_be_asked_anew_at_18(guide, in_days):
    case = turning(guide, EIGHTEEN, in_days=90)
    mother = Guardian.objects.create(person=case.person, name="Mor", has_custody=True)
    partner = factories.PartnerFactory(unit=guide.unit, name="FGU Havn")

    def give(whom):
        consent = Consent(
            case=case,
            partner=partner,
            topics=["plan"],
            purpose="Skole",
            from_whom=whom,
            guardian=mother if whom == "custody" else None,
            expires_on=TODAY + timedelta(days=400),
        )
        return consents_actions.give_consent(consent, by=guide)

    assert item(case, EIGHTEEN, "consents").ok
    give("custody")
    on = of(case, EIGHTEEN).day - timedelta(days=in_days)
    with clock.travel(on):
        found = transitions.with_facts(Case.objects.filter(pk=case.pk), on).get()
        one = next(t for t in transitions.all_of(found, on) if t.months == EIGHTEEN)
        lapsing = next(i for i in one.items if i.rule.check_by == "consents")
        assert not lapsing.ok and "FGU Havn" in lapsing.detail
    give("youth")
    assert item(case, EIGHTEEN, "consents").ok


def test_a_step_on_the_other_side(guide):
    case = turning(guide, EIGHTEEN)
    day = of(case, EIGHTEEN).day
    factories.make_milestone(case, due_on=day - timedelta(days=1))
    assert not item(case, EIGHTEEN, "next_step").ok
    factories.make_milestone(case, due_on=day)
    assert item(case, EIGHTEEN, "next_step").ok


def test_what_they_do_is_known_while_it_is_fresh(guide):
    case = turning(guide, 15 * 12)
    assert not item(case, 180, "activity").ok
    activity_actions.set_activity(case, "school", by=guide, on=TODAY - timedelta(days=91))
    assert not item(case, 180, "activity").ok
    activity_actions.confirm_activity(Case.objects.get(pk=case.pk), by=guide)
    assert item(case, 180, "activity").ok


def test_only_what_no_fact_tells_is_confirmed_by_somebody(guide):
    case = turning(guide, EIGHTEEN)
    seen = item(case, EIGHTEEN, "adult_side").rule
    told = item(case, EIGHTEEN, "confirmed").rule
    with pytest.raises(ValidationError):
        transitions_actions.confirm_transition(case, seen, by=guide)
    with pytest.raises(ValidationError):
        transitions_actions.confirm_transition(case, told, by=guide, on=TODAY + timedelta(days=1))
    row = transitions_actions.confirm_transition(case, told, by=guide, note="Talt om det i dag")
    assert transitions_actions.confirm_transition(case, told, by=guide) == row
    found = item(case, EIGHTEEN, "confirmed")
    assert found.ok and "Gitte Guide" in found.detail and "Talt om det" in found.detail
    transitions_actions.take_back_transition(row, by=guide)
    assert not item(case, EIGHTEEN, "confirmed").ok
    assert TransitionConfirmation.objects.get().superseded_at


def test_requirements_begin_and_end_on_their_days(guide, admin):
    case = turning(guide, 192)
    rule = TransitionRule(
        months=192,
        text_da="Fritidsjob er talt igennem",
        text_en="A spare-time job is talked about",
        check_by="confirmed",
        source="Byrådet",
        valid_from=TODAY + timedelta(days=1),
    )
    transitions_actions.add_transition_rule(rule, by=admin)
    assert rule.pk not in {i.rule.pk for i in of(case, 192).items}
    with pytest.raises(ValidationError):
        transitions_actions.add_transition_rule(
            TransitionRule(
                months=192,
                text_da="Fritidsjob er talt igennem",
                text_en="A spare-time job is talked about",
                check_by="confirmed",
                source="x",
                valid_from=TODAY,
            ),
            by=admin,
        )
    with pytest.raises(ValidationError):
        transitions_actions.add_transition_rule(
            TransitionRule(
                months=192,
                text_da="Andet",
                text_en="Other",
                check_by="confirmed",
                source=" ",
                valid_from=TODAY,
            ),
            by=admin,
        )
    with pytest.raises(ValidationError):
        transitions_actions.end_transition_rule(rule, by=admin, on=TODAY)
    old = item(case, 192, "meeting").rule
    transitions_actions.end_transition_rule(old, by=admin, on=TODAY)
    assert "meeting" not in {i.rule.check_by for i in of(case, 192).items}
    with pytest.raises(ValidationError):
        transitions_actions.end_transition_rule(old, by=admin, on=TODAY)


@pytest.mark.parametrize(
    ("born", "there"),
    [
        (date(2008, 11, 23), True),  # turns 18 today
        (date(2009, 5, 23), True),  # in six months to the day
        (date(2009, 5, 24), False),
        (date(2008, 8, 25), True),  # ninety days ago, and something is missing
        (date(2008, 8, 24), False),
    ],
)
def test_who_stands_on_the_board(guide, born, there):
    factories.make_case(guide, birth_date=born)
    assert (EIGHTEEN in {one.months for one in board(guide)}) is there


def test_born_on_29_february(guide):
    factories.make_case(guide, birth_date=date(2012, 2, 29))
    found = [one for one in board(guide) if one.months == 180]
    assert [one.day for one in found] == [date(2027, 2, 28)]


def test_one_that_has_passed_leaves_once_all_is_in_place(guide):
    case = turning(guide, 360, in_days=-20)
    assert [one.months for one in board(guide)] == [360]
    rule = TransitionRule.objects.get(months=360)
    transitions_actions.confirm_transition(case, rule, by=guide)
    assert board(guide) == []


@pytest.fixture
def filled(guide, colleague):
    """Transitions of two guides: some lack an adult side, one has passed, one has everything."""
    for n, months in enumerate((180, 192, 210, 216, 216, 222)):
        turning(guide if n % 2 else colleague, months, in_days=20 + n, first_name=f"Ung{n}")
    turning(guide, 216, in_days=-5, first_name="Passeret")
    done = turning(colleague, 360, in_days=9, first_name="Klar")
    transitions_actions.confirm_transition(done, TransitionRule.objects.get(months=360), by=colleague)


def test_numbers_open_their_lists(client, leader, guide, filled):
    client.force_login(leader)
    page = client.get("/overgange/")
    context = page.context
    assert sum(age["count"] for age in context["ages"]) == context["count"]
    for number in [*context["ages"], *context["numbers"]]:
        opened = client.get("/overgange/" + number["url"])
        assert opened.context["count"] == number["count"], number
    narrowed = client.get(f"/overgange/?guide={guide.pk}")
    assert 0 < narrowed.context["count"] < context["count"]
    for number in narrowed.context["numbers"]:
        assert client.get("/overgange/" + number["url"]).context["count"] == number["count"]
    assert {number["count"] > 0 for number in context["numbers"]} == {True}


def test_the_board_and_the_overview_count_the_same_young_people(client, leader, guide, filled):
    from reports.metrics.unit_metrics import UnitMetrics

    turning(guide, EIGHTEEN, in_days=0)
    client.force_login(leader)
    metrics = UnitMetrics(leader.unit, cases=Case.objects.visible_to(leader))
    listed = client.get("/overgange/?vis=voksenside")
    assert {one.case.pk for one in listed.context["page"]} == {
        row.pk for row in metrics.rows_of("turning_18_alone")
    }
    assert listed.context["count"] == 2


def test_each_chip_says_what_is_chosen_and_takes_it_away(client, leader, guide, filled):
    client.force_login(leader)
    page = client.get(f"/overgange/?alder=216&vis=mangler&guide={guide.pk}")
    words = [words for _name, _value, words in page.context["filters"].chips]
    assert words == ["18 år", "Noget mangler", guide.name]
    assert f'href="/overgange/?vis=mangler&amp;guide={guide.pk}"' in page.content.decode()


def test_a_guide_sees_their_own(client, guide, filled):
    client.force_login(guide)
    text = client.get("/overgange/").content.decode()
    assert "Ung1" in text and "Ung0" not in text
    assert client.get("/overgange/?alder=nonsens&vis=ingenting&page=x").status_code == 200


def test_a_shielded_case_is_for_named_persons(client, leader, guide):
    turning(guide, 216, shielded=True, first_name="Skjult")
    client.force_login(leader)
    assert "Skjult" not in client.get("/overgange/").content.decode()


def test_two_and_twenty_cost_the_same(client, leader, guide):
    client.force_login(leader)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/overgange/").status_code == 200
        return len(queries)

    for n in range(2):
        turning(guide, 216, in_days=10 + n)
    few = cost()
    for n in range(18):
        turning(guide, 192, in_days=30 + n)
    assert cost() == few <= 9


def test_a_guide_confirms_and_takes_back_on_the_page(client, guide):
    case = turning(guide, EIGHTEEN)
    rule = item(case, EIGHTEEN, "confirmed").rule
    client.force_login(guide)
    url = f"/sager/{case.pk}/overgange/"
    data = {"on": TODAY.isoformat(), "note": "Aftalt", "submit_key": "k"}
    for _twice in range(2):
        assert client.post(f"{url}{rule.pk}/", data).status_code == 303
    assert TransitionConfirmation.objects.count() == 1
    assert "Aftalt" in client.get(url).content.decode()
    bad = client.post(f"{url}{rule.pk}/", {"on": "2030-01-01", "note": "Snart"})
    assert bad.status_code == 422 and "Snart" in bad.content.decode()
    assert client.post(f"{url}{rule.pk}/tilbage/").status_code == 303
    assert "Aftalt" not in client.get(url).content.decode()
    seen = item(case, EIGHTEEN, "adult_side").rule
    assert client.get(f"{url}{seen.pk}/").status_code == 404


def test_an_administrator_keeps_the_table(client, admin):
    client.force_login(admin)
    url = "/tabeller/overgange/"
    data = {
        "months": 192,
        "text_da": "Ny ting",
        "text_en": "A new thing",
        "check_by": "confirmed",
        "valid_from": "2026-11-23",
        "source": "",
    }
    refused = client.post(f"{url}ny/", data)
    assert refused.status_code == 422 and "Ny ting" in refused.content.decode()
    assert client.post(f"{url}ny/", data | {"source": "Byrådet", "submit_key": "1"}).status_code == 303
    rule = TransitionRule.objects.get(text_da="Ny ting")
    assert client.post(f"{url}{rule.pk}/slut/", {"on": "2026-11-22"}).status_code == 422
    assert client.post(f"{url}{rule.pk}/slut/", {"on": "2026-11-23"}).status_code == 303
    assert client.get(url).content.decode().count("Ny ting") == 1


def test_the_table_lists_what_was_required_earlier_last_and_only_what_holds_can_be_ended(client, admin):
    client.force_login(admin)
    first = TransitionRule.objects.filter(months=192).first()
    first.source = "https://danskelove.dk/x"
    first.save(update_fields=["source"])
    transitions_actions.end_transition_rule(first, by=admin, on=TODAY)
    response = client.get("/tabeller/overgange/")
    page = response.content.decode()
    listing = next(one for one in response.context["listings"] if one.title == "16 år")
    *holding, last = listing.lines
    assert last["name"] == first and last["url"] == "" and last["marks"][0][0].startswith("til ")
    assert holding and all(f'href="{line["url"]}"' in page for line in holding)
    assert f"/tabeller/overgange/{first.pk}/slut/" not in page
    assert 'href="https://danskelove.dk/x"' in page
    assert sum(len(one.lines) for one in response.context["listings"]) == TransitionRule.objects.count()


def test_every_requirement_of_the_migrations_is_said_in_both_languages_and_in_the_readers(client, guide):
    assert not TransitionRule.objects.filter(Q(text_en="") | Q(text_en=F("text_da"))).exists()
    case = turning(guide, 216, in_days=20)
    guide.language = "en"
    guide.save(update_fields=["language"])
    client.force_login(guide)
    page = client.get(f"/sager/{case.pk}/overgange/").content.decode()
    assert "The young person has been asked about consents themselves" in page
    assert "Den unge er selv spurgt om samtykker" not in page


def test_the_demo_meets_some_requirements_and_leaves_some(guide):
    from random import Random

    from workspace.transitions import demo as demo_transitions

    for n in range(10):
        turning(guide, 216, in_days=20 + n)
        turning(guide, 192, in_days=40 + n)
    before = sum(len(one.missing) for one in board(guide))
    demo_transitions.load(guide.unit, rng=Random(1))
    assert 0 < sum(len(one.missing) for one in board(guide)) < before
    assert TransitionConfirmation.objects.exists()


def test_the_overview_leads_to_the_board(client, leader, guide):
    turning(guide, 216)
    client.force_login(leader)
    text = client.get("/overblik/").content.decode()
    assert 'href="/overgange/"' in text and "har ingen voksenside endnu" in text
