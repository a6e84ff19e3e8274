"""Query sets asked together tell what each would tell alone, value by value."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, models
from django.db.models import Exists, OuterRef, Value

from cases.models import Case, Note, Participation
from core import clock
from core.compiled import Many, Plain
from core.together import Together
from tests.helpers import factories

pytestmark = pytest.mark.django_db


NOTE = ("pk", "case_id", "happened_on", "recorded_at", "text", "with_youth", "addition_to", "by__name")


CASE = ("pk", "opened_on", "closed_on", "summary_at", "noted", "person__first_name", "nothing")


def build(cases, today):
    """Notes and cases, with values of many kinds."""
    noted = Exists(Note.objects.filter(case=OuterRef("pk")))
    nothing = Value(None, output_field=models.DateField())
    return {
        "notes": Note.objects.filter(case__in=cases, happened_on__lte=today).values_list(*NOTE),
        "cases": Case.objects.filter(pk__in=cases).annotate(noted=noted, nothing=nothing).values_list(*CASE),
        "none": Participation.objects.filter(case__in=cases).values_list("pk", "from_on", "partner__name"),
    }


together = Together(build, {"cases": Many(models.UUIDField()), "today": Plain(models.DateField())})


@pytest.fixture
def cases(guide):
    """Two cases, one of them with notes whose words a careless packing would spoil."""
    made = [factories.make_case(guide) for _n in range(2)]
    texts = ('"', '["a", 1]', "null", "æøå 👋\n\t\\u0041", "2026-11-22", "1", "{}")
    for n, text in enumerate(texts):
        Note.objects.create(
            case=made[0], kind="talk", by=guide, text=text, with_youth=bool(n % 2),
            recorded_at=datetime(2026, 3, 29, 0, 59, 59, n, UTC),
        )  # fmt: skip
    Case.objects.filter(pk=made[0].pk).update(summary_at=clock.now())
    return made


def test_each_value_comes_back_as_its_field_knows_it(cases, guide, django_assert_num_queries):
    values = {"cases": [case.pk for case in cases], "today": clock.today()}
    connection.features.supports_json_field  # noqa: B018 – asked of the engine once
    with django_assert_num_queries(1):
        told = together(**values)
    alone = {name: list(rows) for name, rows in build(**values).items()}
    assert {name: sorted(rows, key=repr) for name, rows in told.items()} == {
        name: sorted(rows, key=repr) for name, rows in alone.items()
    }
    assert [len(told[name]) for name in ("notes", "cases", "none")] == [7, 2, 0]
    types = [[type(value) for value in row] for rows in told.values() for row in sorted(rows, key=repr)]
    assert types == [
        [type(value) for value in row] for rows in alone.values() for row in sorted(rows, key=repr)
    ]


def test_the_next_time_it_tells_of_other_values(cases):
    ids, today = [case.pk for case in cases], clock.today()
    assert len(together(cases=ids, today=today)["notes"]) == 7
    assert together(cases=ids[1:], today=today)["notes"] == []
    assert together(cases=ids, today=today - timedelta(days=1))["notes"] == []
