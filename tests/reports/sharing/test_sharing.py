"""The unit's file, the files of others, and the page where they stand side by side."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Role
from audit.models import AuditEvent
from core import clock
from practice.barometer.actions import answer_round, close_round, open_round
from practice.barometer.models import Statement
from reports.models import ReportSnapshot, SharedFile, Story
from reports.periods.rules import Month, Quarter
from reports.release.actions import IN_A_FILE
from reports.release.models import Release
from reports.release.outside import numbers_of
from reports.release.planning import Source, narrowed, plan
from reports.sharing import demo
from reports.sharing.actions import (
    as_bytes,
    make_file,
    take_back_file,
    take_in_file,
    withdraw_story,
    write_story,
)
from reports.sharing.comparing import Comparison
from reports.sharing.content import content_of
from reports.sharing.reading import read
from tests.helpers import factories
from tests.reports.sharing.conftest import DAY, STATEMENT, file_of, sent

pytestmark = pytest.mark.django_db

Q3 = Quarter(2026, 3)
PARTS = ("covered", "waiting", "in_nothing", "contradictory", "unknown")
NAMES = ("Egedal", "Odense", "Holbæk", "Lejre")
CODES = ("0240", "0461", "0316", "0350")


def figures(parts=(210, 20, 30, 25, 15), new=12, closed=9, held=8, reached=14) -> dict:
    """What a unit's frozen report says, as far as the file asks."""
    numbers = dict(zip(PARTS, parts, strict=True)) | {"in_unit": sum(parts), "new": new, "closed": closed}
    numbers |= {"reopened": 0, "destinations_held": held, "destinations_three_months_ago": reached}
    return {"numbers": numbers, "by_age": [], "by_destination": []}


def frozen(unit, data=None, month=Q3.last_month, revision=1):
    """A frozen report of the quarter's last month."""
    return ReportSnapshot.objects.create(
        unit=unit,
        kind=ReportSnapshot.Kind.UNIT,
        subject_id=str(unit.pk),
        subject_name=unit.name,
        period=month.first,
        as_of=month.last,
        known_on=clock.now(),
        definition_version=3,
        figures=json.dumps(data or figures()),
        sha256="0" * 64,
        revision=revision,
    )


def asked(unit, leader, value, answers=5, *, day=date(2026, 9, 14), close=True, **more):
    """A round of one ready statement, answered alike by so many."""
    statement = Statement.objects.get(set__unit=None, text=STATEMENT[1])
    team = [leader, *(factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(answers - 1))]
    with clock.travel(day):
        made = open_round(
            unit=unit,
            by=leader,
            title="Runde",
            statements=[statement],
            closes_on=day + timedelta(days=5),
            **more,
        )
        for user in team:
            answer_round(made, dict.fromkeys(made.questions.values_list("pk", flat=True), value), by=user)
        if close:
            close_round(made, by=leader)
    return made


def test_the_file_holds_figures_as_they_may_leave_and_the_barometer(unit, leader):
    frozen(unit, figures(parts=(213, 3, 31, 24, 16)))
    asked(unit, leader, 7, answers=6)
    shared = content_of(unit, Q3)
    assert shared.count("covered") == 215
    # Three wait, and one more is hidden that would give it away.
    assert shared.count("waiting") is None and shared.count("unknown") is None
    assert [(said.set, said.statement, said.answers, said.median) for said in shared.barometer] == [
        (*STATEMENT, 6, 7)
    ]
    assert read(as_bytes(shared)) == shared


def test_without_a_frozen_report_there_are_no_figures(unit):
    frozen(unit, month=Month(2026, 8))
    shared = content_of(unit, Q3)
    assert (shared.figures, shared.definitions) == ({}, 0)


def test_the_latest_revision_of_the_report_counts(unit):
    frozen(unit)
    frozen(unit, figures(parts=(310, 20, 30, 25, 15)), revision=2)
    assert content_of(unit, Q3).count("covered") == 310


@pytest.mark.parametrize(("answers", "stands"), [(4, 0), (5, 1)])
def test_four_answers_stand_in_no_file_and_five_do(unit, leader, answers, stands):
    asked(unit, leader, 7, answers=answers)
    assert len(content_of(unit, Q3).barometer) == stands


