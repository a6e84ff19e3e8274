"""Min dag: which lines follow from which dates; and intake: nobody gets two cases."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.activity import actions as activity_actions
from cases.links import case_url
from cases.models import Case, YoungPerson
from cases.notes import actions as notes_actions
from core import clock, limits
from intake.models import Inquiry
from tests.helpers import factories, whole_day
from tests.helpers.queries import queries
from workspace.day import day
from workspace.day.grouping import groups
from workspace.day.themes import THEMES, theme_of
from workspace.lines.line import Page, Task
from workspace.lines.source import About
from workspace.lines.standing import with_columns

pytestmark = pytest.mark.django_db


def lines(guide, today=None):
    """``{(group, kind): how many}`` of the guide's day."""
    today = today or clock.today()
    found = {}
    for group in day.day_of(guide, today).groups:
        for task in group.tasks:
            found[group.css, task.kind] = found.get((group.css, task.kind), 0) + 1
    return found


def adult(guide, **fields):
    """A case of somebody old enough for no duty and far from any transition, talked with and confirmed today."""
    today = clock.today()
    case = factories.make_case(guide, birth_date=today - timedelta(days=20 * 365 + 5), **fields)
    activity_actions.set_activity(case, "job", by=guide)
    notes_actions.add_note(case, by=guide, text="Talt")
    return Case.objects.get(pk=case.pk)


def test_nothing_waits_when_all_is_fresh(guide):
    adult(guide)
    assert lines(guide) == {}


@pytest.fixture
def whole(guide, colleague, leader):
    """Something of every kind."""
    whole_day.fill(guide, colleague, leader, 2)
    return clock.today()


def test_every_kind_of_line_is_there(guide, leader, whole):
    kinds = set()
    for user in (guide, leader):
        page = day.Page()
        found = day.day_of(user, whole, page=page, show_all=True)
        kinds |= {task.kind for group in found.groups for task in group.tasks}
        assert found.notices if user == guide else not found.notices
    assert kinds == whole_day.KINDS


def test_a_source_asks_its_rows_and_nothing_beyond_them(guide, whole):
    """However many cases: a line's words and buttons may not ask either."""
    with CaptureQueriesContext(connection) as queries:
        cases = day.own_cases(guide)
    assert len(queries) == 1
    guide.unit.contact_days, guide.unit.activity_fresh_days  # noqa: B018 – fetched once, before
    with limits.cached():  # a request reads the table of limits once, whatever it does
        limits.limit("contact_days")
        with CaptureQueriesContext(connection) as queries:
            about, rows = day.known(cases, guide.unit, whole, guide, beside=True, own=True)
        asking = [source for source in day.SOURCES + day.OWN + day.BESIDE if source.rows]
        assert rows.keys() <= {source.name for source in asking}, "each gets the rows it asked"
        alone = [source for source in asking if not source.told]
        # What the others ask is one query; and the other cases that they all speak of.
        assert len(queries) == len(alone) + 2
        for source in day.SOURCES + day.OWN + day.BESIDE:
            with CaptureQueriesContext(connection) as queries:
                told = source.tasks(about, rows.get(source.name, []))
                if source not in day.BESIDE:
                    day.groups(told, whole, page=day.Page(), show_all=True)
            assert told or source.name == "article", source.name  # those are about no case
            assert not len(queries), (source.name, [query["sql"] for query in queries])


def test_what_is_kept_is_what_would_be_asked_anew(guide, leader, whole):
    """Of every source: nothing of whose day it was, or of the moment at which it was first asked, stays in it."""
    for user in (guide, leader, guide):
        cases = list(with_columns(Case.objects.visible_to(user))) if user.is_leader else day.own_cases(user)
        about, rows = day.known(cases, user.unit, whole, user, beside=True, own=True)
        for source in day.SOURCES + day.OWN + day.BESIDE:
            if not source.rows:
                continue
            anew = [row for part in source.parts(about) for row in part]
            found = [tuple(row)[1:] if source.told else row for row in rows.get(source.name, [])]
            anew = [tuple(row)[1:] if source.told else row for row in anew]
            assert sorted(map(repr, found)) == sorted(map(repr, anew)), source.name


def test_no_moment_is_kept(guide, whole):
    about = About({}, guide.unit, whole, guide)
    together = tuple(
        source for source in day.SOURCES + day.OWN + day.BESIDE if source.rows and not source.anew
    )
    written = []
    for hour in (9, 15):
        with clock.travel(clock.at(whole, hour)):
            parts = [part for source in together for part in source.parts(about)]
            written.append([part.query.sql_with_params() for part in parts])
    assert written[0] == written[1]


