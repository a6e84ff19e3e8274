"""On which basis a partner is told something, and the row that says so: whose, of which case, on which topics."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet

from audit.models import AuditEvent
from cases.consents import disclosure
from cases.consents.actions import give_consent, withdraw_consent
from cases.consents.disclosure import Coverage, NotCovered, coverage, disclose, record_told
from cases.models import Consent, Disclosure, Topic
from cases.network.actions import add_participation, end_participation
from core import clock
from tests.helpers import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
PLAN, CONTACT, HEALTH = Topic.PLAN, Topic.CONTACT, Topic.HEALTH
NOTHING = Coverage()


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(clock.at(TODAY, 12)):
        yield


@pytest.fixture
def partner(case, guide):
    partner = factories.PartnerFactory(unit=guide.unit)
    add_participation(case, partner, by=guide)
    return partner


def give(case, partner, *topics, days=90, **fields):
    row = Consent(
        case=case,
        partner=partner,
        topics=list(topics),
        purpose="Praktik",
        expires_on=TODAY + days * DAY,
        **fields,
    )
    return give_consent(row, by=case.guide)


def rows(**fields):
    return list(Disclosure.objects.filter(**fields).order_by("consent").values_list("consent", "topics"))


def test_a_basis_of_the_case_for_the_partner_covers_its_topics(case, partner):
    basis = give(case, partner, PLAN, CONTACT)
    found = coverage(case, partner, TODAY)
    assert (found.bases, found.topics) == ((basis,), {PLAN, CONTACT})
    assert found.bases[0].case is case


def test_what_is_relied_on_is_held_until_it_is_told_and_held_by_nobody_who_only_looks(
    case, partner, guide, monkeypatch
):
    """Whoever withdraws meanwhile waits; whoever only refers to the basis does not."""
    asked, really = [], QuerySet.select_for_update

    def held(rows, **how):
        asked.append((rows.model, how))
        return really(rows, **how)

    basis = give(case, partner, PLAN)
    monkeypatch.setattr(QuerySet, "select_for_update", held)
    coverage(case, partner, TODAY)
    assert asked == []
    disclose(case, partner, by=guide, kind="page", topics=[PLAN])
    record_told(basis, by=guide, topics=[PLAN], what="Ringede")
    assert asked == [(Consent, {"of": ("self",), "no_key": True})] * 2


def test_nobody_and_whoever_takes_no_part_are_told_nothing(case, partner, guide):
    give(case, partner, PLAN)
    assert coverage(case, None, TODAY) == NOTHING
    with clock.travel(TODAY + DAY):
        end_participation(case.participations.get(), by=guide)
        assert coverage(case, partner, TODAY + DAY) == NOTHING


def test_what_was_said_for_another_partner_or_of_another_case_covers_nothing(case, partner, guide):
    other_case, other = factories.make_case(guide), factories.PartnerFactory(unit=guide.unit)
    add_participation(other_case, partner, by=guide)
    give(other_case, partner, PLAN)
    assert coverage(case, partner, TODAY) == NOTHING
    add_participation(case, other, by=guide)
    give(case, other, PLAN)
    assert coverage(case, partner, TODAY) == NOTHING


def test_to_take_part_with_somebody_else_or_beside_somebody_else_is_to_take_no_part(case, partner, guide):
    other_case, other = factories.make_case(guide), factories.PartnerFactory(unit=guide.unit)
    give(other_case, partner, PLAN)
    give(case, other, PLAN)
    assert coverage(other_case, partner, TODAY) == coverage(case, other, TODAY) == NOTHING


def test_the_day_that_is_asked_about_decides(case, partner):
    give(case, partner, PLAN, days=2)
    assert [bool(coverage(case, partner, TODAY + n * DAY).bases) for n in (-1, 0, 2, 3)] == [
        False,
        True,
        True,
        False,
    ]


def test_of_several_bases_the_one_that_holds_longest_is_told(case, partner):
    late, soon = give(case, partner, PLAN, days=60), give(case, partner, PLAN, CONTACT, days=30)
    later = give(case, partner, HEALTH, days=90)
    found = coverage(case, partner, TODAY)
    assert found.bases == (soon, late, later)
    assert [found.of(topic) for topic in (PLAN, CONTACT, HEALTH, Topic.CRIME)] == [late, soon, later, None]


def test_every_basis_that_is_relied_on_has_a_row_with_what_was_told_on_it(case, partner, guide):
    plan, both = give(case, partner, PLAN, days=30), give(case, partner, PLAN, CONTACT, days=60)
    health = give(case, partner, HEALTH, days=90)
    found = disclose(case, partner, by=guide, kind="file", topics=[PLAN, CONTACT], what="fil 7")
    assert found.bases == (plan, both, health)
    assert rows() == sorted([(plan.pk, ["plan"]), (both.pk, ["contact", "plan"])])
    for row in Disclosure.objects.all():
        assert (row.kind, row.what, row.by, row.at) == ("file", "fil 7", guide, clock.now())


def test_a_look_that_told_nothing_of_the_topics_is_a_row_on_every_basis(case, partner, guide):
    one, other = give(case, partner, PLAN, days=30), give(case, partner, HEALTH, days=60)
    disclose(case, partner, by=guide, kind="page", topics=[])
    assert rows(what="") == sorted([(one.pk, []), (other.pk, [])])


@pytest.mark.parametrize("topics", [[HEALTH], [PLAN, HEALTH]])
def test_what_is_not_covered_in_full_is_not_told_and_not_written_down(case, partner, guide, topics):
    give(case, partner, PLAN)
    with pytest.raises(NotCovered):
        disclose(case, partner, by=guide, kind="page", topics=topics)
    assert rows() == []


def test_without_any_basis_not_even_nothing_is_told(case, partner, guide):
    with pytest.raises(NotCovered):
        disclose(case, partner, by=guide, kind="page", topics=[])


def test_a_disclosure_is_judged_by_the_day_it_is_made_on_and_today_unless_said(case, partner, guide):
    give(case, partner, PLAN, days=2)
    with pytest.raises(NotCovered):
        disclose(case, partner, by=guide, kind="page", topics=[PLAN], on=TODAY + 3 * DAY)
    assert disclose(case, partner, by=guide, kind="page", topics=[PLAN], on=TODAY + 2 * DAY).bases
    with clock.travel(TODAY + 3 * DAY), pytest.raises(NotCovered):
        disclose(case, partner, by=guide, kind="page", topics=[PLAN])


def test_what_a_guide_told_is_a_row_on_the_basis_and_stands_in_the_trail(case, partner, guide):
    basis = give(case, partner, PLAN, CONTACT)
    give(case, partner, HEALTH)
    row = record_told(basis, by=guide, topics=[PLAN, CONTACT], what="x" * 201)
    row.refresh_from_db()
    assert (row.consent, row.kind, row.topics) == (basis, Disclosure.Kind.TOLD, ["contact", "plan"])
    assert (row.what, row.at, row.by) == ("x" * 200, clock.now(), guide)
    event = AuditEvent.objects.get(action="consent.told")
    assert (event.case_id, event.actor_id, event.object_id) == (case.pk, guide.pk, str(row.pk))
    assert event.changes == {"topics": [None, ["contact", "plan"]]}


@pytest.mark.parametrize("topics", [[], [HEALTH], [PLAN, HEALTH]])
def test_a_guide_writes_down_only_what_the_basis_itself_covers(case, partner, guide, topics):
    basis = give(case, partner, PLAN)
    give(case, partner, HEALTH)  # another basis does not help this one
    with pytest.raises(NotCovered):
        record_told(basis, by=guide, topics=topics, what="Ringede")
    assert rows() == []


def test_a_basis_that_is_withdrawn_carries_no_more_though_another_does(case, partner, guide):
    basis, other = give(case, partner, PLAN), give(case, partner, PLAN, CONTACT)
    withdraw_consent(basis, by=guide)
    with pytest.raises(NotCovered):
        record_told(basis, by=guide, topics=[PLAN], what="Ringede")
    assert record_told(other, by=guide, topics=[PLAN], what="Ringede").consent == other


def test_no_mail_leaves_for_somebody_who_is_no_user_any_more(case, partner):
    give(case, partner, PLAN)
    assert disclosure.still_allowed(f"{case.pk}/0/plan") is False