@pytest.mark.parametrize(
    ("day", "stands"),
    [((2026, 6, 30), 0), ((2026, 7, 1), 1), ((2026, 9, 30), 1), ((2026, 10, 1), 0)],
)
def test_a_round_counts_in_the_quarter_it_was_asked_in(unit, leader, day, stands):
    asked(unit, leader, 7, day=date(*day))
    assert len(content_of(unit, Q3).barometer) == stands


def test_an_open_round_is_in_no_file(unit, leader):
    with clock.travel(date(2026, 11, 1)):
        made = asked(unit, leader, 7, day=date(2026, 11, 1), close=False)
        assert made.is_open(clock.today())
        assert content_of(unit, Quarter(2026, 4)).barometer == ()


def test_the_last_round_of_the_quarter_counts(unit, leader):
    asked(unit, leader, 3, day=date(2026, 7, 6))
    asked(unit, leader, 8, day=date(2026, 9, 7))
    assert [said.median for said in content_of(unit, Q3).barometer] == [8]


def test_own_statements_and_partners_answers_never_leave(unit, leader):
    with clock.travel(date(2026, 9, 1)):
        made = open_round(
            unit=unit,
            by=leader,
            title="KANARIE-titel",
            statements=[],
            own=["KANARIE-udsagn om Mette"],
            with_partners=True,
            closes_on=date(2026, 9, 2),
        )
        for user in [factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(5)]:
            answer_round(made, dict.fromkeys(made.questions.values_list("pk", flat=True), 5), by=user)
    assert content_of(unit, Q3).barometer == ()


def test_no_canary_of_a_person_is_in_the_file(unit, leader, guide):
    """Every person, title and answer around the file carries a word of its own; none of them leaves."""
    leader.name, guide.name = "KANARIE-leder", "KANARIE-guide"
    leader.save()
    guide.save()
    case = factories.make_case(
        guide, first_name="KANARIE-ung", last_name="KANARIE-efternavn", address="KANARIE-vej 1"
    )
    data = figures() | {"by_guide": [{"label": "KANARIE-guide", "running": 62}]}
    report = frozen(unit, data)
    report.subject_name = "KANARIE-emne"
    report.save()
    asked(unit, leader, 7)
    story = write_story(unit=unit, by=guide, theme="team", kind="mistake", text="Vi ringede for sent.")
    write_story(unit=unit, by=guide, theme="team", kind="success", text="KANARIE-historie, som ikke er valgt")
    data = make_file(unit, Q3, [story], by=leader)
    assert b"KANARIE" not in data and str(case.pk).encode() not in data
    assert case.person.cpr.encode() not in data
    said = json.loads(data)
    assert set(said) == set(file_of())
    assert said["stories"] == [{"theme": "team", "kind": "mistake", "text": "Vi ringede for sent."}]
    event = AuditEvent.objects.get(action="sharing.export")
    assert "2026-Q3" in str(event.changes) and "ringede" not in str(event.changes)


COUNTS = st.lists(st.integers(0, 60), min_size=5, max_size=5)


@settings(deadline=None, max_examples=40)
@given(COUNTS, COUNTS, st.integers(0, 30), st.integers(0, 30), st.integers(0, 20), st.integers(0, 20))
def test_nothing_subtracted_from_two_files_is_a_small_cell(parts, later, new, closed, held, lost):
    """Two files of one unit, of two quarters or of one and its correction: no number of either is 1–4, no difference of
    any two of them is, and what is hidden is no nought.
    """
    numbers, released = [], []
    for number, one in enumerate((parts, later)):
        source = Source(Q3.last_month.plus(3 * number), 1, figures(one, new, closed, held, held + lost))
        released.append(plan(source, released, tables=IN_A_FILE, exact=False))
        said = numbers_of(released[-1])
        numbers += said.values()
        assert all(said[name] is None for name, count in zip(PARTS, one, strict=True) if count < 5)
    shown = [count for count in numbers if count is not None]
    small = set(range(1, 5))
    assert not {abs(one - other) for one in shown for other in [*shown, 0]} & small
    sums = {abs(one + other - third) for one in shown for other in shown for third in shown}
    assert not sums & small
    assert narrowed(released) == set()