def test_a_whole_day_costs_the_same_for_2_of_everything_and_for_20(client, guide, colleague, leader):
    asked = [
        (who, url) for who in (guide, leader) for url in ("/min-dag/", "/min-dag/?vis=alle", "/enhedens-dag/")
    ]
    asked.remove((guide, "/enhedens-dag/"))

    def costs():
        for who, url in asked:
            client.force_login(who)
            yield queries(client, url)

    # On a Monday all groups of the day are there: what is to do this week, too.
    monday = clock.today() + timedelta(days=-clock.today().weekday() % 7)
    with clock.travel(clock.at(monday, 9)):
        whole_day.fill(guide, colleague, leader, 2)
        few = list(costs())
        whole_day.fill(guide, colleague, leader, 18)
        assert list(costs()) == few
        assert max(few) <= 12
        client.force_login(guide)
        assert len(client.get("/min-dag/").content) <= 160_000, (
            "with every group full; an ordinary day is under 100 kB"
        )


@pytest.mark.parametrize(("days", "group"), [(-1, "late"), (0, "today"), (20, "later")])
def test_a_milestone_stands_under_its_day(guide, days, group):
    case = adult(guide)
    factories.make_milestone(case, due_on=clock.today() + timedelta(days=days))
    assert lines(guide) == {(group, "milestone"): 1}


@pytest.mark.parametrize(
    ("day", "title"), [(27, "Denne uge"), (28, "Denne uge"), (29, "I morgen"), (30, "Denne uge")]
)
def test_on_a_sunday_the_next_day_is_no_longer_of_this_week(day, title):
    (week,) = [group for group in groups([], date(2026, 11, day)) if group.css == "week"]
    assert week.title == title


def test_a_milestone_beyond_a_month_waits(guide):
    factories.make_milestone(adult(guide), due_on=clock.today() + timedelta(days=31))
    assert lines(guide) == {}


def test_a_talk_too_long_ago_and_an_old_confirmation_are_one_line(guide):
    case, today = adult(guide), clock.today()
    with clock.travel(today + timedelta(days=50)):
        notes_actions.add_note(case, by=guide, text="Talt")
    with clock.travel(today + timedelta(days=91)):
        assert lines(guide) == {("late", "both"): 1}
        notes_actions.add_note(case, by=guide, text="Ringede", kind="phone")
        assert lines(guide) == {("late", "confirm"): 1}
        activity_actions.confirm_activity(Case.objects.get(pk=case.pk), by=guide)
        assert lines(guide) == {}


def test_turning_18_is_told_half_a_year_before(guide):
    today = clock.today()
    case = factories.make_case(guide, birth_date=today - timedelta(days=18 * 365 - 60))
    activity_actions.set_activity(case, "eud", by=guide)
    notes_actions.add_note(case, by=guide, text="Talt")
    assert ("later", "age") in lines(guide)


@pytest.mark.parametrize(("days", "told"), [(31, False), (30, True), (0, True), (-400, True)])
def test_a_protection_that_ends_is_asked_about_and_holds_meanwhile(guide, days, told):
    case = adult(guide)
    until = clock.today() + timedelta(days=days)
    YoungPerson.objects.filter(pk=case.person_id).update(address_protected=True, protected_until=until)
    assert any(kind == "protection" for _group, kind in lines(guide)) is told
    assert Case.objects.select_related("person").get(pk=case.pk).person.address_protected


def test_the_day_holds_own_cases_and_no_others(client, guide, colleague):
    adult(guide)
    theirs = factories.make_case(colleague, first_name="Bjarke", last_name="Kollegas")
    factories.make_milestone(theirs, due_on=clock.today())
    client.force_login(guide)
    assert "Bjarke" not in client.get(reverse("workspace:my_day")).content.decode()


def test_last_seen_holds_what_one_opened(client, guide, case):
    client.force_login(guide)
    client.get(case_url(case.pk))
    assert (case.person.name, case_url(case.pk)) in client.get(reverse("workspace:my_day")).context["seen"]


@pytest.fixture
def signed_in(client, guide):
    """A client of the guide."""
    client.force_login(guide)
    return client


