"""Each choice of the lists holds exactly those it says, and each order is one on both engines."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.http import QueryDict

from cases.activity import actions as activity_actions
from cases.casefile.rules import contact_due_on
from cases.closing import actions as closing_actions
from cases.models import Activity, Case, Status
from cases.notes import actions as notes_actions
from core import clock
from tests.helpers import factories
from workspace.lists.filters import WHO, CaseFilterSet, UnitCaseFilterSet
from workspace.lists.views import MINE, UNIT

pytestmark = pytest.mark.django_db


def born(years, days=0):
    return clock.today() - relativedelta(years=years) + timedelta(days=days)


@pytest.fixture
def many(guide, colleague, leader):
    """Young people who differ in all that can be chosen by."""
    today = clock.today()
    for n, birth_date in enumerate((born(15, 1), born(15), born(17, 190), born(18, 1), born(18), born(23))):
        case = factories.make_case(
            guide if n % 2 else colleague, birth_date=birth_date, on=today - timedelta(days=130 * (n % 3))
        )
        if n % 2:
            activity_actions.set_activity(case, "fgu", by=guide, on=case.opened_on)
        if n % 3:
            factories.make_milestone(case, due_on=today + timedelta(days=10 - 10 * n))
        if n > 3:
            notes_actions.add_note(case, by=case.guide, text="Talt", kind="talk")
    Case.objects.filter(pk=case.pk).update(activity_clash="job", shielded=False)
    closing_actions.close(factories.make_case(guide), by=leader, reason="moved")
    factories.make_case(None, unit=leader.unit, by=leader)
    Case.objects.filter(pk=factories.make_case(guide).pk).update(status=Status.PAUSED)
    factories.make_case(colleague, on=today - timedelta(days=400))
    own = factories.make_case(leader, shielded=True, first_name="Åse", last_name="Skærm")
    return [*Case.objects.filter(unit=leader.unit, shielded=False).select_related("person", "unit"), own]


def age(case, on=None):
    return relativedelta(on or clock.today(), case.person.birth_date).years


def without_contact(case):
    due = contact_due_on(case.last_contact_on, case.opened_on, case.unit.contact_days)
    return case.status == Status.RUNNING and due < clock.today()


# What each choice says, of one case.
SAYS = {
    "uden-guide": lambda case: not case.has_guide,
    "over-frist": lambda case: case.is_overdue(),
    "ikke-bekraeftet": lambda case: not case.activity_is_fresh(),
    "ingen-kontakt": without_contact,
    "gaaet-i-staa": lambda case: case.is_stalled(),
    "modstridende": lambda case: bool(case.activity_clash),
    "fylder-18": lambda case: age(case) == 17 and age(case, clock.today() + relativedelta(months=6)) == 18,
    "15-17": lambda case: 15 <= age(case) < 18,
    "over-18": lambda case: age(case) >= 18,
    "skaermet": lambda case: case.shielded,
}


def of(leader, rf, query, one=UNIT):
    request = rf.get("/")
    request.user = leader
    return one.filtered(request, QueryDict(query))


@pytest.mark.parametrize("who", [key for key, _words in WHO])
def test_each_choice_holds_those_it_says(leader, rf, many, who):
    expected = {case.pk for case in many if not case.is_closed and SAYS[who](case)}
    assert set(of(leader, rf, f"vis={who}").qs.values_list("pk", flat=True)) == expected
    assert 0 < len(expected) < len(many) - 1


@pytest.mark.parametrize("status", ["", *Status.values])
def test_each_status_holds_its_own_and_none_means_the_open(leader, rf, many, status):
    expected = {case.pk for case in many if (case.status == status if status else not case.is_closed)}
    assert {case.pk for case in of(leader, rf, f"status={status}").qs} == expected
    assert expected


@pytest.mark.parametrize("activity", Activity.values)
def test_each_activity_holds_its_own(leader, rf, many, activity):
    expected = {case.pk for case in many if case.activity == activity and not case.is_closed}
    assert {case.pk for case in of(leader, rf, f"nu={activity}").qs} == expected


def test_a_name_and_a_guide_narrow_and_add_up(leader, rf, many, guide, colleague):
    assert [str(case.person) for case in of(leader, rf, "q=AASE+skaerm").qs] == ["Åse Skærm"]
    for who in (guide, colleague):
        assert {case.guide for case in of(leader, rf, f"guide={who.pk}").qs} == {who}
    assert not of(leader, rf, f"guide={guide.pk}&q=skaerm").qs.exists()


@pytest.mark.parametrize("one", [MINE, UNIT], ids=lambda one: one.what)
@pytest.mark.parametrize("key", CaseFilterSet.orders)
def test_every_order_is_one_and_its_opposite_the_other_way(leader, rf, many, one, key):
    rows = of(leader, rf, f"sort={key}", one).qs
    assert list(rows) == list(rows.order_by(*CaseFilterSet.orders[key]))
    other = key.removeprefix("-") if key.startswith("-") else f"-{key}"
    back = list(of(leader, rf, f"sort={other}", one).qs)
    known = [case for case in rows if key.strip("-") != "frist" or case.earliest_open_due]
    assert known == [case for case in reversed(back) if case in known]


@pytest.mark.parametrize(
    "query", ["guide=x", "guide=0", "vis=x", "nu=x", "status=x", "sort=x", "q=" + "x" * 61, "q=%00"]
)
def test_nonsense_is_not_in_force(leader, rf, many, query):
    filters = of(leader, rf, query)
    assert list(filters.qs) == list(of(leader, rf, "").qs)
    assert filters.chips == []


def test_whoever_carries_no_case_of_the_unit_is_no_choice(leader, rf, many, stranger, guide, colleague):
    factories.make_case(stranger)
    choices = {str(key) for key, _name in of(leader, rf, "").form.fields["guide"].choices}
    assert choices == {"", str(guide.pk), str(colleague.pk), str(leader.pk)}
    assert of(leader, rf, f"guide={stranger.pk}").chips == []


def test_a_chip_takes_its_filter_away_and_leaves_the_rest(client, leader, many, guide):
    client.force_login(leader)
    page = client.get("/unge/", {"vis": "over-18", "guide": guide.pk, "sort": "navn", "kol": "nu"})
    assert [words for _name, _value, words in page.context["filters"].chips] == [
        "18 år og derover",
        guide.name,
    ]
    text = page.content.decode()
    assert f'href="/unge/?guide={guide.pk}&amp;sort=navn&amp;kol=nu"' in text
    assert 'href="/unge/?vis=over-18&amp;sort=navn&amp;kol=nu"' in text


def test_no_control_names_a_case(leader, rf, many):
    """The choices are people of the unit and fixed words: their number does not follow that of the cases."""
    for made in (CaseFilterSet, UnitCaseFilterSet):
        fields = {name for name, one in made.base_filters.items() if "queryset" in one.extra}
        assert fields <= {"guide"}