def test_a_file_releases_its_figures_and_the_next_is_checked_against_it(unit, leader):
    frozen(unit, figures(parts=(213, 3, 31, 24, 16)))
    make_file(unit, Q3, [], by=leader)
    make_file(unit, Q3, [], by=leader)
    release = Release.objects.get()
    assert (release.kind, release.by, str(release.report.covers)) == ("file", leader, "2026-09")
    assert AuditEvent.objects.filter(action="figures.release").count() == 1
    # Its figures stay as they were released, whatever else is.
    assert content_of(unit, Q3).count("covered") == 215
    assert not Release.objects.visible_to(leader).exists()


def test_a_file_is_taken_in_once(unit, leader):
    first = take_in_file(sent(file_of()), unit=unit, by=leader)
    again = json.dumps(file_of(), indent=2).encode()
    assert take_in_file(again, unit=unit, by=leader) == first
    assert SharedFile.objects.count() == 1
    assert AuditEvent.objects.filter(action="sharing.import").count() == 1


def test_a_newer_file_replaces_and_the_earlier_stays_as_history(unit, leader):
    old = take_in_file(sent(file_of()), unit=unit, by=leader)
    newer = file_of(unit="ungeenheden  egedal", made_at="2026-10-03T07:00:01+00:00", stories=[])
    new = take_in_file(sent(newer), unit=unit, by=leader)
    old.refresh_from_db()
    assert old.replaced_at is not None and new.replaced_at is None
    assert SharedFile.objects.count() == 2
    # The replaced one again changes nothing, and an older one that is new here is refused.
    assert take_in_file(sent(file_of()), unit=unit, by=leader) == old
    with pytest.raises(ValidationError):
        take_in_file(sent(file_of(stories=[], definitions=2)), unit=unit, by=leader)
    assert SharedFile.objects.filter(replaced_at=None).get() == new


def test_another_quarter_or_unit_replaces_nothing(unit, leader):
    for more in ({}, {"quarter": "2026-Q2"}, {"unit": "Ungeenheden Egedal Nord"}, {"municipality": "0461"}):
        take_in_file(sent(file_of(**more)), unit=unit, by=leader)
    assert SharedFile.objects.filter(replaced_at=None).count() == 4


def test_ones_own_file_and_one_of_a_quarter_to_come_are_refused(unit, leader):
    own = file_of(unit.municipality_code, unit.name.upper())
    for wrong in (own, file_of(quarter="2026-Q4")):
        with pytest.raises(ValidationError):
            take_in_file(sent(wrong), unit=unit, by=leader)
    assert not SharedFile.objects.exists()


def given_others(unit, leader, count, **changes):
    """So many other units' files, each with other figures and answers."""
    for number in range(count):
        covered = 150 + 30 * number
        row = file_of()["barometer"][0] | {"median": 3 + number, "low": 2, "high": 9}
        said = {"figures": {"in_unit": {"count": 300}, "covered": {"count": covered}}, "barometer": [row]}
        made = file_of(CODES[number], f"Ungeenheden {NAMES[number]}", **(said | changes))
        take_in_file(sent(made), unit=unit, by=leader)


def measure(comparison, title="I gang med noget efter en plan"):
    return next(row for row in comparison.measures if row.title == title)


def test_two_others_show_no_figures_and_three_do(unit, leader):
    frozen(unit)
    given_others(unit, leader, 2)
    row = measure(Comparison(unit, Q3))
    assert (row.own, row.others.units, row.others.middle) == (70, 2, None)
    given_others(unit, leader, 3)
    row = measure(Comparison(unit, Q3))
    assert (row.others.units, row.others.middle, row.others.low, row.others.high) == (3, 60, 50, 70)


def test_other_definitions_are_left_out_of_the_figures_and_said(unit, leader):
    frozen(unit)
    given_others(unit, leader, 3, definitions=2)
    comparison = Comparison(unit, Q3)
    assert measure(comparison).others.units == 0
    assert comparison.other_definitions == 3
    assert len(comparison.statements[0].units) == 3