def intake_data(**changes):
    born = clock.today() - timedelta(days=17 * 365)
    return {
        "first_name": "Ny",
        "last_name": "Ung",
        "birth_date": born.isoformat(),
        "cpr": factories.replacement_cpr(born, 5),
        "asked_by": "school",
        "received_on": clock.today().isoformat(),
        "reason": "Skolen ringede",
        "submit_key": "nøgle",
        **changes,
    }


def take_in_data(response, **changes):
    """What the page "take in" shows filled in, sent as it is."""
    form = response.context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if name != "needs_interpreter"}
    shown.pop("address_protected", None)
    return shown | {"decision_reason": "Har brug for en guide", **changes}


def test_search_comes_first_and_shows_who_is_known(signed_in, case):
    response = signed_in.post(reverse("intake:intake"), {"q": case.person.cpr})
    text = response.content.decode()
    assert case.person.name in text
    assert "id_first_name" not in text  # no form for a second case


def test_what_was_searched_for_is_not_typed_twice(signed_in):
    response = signed_in.post(reverse("intake:intake"), {"q": "Rosa Lyng Hede"})
    form = response.context["form"]
    assert (form["first_name"].value(), form["last_name"].value()) == ("Rosa Lyng", "Hede")


def test_taking_in_at_once_opens_case_and_plan_once(signed_in, guide):
    for _n in range(3):
        page = signed_in.post(reverse("intake:intake_save"), intake_data(now="1"), follow=True)
    data = take_in_data(page, guide=guide.pk)
    url = page.redirect_chain[-1][0]
    for _n in range(5):
        assert signed_in.post(url, data).status_code == 303
    case = Case.objects.get()
    assert (case.guide, case.plans.count(), case.person.name) == (guide, 1, "Ny Ung")
    assert (case.reason, case.person.cpr) == ("Skolen ringede", intake_data()["cpr"])
    decision = Inquiry.objects.get().decision
    assert (decision.outcome, decision.case, decision.reason) == ("taken_in", case, "Har brug for en guide")


def test_the_same_number_again_leads_to_the_case_there_is(signed_in, case):
    data = intake_data(
        cpr=case.person.cpr,
        birth_date=case.person.birth_date.isoformat(),
        submit_key="anden",
        now="1",
        first_name="En",
        last_name="Anden",
    )
    response = signed_in.post(reverse("intake:intake_save"), data)
    assert response.status_code == 422  # it may be somebody known: look first
    assert "samme CPR-nummer" in response.content.decode()
    page = signed_in.post(reverse("intake:intake_save"), data | {"nobody_known": "on"}, follow=True)
    response = signed_in.post(page.redirect_chain[-1][0], take_in_data(page))
    assert response.status_code == 409
    assert "Har brug for en guide" in response.content.decode()
    assert YoungPerson.objects.count() == 1


@pytest.mark.parametrize("years", [12, 26])
def test_who_is_outside_the_units_ages_is_told_so_in_words(signed_in, years):
    born = clock.today() - timedelta(days=years * 366)
    data = intake_data(birth_date=born.isoformat(), cpr="", now="1")
    page = signed_in.post(reverse("intake:intake_save"), data, follow=True)
    response = signed_in.post(page.redirect_chain[-1][0], take_in_data(page))
    assert response.status_code == 422
    assert "13" in str(response.context["form"].errors["birth_date"])
    assert not Case.objects.exists()


def test_modulus_11_warns_and_never_refuses(signed_in):
    born = date(2009, 1, 1)
    number = next(n for n in (f"010109{i}" for i in range(4000, 4020)) if not _passes(n))
    with clock.travel(date(2026, 6, 1)):
        data = intake_data(cpr="", birth_date=born.isoformat(), received_on="2026-05-30", now="1")
        page = signed_in.post(reverse("intake:intake_save"), data, follow=True)
        sent = take_in_data(page, cpr=number, on="2026-05-30")
        response = signed_in.post(page.redirect_chain[-1][0], sent, follow=True)
    assert Case.objects.count() == 1
    assert "modulus 11" in response.content.decode()


@pytest.mark.parametrize(("born", "agrees"), [(date(2009, 1, 1), True), (date(2009, 1, 2), False)])
def test_a_number_the_inquiry_came_with_is_held_against_the_date_of_birth(signed_in, born, agrees):
    """It is not typed again when the case is opened, nor when the facts are corrected."""
    told = "CPR-nummeret og fødselsdatoen passer ikke sammen"
    with clock.travel(date(2026, 6, 1)):
        data = intake_data(cpr="010109-4008", birth_date=born.isoformat(), received_on="2026-05-30", now="1")
        page = signed_in.post(reverse("intake:intake_save"), data, follow=True)
        sent = take_in_data(page, cpr="", on="2026-05-30")
        response = signed_in.post(page.redirect_chain[-1][0], sent, follow=True)
        case = Case.objects.get()
        assert (told not in response.content.decode()) is agrees
        form = signed_in.get(reverse("cases:person_edit", args=[case.pk])).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields} | {"phone": "20304050"}
        response = signed_in.post(reverse("cases:person_edit", args=[case.pk]), sent, follow=True)
    assert (told not in response.content.decode()) is agrees


