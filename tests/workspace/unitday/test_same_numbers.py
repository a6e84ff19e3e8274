"""Min dag, the list it links to, Enhedens dag and Overblik say the same of the same guide, on any day."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.activity import actions as activity_actions
from cases.guides import actions as guides_actions
from cases.models import Case
from cases.notes import actions as notes_actions
from core import clock
from tests.helpers import factories, whole_day
from tests.helpers.daily import tries
from tests.helpers.signing_in import signed_in
from workspace.day import day
from workspace.lists.views import MINE
from workspace.transfer import actions as transfer_actions
from workspace.unitday import unit_day

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CASES = st.lists(
    st.tuples(
        st.sampled_from(["guide", "colleague"]),
        st.sampled_from(["", "deputy", "covered", "covered later"]),
        st.lists(st.integers(-40, 40), max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


def make(cases, guide, colleague, leader):
    """Cases with milestones so many days ahead, of the one or the other, some stood in or covered for by the other."""
    today = clock.today()
    for who, other, days, silent in cases:
        carries, helps = (guide, colleague) if who == "guide" else (colleague, guide)
        case = factories.make_case(carries, cpr="", on=today - timedelta(days=70))
        if not silent:
            activity_actions.set_activity(case, "job", by=carries)
            notes_actions.add_note(case, by=carries, text=f"Talt @{helps.initials}")
        for ahead in days:
            factories.make_milestone(case, due_on=today + timedelta(days=ahead))
        if other == "deputy":
            guides_actions.assign(case, helps, by=leader, kind="deputy")
        elif other:
            first = today + timedelta(days=5 if other == "covered later" else 0)
            transfer_actions.cover(case, helps, by=leader, from_on=first, until_on=first + timedelta(days=9))


def late_of(user, on):
    """How many lines are overdue on the user's own day, by kind."""
    return Counter(task.kind for task in day.day_of(user, on, show_all=True).groups[0].tasks)


@given(cases=CASES)
@settings(max_examples=tries(12), deadline=None, suppress_health_check=list(HealthCheck))
def test_every_page_says_the_same_of_the_same_guide(guide, colleague, leader, cases):
    Case.objects.filter(unit=guide.unit).update(unit=factories.UnitFactory())  # what an earlier example left
    make(cases, guide, colleague, leader)
    today, as_leader = clock.today(), signed_in(leader)
    found = unit_day.unit_day(leader, today)
    late_ages = ("over-30", "8-30", "1-7")
    assert len(found.lines) == sum(
        group.total for who in (guide, colleague, leader) for group in day.day_of(who, today).groups
    )
    for who in (guide, colleague):
        mine = late_of(who, today)
        page = signed_in(who).get(reverse("workspace:my_day"))
        assert page.context["late"] == mine.total()
        if mine:
            assert f'href="{reverse("workspace:my_day")}?vis=alle#g-late"' in page.content.decode()
            opened = signed_in(who).get(reverse("workspace:my_day"), {"vis": "alle"}).context["groups"][0]
            assert (opened.css, len(opened.lines)) == ("late", mine.total())
        counted = sum(
            as_leader.get(reverse("workspace:unit_day"), {"guide": who.pk, "alder": age})
            .context["page"]
            .count
            for age in late_ages
        )
        assert counted == mine.total()
        row = next((counts for name, counts in found.rows if name == who.name), None)
        assert sum(count.value for count in row[:3]) == mine.total() if row else not mine
        listed = as_leader.get(reverse("overview:metric_list", args=["overdue"]), {"vejleder": who.pk})
        assert listed.context["count"] == mine["milestone"]
        overview = as_leader.get(reverse("overview:figures")).context["caseload"]
        drawn = next(r for r in overview.rows if r[0].value == who.name)
        assert drawn[overview.headings.index("Milepæle over frist")].value == mine["milestone"]


def test_everything_that_can_wait_stands_with_one_person(guide, colleague, leader):
    """Something of every kind: the lines of all add up to the unit's, and each stands on one day only.

    Tasks and courses of one's own are nobody else's to see, and no line of the unit's.
    """
    whole_day.fill(guide, colleague, leader, 2)
    today = clock.today()
    over_unit = Counter(
        (task.belongs_to(today) or ("",))[0] for task in unit_day.unit_day(leader, today).lines
    )
    for who in (guide, colleague):
        tasks = [task for group in day.day_of(who, today, show_all=True).groups for task in group.tasks]
        own = {source.told for source in day.OWN} | {"todo"}
        assert over_unit[who.pk] == sum(task.kind not in own for task in tasks), who


def test_milestones_overdue_are_as_many_under_their_heading_as_on_the_overview(guide, colleague, leader):
    """What else is said about a plan stands under another heading."""
    whole_day.fill(guide, colleague, leader, 1)
    with clock.travel(clock.today() + timedelta(days=40)):
        late = day.day_of(guide, clock.today(), show_all=True).groups[0]
        headed = {section.title: section.total for section in late.sections}
        address = reverse("overview:metric_list", args=["overdue"])
        listed = signed_in(leader).get(address, {"vejleder": guide.pk})
        assert headed["Milepæle"] == listed.context["count"] > 0 < headed["Planen"]


def test_the_units_day_says_whose_lines_are_not_in_it_and_offers_no_filter_for_them(guide, leader):
    page = signed_in(leader).get(reverse("workspace:unit_day"))
    offered = dict(page.context["filters"].form.fields["hvad"].widget.choices)
    assert "milepael" in offered and not {"opgave", "praksis"} & offered.keys()
    assert "Kollegernes egne opgaver" in page.text


def test_a_deputy_and_a_covered_guide_see_the_lines_apart(guide, colleague, leader):
    today = clock.today()
    case = factories.make_case(guide, first_name="Ditte", on=today - timedelta(days=70))
    factories.make_milestone(case, due_on=today - timedelta(days=3))
    transfer_actions.cover(case, colleague, by=leader, from_on=today, until_on=today + timedelta(days=5))
    assert late_of(guide, today).total() == 0 < late_of(colleague, today).total()
    page = signed_in(guide).get(reverse("workspace:my_day"))
    assert page.context["elsewhere_total"] > 0
    text = page.content.decode()
    assert f"{colleague.name} dækker til og med" in text and "Hos kolleger" in text
    listed = signed_in(leader).get(reverse("workspace:unit_list")).content.decode()
    assert f"{colleague.name} dækker til og med" in listed


def test_the_link_beside_min_dag_lists_the_cases_of_the_overdue_milestones(guide, leader, rf):
    for days in (-1, 0, 1, -9):
        factories.make_milestone(
            factories.make_case(guide, cpr=""), due_on=clock.today() + timedelta(days=days)
        )
    request = rf.get("/")
    request.user = guide
    listed = set(MINE.filtered(request, {"vis": "over-frist"}).qs.values_list("pk", flat=True))
    late = day.day_of(guide, clock.today(), show_all=True).groups[0].tasks
    assert listed == {task.case.pk for task in late if task.kind == "milestone"} and len(listed) == 2
