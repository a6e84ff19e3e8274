"""Enhedens dag: the same lines, counted by guide and by age of delay."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.models import NamedAccess
from cases.notes import actions as notes_actions
from core import clock
from tests.helpers import factories
from tests.helpers.queries import queries
from tests.helpers.under_way import moving
from workspace.day import day, putting_off
from workspace.day.themes import THEMES, theme_of
from workspace.unitday import unit_day
from workspace.unitday.filters import AGES

pytestmark = [pytest.mark.django_db, pytest.mark.once]


URL = "/enhedens-dag/"


@pytest.fixture
def signed_in(client, leader):
    client.force_login(leader)
    return client


def late_case(guide, days_late, **fields):
    """A case whose milestone is ``days_late`` days late, and whose guide has done all the rest."""
    today = clock.today()
    case = factories.make_case(guide, birth_date=today - timedelta(days=20 * 365 + 5), **fields)
    activity_actions.set_activity(case, "job", by=guide)
    notes_actions.add_note(case, by=guide, text="Talt")
    factories.make_milestone(case, due_on=today - timedelta(days=days_late))
    return case


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (31, "over-30"),
        (30, "8-30"),
        (8, "8-30"),
        (7, "1-7"),
        (1, "1-7"),
        (0, "i-dag"),
        (-1, "7-dage"),
        (-7, "7-dage"),
        (-8, "senere"),
    ],
)
def test_every_delay_has_one_age(guide, leader, days, age):
    late_case(guide, days)
    found = unit_day.unit_day(leader, clock.today())
    assert {key: count.value for key, count in zip(AGES, found.total[:-1], strict=True)} == {
        key: int(key == age) for key in AGES
    }


def test_every_number_opens_the_list_it_counts(signed_in, guide, colleague):
    for days in (40, 31, 9, 2, 0, -3):
        late_case(guide, days)
    for days in (9, -20):
        late_case(colleague, days)
    text = signed_in.get(URL).content.decode()
    numbers = re.findall(r'<td class="num"><a href="(\?[^"]*)#linjer">(\d+)</a>', text)
    assert len(numbers) >= 14
    for href, number in numbers:
        found = signed_in.get(URL + href.replace("&amp;", "&")).context["page"]
        assert (len(found), found.count) == (int(number), int(number)), href


def test_the_guides_lines_add_up_to_the_units(signed_in, guide, colleague, leader):
    for days in (40, 3):
        late_case(guide, days)
    late_case(colleague, 3)
    today = clock.today()
    own = sum(group.total for who in (guide, colleague) for group in day.day_of(who, today).groups)
    assert len(unit_day.unit_day(leader, today).lines) == own == 3


def test_what_a_leader_may_not_see_is_neither_listed_nor_counted(signed_in, guide, leader):
    case = late_case(guide, 3, shielded=True, first_name="Skjult")
    text = signed_in.get(URL).content.decode()
    assert "Skjult" not in text and "Og 1 skærmet sag" in text
    assert unit_day.unit_day(leader, clock.today()).total[-1].value == 0
    NamedAccess.objects.create(case=case, user=leader)
    assert unit_day.unit_day(leader, clock.today()).total[-1].value == 1


def test_what_is_put_off_is_shown_with_its_reason_and_not_counted(signed_in, guide, leader):
    then = clock.today() - timedelta(days=100)
    case = factories.make_case(guide, birth_date=clock.today() - timedelta(days=20 * 365), on=then)
    activity_actions.set_activity(case, "job", by=guide, on=then)
    moving(case, guide, clock.today() - timedelta(days=30))
    task = day.lines_of(case, guide, clock.today())[0][0]
    putting_off.put_off(task, by=guide, until_on=clock.today() + timedelta(days=3), reason="På højskole")
    response = signed_in.get(URL)
    assert "På højskole" in response.content.decode()
    assert response.context["found"].total[-1].value == 0


def test_the_filters_are_kept_in_the_address_and_nonsense_is_none(signed_in, guide):
    late_case(guide, 3)
    assert signed_in.get(f"{URL}?guide={guide.pk}&alder=1-7&hvad=milepael").context["page"].count == 1
    assert signed_in.get(f"{URL}?guide={guide.pk}&hvad=samtale").context["page"].count == 0
    assert signed_in.get(f"{URL}?guide=999999999999&alder=x&hvad=y&page=zz").context["page"].count == 1


@pytest.mark.parametrize("theme", THEMES)
def test_every_line_belongs_to_one_theme(signed_in, guide, leader, theme):
    late_case(guide, 3)
    factories.make_case(guide, birth_date=clock.today() - timedelta(days=16 * 365))
    lines = signed_in.get(URL).context["found"].lines
    found = signed_in.get(URL, {"hvad": theme}).context["found"].lines
    assert found == [] or {theme_of(line) for line in found} == {theme}
    assert len(found) == sum(theme_of(line) == theme for line in lines)


def test_whoever_has_no_lines_any_more_stays_chosen(signed_in, guide, colleague):
    """A leader's bookmark of a guide never turns into everybody's lines."""
    late_case(guide, 3)
    page = signed_in.get(f"{URL}?guide={colleague.pk}&alder=1-7")
    assert (page.context["page"].count, len(page.context["filters"].chips)) == (0, 2)
    assert f'href="{URL}?guide={colleague.pk}"' in page.content.decode(), (
        "the chip of the delay leaves the guide"
    )


def test_the_list_costs_the_same_for_2_rows_and_for_20(signed_in, guide):
    late_case(guide, 1)
    late_case(guide, 2)
    few = queries(signed_in, URL)
    for days in range(18):
        late_case(guide, days)
    assert queries(signed_in, URL) == few <= 12


def test_with_very_many_cases_one_guide_at_a_time(signed_in, guide, colleague, monkeypatch):
    monkeypatch.setattr(unit_day, "MOST_CASES", 3)
    for who in (guide, guide, colleague, colleague):
        late_case(who, 3)
    response = signed_in.get(URL)
    assert response.context["found"].too_many and not response.context["page"]
    assert signed_in.get(f"{URL}?guide={guide.pk}").context["page"].count == 2


def test_fifty_lines_a_page_and_the_look_is_recorded(signed_in, guide):
    for _n in range(51):
        late_case(guide, 3)
    first = signed_in.get(URL)
    assert (len(first.context["page"]), first.context["page"].count) == (50, 51)
    assert len(first.content) < 100_000
    assert len(signed_in.get(f"{URL}?page=2").context["page"]) == 1
    event = AuditEvent.objects.filter(action="cases.listed", purpose="enhedens-dag").latest("pk")
    assert len(event.changes["cases"]) == 1


def test_a_leader_reads_and_does_nothing_here(signed_in, guide):
    late_case(guide, 3)
    text = signed_in.get(reverse("workspace:unit_day")).content.decode()
    assert "/flyt/" not in text and "/udsaet/" not in text