def test_only_those_of_the_same_size(unit, leader):
    frozen(unit)
    given_others(unit, leader, 3)
    small = {"in_unit": {"count": 100}, "covered": {"count": 90}}
    take_in_file(sent(file_of("0350", "Lejre", figures=small)), unit=unit, by=leader)
    assert measure(Comparison(unit, Q3)).others.units == 4
    assert measure(Comparison(unit, Q3, alike=True)).others.units == 3


def test_without_a_size_nobody_is_alike(unit, leader):
    given_others(unit, leader, 3)
    assert Comparison(unit, Q3, alike=True).others == []


def test_the_barometer_stands_by_unit_and_not_by_number(unit, leader):
    asked(unit, leader, 5)
    given_others(unit, leader, 3)
    (stated,) = Comparison(unit, Q3).statements
    assert [(row.name, row.said.median) for row in stated.units] == [
        ("Os", 5),
        ("Egedal", 3),
        ("Holbæk", 5),
        ("Odense", 4),
    ]
    assert (stated.others.units, stated.others.middle) == (3, 4)


def test_two_units_of_one_municipality_are_told_apart(unit, leader):
    for name in ("Nord", "Syd"):
        take_in_file(sent(file_of(unit=name)), unit=unit, by=leader)
    (stated,) = Comparison(unit, Q3).statements
    assert [row.name for row in stated.units] == ["Egedal, Nord", "Egedal, Syd"]


def test_what_is_replaced_is_not_compared(unit, leader):
    take_in_file(sent(file_of()), unit=unit, by=leader)
    take_in_file(sent(file_of(made_at="2026-10-05T07:00:00+00:00", barometer=[])), unit=unit, by=leader)
    assert Comparison(unit, Q3).statements == []


def test_the_page_says_it_in_words_and_in_a_table(client, unit, leader, guide):
    frozen(unit)
    asked(unit, leader, 5)
    given_others(unit, leader, 4)
    client.force_login(guide)
    page = client.get(reverse("reports:others")).content.decode()
    assert "Os: 5 svar, median 5, fra 5 til 5." in page
    assert "4 andre: medianen af deres medianer er 4,5, fra 3 til 6." in page
    assert "Vi skrev tre mål op." in page
    assert "70&nbsp;%" in page and "50–80&nbsp;%" in page
    assert reverse("reports:sharing_take_in") not in page
    assert "De andres median" in page and "Nye og genåbnede i september 2026" in page
    assert client.get(reverse("reports:others"), {"kvartal": "2026-Q4"}).status_code == 404
    assert client.get(reverse("reports:others"), {"kvartal": "nej"}).status_code == 404
    earlier = client.get(reverse("reports:others"), {"kvartal": "2026-Q2"}).content.decode()
    assert "Ingen har sendt en fil for kvartalet endnu" in earlier


def test_another_units_files_are_not_seen(client, unit, leader):
    elsewhere = factories.UserFactory(role=Role.LEADER)
    take_in_file(sent(file_of(unit="KANARIE-enhed")), unit=elsewhere.unit, by=elsewhere)
    client.force_login(leader)
    for name in ("others", "sharing_take_in", "sharing_file"):
        assert "KANARIE" not in client.get(reverse(f"reports:{name}")).content.decode()