@pytest.mark.parametrize(("born", "warned"), [(date(2001, 6, 1), True), (date(2001, 6, 2), False)])
def test_who_has_turned_25_is_taken_in_with_a_warning(signed_in, born, warned):
    """LBK 953/2024 is about those under 25; the unit's own limit may be wider."""
    with clock.travel(date(2026, 6, 1)):
        data = intake_data(cpr="", birth_date=born.isoformat(), received_on="2026-05-30", now="1")
        page = signed_in.post(reverse("intake:intake_save"), data, follow=True)
        sent = take_in_data(page, on="2026-05-30")
        response = signed_in.post(page.redirect_chain[-1][0], sent, follow=True)
    assert Case.objects.count() == 1
    assert ("loven gælder unge under 25" in response.content.decode()) is warned


def _passes(number):
    from cases.people.rules import parse_cpr

    return parse_cpr(number).passes_modulus_11


def test_what_is_overdue_stands_under_headings_the_law_first(client, guide, whole):
    client.force_login(guide)
    page = client.get(reverse("workspace:my_day") + "?vis=alle")
    late = page.context["groups"][0]
    assert late.css == "late" and len(late.sections) > 3
    keys = [section.key for section in late.sections]
    assert keys == [key for key in THEMES if key in keys] and keys[0] == "pligt"
    law = [task for task in late.tasks if task.statutory]
    assert law == late.tasks[: len(law)]
    assert sum(section.total for section in late.sections) == late.total
    assert [line for section in late.sections for line in section.lines] == late.lines
    assert all(f'id="g-late-{section.key}"' in page.content.decode() for section in late.sections)


@pytest.mark.parametrize("theme", THEMES)
def test_the_filter_shows_one_theme_and_leaves_the_counts(client, guide, whole, theme):
    client.force_login(guide)
    everything = client.get(reverse("workspace:my_day") + "?vis=alle").context
    page = client.get(reverse("workspace:my_day"), {"hvad": theme, "vis": "alle"}).context
    shown = [task for group in page["groups"] for task in group.tasks]
    wanted = [task for group in everything["groups"] for task in group.tasks if theme_of(task) == theme]
    assert sorted(task.key for task in shown) == sorted(task.key for task in wanted)
    assert (page["late"], page["due_today"]) == (everything["late"], everything["due_today"])
    assert all(not group.sections for group in page["groups"])


def test_one_long_theme_hides_no_other(guide):
    """A guide's own tasks and meetings are more than a heading, however many milestones are late."""
    case, today = factories.make_case(guide), clock.today()
    kinds = ["duty"] * 3 + ["milestone"] * 60 + ["todo"] * 4 + ["meeting-passed"] * 2 + ["consent"]
    tasks = [Task(today - timedelta(days=1 + n), kind, case, str(n), "clock") for n, kind in enumerate(kinds)]
    (late,) = [group for group in groups(tasks, today, page=Page()) if group.css == "late"]
    assert (len(late.tasks), late.total, late.hidden) == (25, 70, 45)
    shown = {section.key: (len(section.lines), section.total) for section in late.sections}
    assert shown == {
        "pligt": (3, 3), "milepael": (16, 60), "opgave": (3, 4), "moede": (2, 2), "samtykke": (1, 1),
    }  # fmt: skip
    assert list(shown) == [key for key in THEMES if key in shown]
    assert [line for section in late.sections for line in section.lines] == late.lines


def test_every_theme_at_once_is_shown(guide):
    """All of them together are fewer than what a page shows."""
    case, today = factories.make_case(guide), clock.today()
    kinds = [min(kinds, default="other") for _words, kinds in THEMES.values()] * 9
    tasks = [Task(today - timedelta(days=1), kind, case, "", "clock") for kind in kinds]
    late = groups(tasks, today, page=Page())[0]
    assert len(late.tasks) == 25 and all(section.lines for section in late.sections)
    assert [section.key for section in late.sections] == list(THEMES)
