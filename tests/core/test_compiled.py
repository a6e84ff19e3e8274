"""Compiled queries answer as the ordinary query sets do, whoever asks and whenever; what would be kept by
mistake is refused.
"""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.given import WhoLooks
from cases.access.actions import open_with_purpose
from cases.models import Case, Note
from core import clock, compiled
from core.compiled import Many, Plain, Shape, worked_out
from tests.helpers import factories

pytestmark = pytest.mark.django_db


DAY = models.DateField()


@compiled.compiled(user=WhoLooks(), cases=Many(models.UUIDField()))
def seen(user, cases):
    noted = Note.objects.filter(case=OuterRef("pk"), recorded_at__lte=clock.now())
    rows = Case.objects.visible_to(user).filter(pk__in=cases).annotate(noted=Exists(noted))
    return rows.select_related("person").only("opened_on", "person__first_name").order_by("opened_on", "pk")


@compiled.compiled(on=Plain(DAY), newest=Shape())
def opened(on, newest):
    first = worked_out(lambda day: day.replace(day=1), on)
    rows = Case.objects.filter(
        opened_on__gt=on - timedelta(days=30), opened_on__lte=on + relativedelta(days=1)
    )
    rows = rows | Case.objects.filter(opened_on=first)
    return rows.order_by("-opened_on" if newest else "opened_on", "pk").values_list("pk", "opened_on")


def both(query, **values):
    """The answer, after holding it against the ordinary query set's."""
    told = query(**values)
    ordinary = list(query.plain(**values))
    assert told == ordinary
    for one, other in zip(told, ordinary, strict=True):
        if isinstance(one, models.Model):
            assert {k: v for k, v in vars(one).items() if k != "_state"} == {
                k: v for k, v in vars(other).items() if k != "_state"
            }
    return told


@pytest.fixture
def cases(guide, colleague):
    """One's own, a colleague's, and a shielded one of theirs."""
    today = clock.today()
    own, theirs, shielded = (
        factories.make_case(who, on=today - timedelta(days=days))
        for who, days in ((guide, 2), (colleague, 1), (colleague, 0))
    )
    Case.objects.filter(pk=shielded.pk).update(shielded=True)
    return [own, theirs, shielded]


def test_the_same_rows_as_the_ordinary_query_whoever_asks(cases, guide, colleague, leader, stranger):
    ids = [case.pk for case in cases]
    for _round in range(2):
        for user, many in ((guide, 1), (colleague, 2), (leader, 2), (stranger, 0)):
            assert len(both(seen, user=user, cases=ids)) == many
    assert both(seen, user=guide, cases=[]) == []
    assert both(seen, user=leader, cases=ids[:1]) == cases[:1]


def test_a_row_is_never_kept(cases, guide, django_assert_num_queries):
    ids = [case.pk for case in cases]
    seen(user=guide, cases=ids)
    Case.objects.filter(pk=ids[0]).update(guide=None, status="waiting")
    with django_assert_num_queries(1):
        assert seen(user=guide, cases=ids) == []


def test_what_hangs_on_the_moment_is_asked_of_the_moment(cases, guide, colleague):
    ids = [case.pk for case in cases]
    open_with_purpose(cases[1], by=guide, purpose="sparring", reason="Torsdag")
    assert len(both(seen, user=guide, cases=ids)) == 2
    with clock.travel(clock.today() + timedelta(days=2)):
        assert len(both(seen, user=guide, cases=ids)) == 1
    assert len(both(seen, user=guide, cases=ids)) == 2


def test_days_are_moved_before_the_database_is_asked(cases):
    for days in (-31, -30, -1, 0, 1, 29, 30, 62):
        on = clock.today() + timedelta(days=days)
        newest, oldest = (both(opened, on=on, newest=flag) for flag in (True, False))
        assert sorted(newest) == sorted(oldest)
    assert len(opened(on=clock.today(), newest=True)) == 3


def test_related_rows_come_along_in_the_one_query(cases, leader, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = seen(user=leader, cases=[case.pk for case in cases])
        assert [case.person.first_name for case in found] == [case.person.first_name for case in cases[:2]]


@pytest.mark.parametrize(
    "build",
    [
        lambda on: Case.objects.filter(opened_on=clock.today() if on is None else "2026-11-22"),
        lambda on: Case.objects.filter(opened_on__lte=on + 3),
        lambda on: Case.objects.filter(opened_on__lte=on * 2),
        lambda on: Case.objects.filter(Q(opened_on=on.replace(day=1))),
        lambda on: Case.objects.filter(pk__in=[on]) if on < DAY else None,
    ],
    ids=["a fixed day", "a number of days", "a product", "a part of a day", "a comparison"],
)
def test_what_could_not_differ_from_day_to_day_is_refused(build):
    query = compiled.Compiled(build, {"on": Plain(DAY)})
    with pytest.raises((TypeError, AttributeError)):
        query(on=clock.today())


def test_a_missing_value_is_refused(db):
    with pytest.raises(ValueError, match="on is not given"):
        opened(on=None, newest=True)


@pytest.mark.parametrize("role", ["partner", "admin"])
def test_nobody_but_guides_and_leaders_is_asked_for(unit, role):
    with pytest.raises(ValueError, match="nobody who may look"):
        seen(user=factories.UserFactory(unit=unit, role=role), cases=[])


def test_somebody_whose_access_is_closed_is_refused(guide):
    guide.is_active = False
    with pytest.raises(ValueError, match="nobody who may look"):
        seen(user=guide, cases=[])