def test_the_page_costs_the_same_for_two_files_and_twenty(client, unit, leader):
    frozen(unit)
    client.force_login(leader)
    found = []
    for upto in (2, 20):
        for number in range(upto):
            take_in_file(sent(file_of(unit=f"Enhed {upto} {number}")), unit=unit, by=leader)
        client.get(reverse("reports:others"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:others"))
        found.append(len(queries))
    assert found[0] == found[1]


def test_a_leader_takes_a_file_in_and_hears_what_is_wrong(client, unit, leader):
    client.force_login(leader)
    here = reverse("reports:sharing_take_in")

    def upload(said, key):
        file = SimpleUploadedFile("fil.json", said, content_type="application/json")
        return client.post(here, {"file": file, "submit_key": key})

    assert upload(sent(file_of()), "a").status_code == 303
    page = client.get(here).content.decode()
    assert "Filen er indlæst" in page and "3. kvartal 2026" in page and "2026-Q3" not in page
    assert upload(sent(file_of()), "b").status_code == 303
    assert "allerede indlæst. Intet er ændret" in client.get(here).content.decode()
    wrong = file_of(figures={"closed": {"count": 3}})
    got = upload(sent(wrong), "c")
    assert got.status_code == 422
    assert "figures.closed.count: skal være et helt tal fra 5" in got.content.decode()
    assert upload(b"x" * (256 * 1024 + 1), "d").status_code == 422
    assert client.post(here, {"submit_key": "e"}).status_code == 422
    assert SharedFile.objects.count() == 1


def test_a_leader_looks_at_the_file_and_fetches_it(client, unit, leader, guide):
    frozen(unit)
    story = write_story(unit=unit, by=guide, theme="team", kind="success", text="Vi spurgte først.")
    client.force_login(leader)
    here = reverse("reports:sharing_file")
    page = client.get(here).content.decode()
    assert "Vi spurgte først." in page and "210" in page and guide.name not in page
    assert "Nye og genåbnede i september 2026" in page and "Lukket i september 2026" in page
    assert "kun for september 2026, ikke for hele kvartalet" in " ".join(page.split())
    got = client.post(here, {"stories": [story.pk]})
    assert got["Content-Disposition"] == 'attachment; filename="kui-deling-0306-2026-Q3.json"'
    assert got["Cache-Control"] == "no-store, private"
    assert read(got.content).stories[0].text == "Vi spurgte først."
    assert client.post(here, {}).status_code == 200
    other = Story.objects.create(
        unit=factories.UnitFactory(), theme="team", kind="success", text="KANARIE", by=factories.UserFactory()
    )
    assert client.post(here, {"stories": [other.pk]}).status_code == 422


def test_a_unit_without_a_municipality_makes_no_file(client, unit, leader):
    type(unit).objects.filter(pk=unit.pk).update(municipality_code="")
    client.force_login(leader)
    assert client.post(reverse("reports:sharing_file"), {}).status_code == 422
    assert not AuditEvent.objects.filter(action="sharing.export").exists()


@pytest.mark.parametrize(
    ("text", "status"),
    [("Vi spurgte først.", 303), ("Født 010199-1234", 422), ("Vi glemte Amalie", 422), ("", 422)],
)
def test_a_story_is_without_persons(client, unit, guide, text, status):
    client.force_login(guide)
    story = {"theme": "team", "kind": "success", "text": text, "submit_key": "s"}
    got = client.post(reverse("reports:story_add"), story)
    assert got.status_code == status
    assert Story.objects.count() == int(status == 303)
    if status == 422:
        assert text in got.content.decode()
    if "Amalie" in text:
        assert client.post(reverse("reports:story_add"), story | {"sure": "1"}).status_code == 303


def test_a_story_with_a_cpr_number_is_refused_by_the_action_too(unit, guide):
    for text in ("Født 010199-1234", "x" * 1501):
        with pytest.raises(ValidationError):
            write_story(unit=unit, by=guide, theme="team", kind="success", text=text)


def test_a_withdrawn_story_is_in_no_file(client, unit, leader, guide, colleague):
    story = write_story(unit=unit, by=guide, theme="team", kind="success", text="Vi spurgte først.")
    here = reverse("reports:story_withdraw", args=[story.pk])
    client.force_login(colleague)
    assert client.get(here).status_code == client.post(here).status_code == 404
    client.force_login(guide)
    assert "Vi spurgte først." in client.get(here).text
    assert Story.objects.get(pk=story.pk).withdrawn_on is None
    withdraw_story(story, by=guide)
    withdraw_story(story, by=leader)
    assert AuditEvent.objects.filter(action="story.withdraw").count() == 1
    client.force_login(leader)
    assert client.post(reverse("reports:sharing_file"), {"stories": [story.pk]}).status_code == 422
    assert client.post(here).status_code == 404


def test_the_stories_cost_the_same_for_two_and_for_twenty(client, unit, leader):
    client.force_login(leader)
    found = []
    for upto in (2, 20):
        while Story.objects.count() < upto:
            write_story(
                unit=unit, by=leader, theme="team", kind="success", text=f"Nummer {Story.objects.count()}"
            )
        client.get(reverse("reports:story_list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:story_list"))
        found.append(len(queries))
    assert found[0] == found[1]


def test_the_demo_files_are_taken_in_by_the_real_action(unit, leader, guide):
    demo.load(unit, leader, guide)
    assert SharedFile.objects.filter(quarter="2026-Q3").count() == 4
    by_name = {row.name: row.said.median for row in Comparison(unit, Q3).statements[0].units}
    assert (by_name["Egedal"], by_name["Odense"]) == (6.5, 3)
    assert Story.objects.filter(unit=unit).count() == 3
    assert DAY == clock.today()


def test_a_file_that_can_no_longer_be_read_is_left_out_of_the_comparison(client, unit, leader):
    take_in_file(sent(file_of()), unit=unit, by=leader)
    row = take_in_file(sent(file_of("0461", "Odense")), unit=unit, by=leader)
    SharedFile.objects.filter(pk=row.pk).update(content="{}")
    assert [other.municipality for other in Comparison(unit, Q3).all] == ["0240"]
    client.force_login(leader)
    text = client.get(reverse("reports:others")).content.decode()
    assert "1 fil fra dette kvartal kan ikke længere læses og er udeladt." in text
    assert reverse("reports:sharing_take_in") in text
    SharedFile.objects.all().update(content="{}")
    text = client.get(reverse("reports:others")).content.decode()
    assert "2 filer fra dette kvartal kan ikke længere læses og er udeladt." in text
    assert "Ingen har sendt" not in text


def test_a_comparison_of_what_can_be_read_says_nothing_of_files(client, unit, leader):
    take_in_file(sent(file_of()), unit=unit, by=leader)
    client.force_login(leader)
    assert "kan ikke længere læses" not in client.get(reverse("reports:others")).content.decode()


def test_a_file_dated_ahead_is_refused_and_one_that_is_here_stops_no_correction(unit, leader):
    ahead = clock.now() + timedelta(days=1)
    with pytest.raises(ValidationError):
        late = ahead + timedelta(seconds=1)
        take_in_file(sent(file_of(made_at=late.isoformat())), unit=unit, by=leader)
    row = take_in_file(sent(file_of("0461", "Odense", made_at=ahead.isoformat())), unit=unit, by=leader)
    SharedFile.objects.filter(pk=row.pk).update(made_at=ahead + timedelta(days=900))
    take_in_file(sent(file_of("0461", "Odense")), unit=unit, by=leader)
    assert SharedFile.objects.get(replaced_at=None).made_at < clock.now()


def test_a_file_that_came_is_taken_back_and_the_reader_is_told(client, unit, leader, guide):
    frozen(unit)
    given_others(unit, leader, 4)
    row = SharedFile.objects.get(sender__contains="Lejre")
    client.force_login(leader)
    assert [client.post(reverse("reports:sharing_take_back", args=[row.pk])).status_code] * 2 == [303, 303]
    client.post(reverse("reports:sharing_take_back", args=[row.pk]))
    row.refresh_from_db()
    assert (row.content, row.taken_back_by, row.counts) == ("", leader, False)
    assert AuditEvent.objects.filter(action="sharing.take_back").count() == 1
    assert measure(Comparison(unit, Q3)).others.units == 3
    client.force_login(guide)
    page = client.get(reverse("reports:others")).content.decode()
    assert "Ungeenheden Lejre er trukket tilbage" in page and leader.name in page
    assert client.post(reverse("reports:sharing_take_back", args=[row.pk])).status_code == 403


def test_a_file_taken_back_may_come_again_and_an_earlier_one_does_not_count_by_itself(unit, leader):
    take_in_file(sent(file_of(made_at="2026-10-02T07:00:00+00:00")), unit=unit, by=leader)
    row = take_in_file(sent(file_of()), unit=unit, by=leader)
    take_back_file(row, by=leader)
    assert not SharedFile.objects.counting().exists()
    assert list(SharedFile.objects.taken_back()) == [row]
    again = take_in_file(sent(file_of()), unit=unit, by=leader)
    assert again.pk == row.pk and again.counts and again.shared.count("covered") == 210
    assert list(SharedFile.objects.counting()) == [again] and not SharedFile.objects.taken_back().exists()


def test_another_unit_takes_no_file_back(client, unit, leader):
    row = take_in_file(sent(file_of()), unit=unit, by=leader)
    client.force_login(factories.UserFactory(role=Role.LEADER))
    assert client.post(reverse("reports:sharing_take_back", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.counts
