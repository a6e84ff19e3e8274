"""A kept query answers as the ordinary one does, for whoever asks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField, UUIDField, Value
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.models import Assignment, Case
from core.kept import Given, GivenIds, GivenUser, kept
from tests.helpers import factories

pytestmark = pytest.mark.django_db


@kept
def _among(status: str):
    rows = Case.objects.filter(status=status, pk__among=GivenIds("cases")).select_related("person")
    return rows.annotate(said=Value("50 % of “%s”", CharField())).order_by("person__last_name")


@kept
def _own():
    return Case.objects.own_of(GivenUser()).values_list("pk", "guide_id")


@pytest.fixture
def cases(guide):
    return [factories.make_case(guide, last_name=name) for name in ("Aa", "Bb", "Cc")]


def test_it_is_asked_anew_each_time_with_what_is_told(cases):
    first, second, third = cases
    status = first.status
    for _time in range(4):  # PostgreSQL keeps its plan from the third
        assert _among(status).ask(cases=[third.pk, first.pk]) == [first, third]
        assert _among(status).ask(cases=[second.pk]) == [second]
        assert _among(status).ask(cases=[]) == []
        assert _among(status).ask(cases=[uuid4()]) == []
        assert _among("closed").ask(cases=[first.pk]) == []
    Case.objects.filter(pk=second.pk).update(reason="Nyt")
    assert _among(status).ask(cases=[second.pk])[0].reason == "Nyt"


def test_rows_come_with_their_relations_and_every_letter_of_a_value(cases):
    with CaptureQueriesContext(connection) as asked:
        (case,) = _among(cases[0].status).ask(cases={cases[0].pk: "as a key"})
        assert (case.person.last_name, case.said) == ("Aa", "50 % of “%s”")
    assert len(asked) == 1
    assert "cases_youngperson" in asked[0]["sql"]


def test_a_place_for_a_user_is_filled_with_whoever_asks(cases, guide, colleague):
    theirs = factories.make_case(colleague)
    for _time in range(4):
        assert set(_own().ask(user=guide.pk, unit=guide.unit_id)) == {(case.pk, guide.pk) for case in cases}
        assert _own().ask(user=colleague.pk, unit=colleague.unit_id) == [(theirs.pk, colleague.pk)]
        assert _own().ask(user=guide.pk, unit=guide.unit_id + 1) == []


def test_a_case_and_a_moment_are_told_as_a_user_is(cases, guide):
    @kept
    def _since():
        return Case.objects.filter(pk=Given("case", UUIDField), recorded_at__gt=Given("now", DateTimeField))

    first, second, _third = cases
    for _time in range(4):
        for case in (first, second):
            before, after = case.recorded_at - timedelta(seconds=1), case.recorded_at
            assert _since().ask(case=case.pk, now=before) == [case]
            assert _since().ask(case=str(case.pk), now=before) == [case]
            assert _since().ask(case=case.pk, now=after) == []
    assert _since().ask(case=uuid4(), now=before) == []


def test_what_is_not_told_is_missed_and_leaves_the_connection_as_it_was(guide):
    with pytest.raises(KeyError, match="unit"):
        _own().ask(user=guide.pk)
    with CaptureQueriesContext(connection) as asked:
        assert User.objects.filter(pk=guide.pk, name=guide.name).exists()
    assert guide.name in asked[0]["sql"], "an ordinary query is asked as ever"


def test_a_kept_query_is_written_once(cases, monkeypatch):
    @kept
    def mine():
        return Case.objects.filter(guide=Given("user"))

    asked = mine()
    assert len(asked.ask(user=cases[0].guide_id)) == 3
    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.as_sql", None)
    assert len(mine().ask(user=cases[0].guide_id)) == 3
    assert mine() is asked


def test_what_can_find_nothing_finds_nothing(cases):
    @kept
    def nobodys():
        return Case.objects.filter(guide=Given("user"), pk__in=[])

    for _time in range(2):
        assert nobodys().ask(user=cases[0].guide_id) == []


def test_among_finds_what_in_finds(cases):
    first, second, third = cases
    for ids in ([], [first.pk], {first.pk: 1, second.pk: 2}, [third.pk, second.pk, first.pk], [uuid4()]):
        listed = list(ids)
        assert set(Case.objects.filter(pk__among=ids)) == set(Case.objects.filter(pk__in=listed))
        assert set(Case.objects.exclude(pk__among=ids)) == set(Case.objects.exclude(pk__in=listed))
        theirs = Assignment.objects.filter(case__among=ids)
        assert set(theirs) == set(Assignment.objects.filter(case__in=listed))
    assert set(Case.objects.filter(pk__among=[first, second])) == {first, second}, "rows do as well"
