"""A caseload with two months of history of every kind, made by the real verbs on the days they happened."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import transaction

from cases.activity import actions as activity_actions
from cases.casefile import actions as casefile_actions
from cases.closing import actions as closing_actions
from cases.guides import actions as guides_actions
from cases.models import Activity, Case, Note, Status
from cases.notes import actions as notes_actions
from core import clock
from plans.milestones.actions import move_milestone, postpone_milestone
from plans.models import Destination, MilestoneStatus, Outcome
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from tests.helpers import factories
from tests.helpers.factories import make_case, make_milestone
from tests.helpers.signing_in import signed_in

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def quick_paper(request, monkeypatch):
    """A PDF takes half a second; only the tests about paper make real ones."""
    if "paper" not in request.keywords:
        monkeypatch.setattr(
            "reports.snapshots.pdf.render", lambda report, lang="da": b"%PDF- " + report.sha256.encode()
        )


@pytest.fixture
def now():
    with clock.travel(TODAY):
        yield TODAY


def _destination():
    row, _made = Destination.objects.get_or_create(
        code="eud",
        defaults={"group": "education", "name_da": "Erhvervsuddannelse", "name_en": "Vocational education"},
    )
    Destination.objects.filter(pk=row.pk).update(counts_as_positive="yes")
    return Destination.objects.get(pk=row.pk)


@pytest.fixture
def destination(db):
    return _destination()


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The caseload and its people, told once for a module and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.travel(TODAY):
        yield _tell()
        transaction.set_rollback(True)


def _of_the_caseload(name):
    """A fixture that gives whom the caseload knows by that name where a test asks for it, and elsewhere the
    suite's own.
    """

    @pytest.fixture(name=name)
    def one(request, db):
        if "caseload" not in request.fixturenames:
            return request.getfixturevalue(name)
        row = getattr(request.getfixturevalue("told"), name)
        return type(row).objects.get(pk=row.pk)

    return one


unit, guide, colleague, leader = map(_of_the_caseload, ("unit", "guide", "colleague", "leader"))


@pytest.fixture
def caseload(told, db, now):
    """The cases of `told` by name, each test's own copies."""
    cases = Case.objects.in_bulk(told.cases.values())
    return {name: cases[pk] for name, pk in told.cases.items()}


def _tell():
    """Cases with two months of history of every kind, made by the real verbs on the days they happened."""

    unit, destination = factories.UnitFactory(), _destination()
    guide = factories.UserFactory(unit=unit, role="guide", name="Gitte Guide", initials="GGU")
    colleague = factories.UserFactory(unit=unit, role="guide", name="Kim Kollega", initials="KKO")
    leader = factories.UserFactory(unit=unit, role="leader", name="Lene Leder", initials="LLE")

    def on(day, function, *args, **kwargs):
        with clock.travel(dt.date.fromisoformat(day)):
            return function(*args, **kwargs)

    made = {}
    for n, (name, who, opened, born) in enumerate(
        [
            ("busy", guide, "2026-08-03", "2009-05-01"),
            ("idle", guide, "2026-09-14", "2009-01-31"),
            ("adult_idle", colleague, "2026-10-05", "2005-02-28"),
            ("stale", colleague, "2026-05-11", "2012-02-29"),
            ("paused", guide, "2026-10-20", "2003-12-24"),
            ("closed", guide, "2026-07-01", "2007-06-06"),
            ("reopened", colleague, "2026-07-01", "2009-03-03"),
            ("waiting", None, "2026-11-02", "2008-12-01"),
            ("november", guide, "2026-11-10", "2011-10-10"),
        ]
    ):
        made[name] = on(
            opened,
            make_case,
            who,
            unit=unit,
            by=leader,
            on=dt.date.fromisoformat(opened),
            birth_date=dt.date.fromisoformat(born),
            first_name=name.title(),
            last_name=str(n),
        )
    for name, day, activity in [
        ("busy", "2026-10-12", Activity.FGU),
        ("idle", "2026-10-01", Activity.NONE),
        ("adult_idle", "2026-10-06", Activity.NONE),
        ("stale", "2026-05-12", Activity.SCHOOL),
        ("paused", "2026-10-21", Activity.TREATMENT),
        ("reopened", "2026-09-09", Activity.JOB),
    ]:
        on(day, activity_actions.set_activity, made[name], activity, by=guide)
    on("2026-11-20", activity_actions.confirm_activity, made["stale"], by=guide)
    on("2026-10-30", casefile_actions.set_status, made["paused"], Status.PAUSED, by=guide)
    on("2026-10-31", closing_actions.close, made["closed"], by=leader, reason="destination")
    on("2026-10-02", closing_actions.close, made["reopened"], by=leader, reason="declined")
    on("2026-10-28", closing_actions.reopen, made["reopened"], by=leader)
    on(
        "2026-10-15",
        notes_actions.add_note,
        made["busy"],
        by=guide,
        text="Talte om skole",
        kind=Note.Kind.TALK,
    )
    on("2026-11-05", guides_actions.assign, made["busy"], colleague, by=leader)
    steps = [
        on("2026-08-03", make_milestone, made["busy"], by=guide, own_words=f"Trin {n}", due_on=day)
        for n, day in enumerate(
            [dt.date(2026, 9, 1), dt.date(2026, 10, 10), dt.date(2026, 10, 31), dt.date(2026, 12, 1)]
        )
    ]
    on("2026-10-31", move_milestone, steps[1], MilestoneStatus.REACHED, by=guide)
    on("2026-11-01", move_milestone, steps[0], MilestoneStatus.REACHED, by=guide)
    on("2026-11-03", postpone_milestone, steps[2], dt.date(2027, 1, 1), by=guide, reason="Syg")
    lost = on("2026-07-01", make_milestone, made["closed"], by=guide, due_on=dt.date(2026, 10, 1))
    assert lost.is_overdue()
    for name, started, ended in [
        ("closed", dt.date(2026, 7, 31), None),
        ("reopened", dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        ("busy", dt.date(2026, 10, 31), None),
    ]:
        Outcome.objects.create(
            case=made[name],
            destination=destination,
            started_on=started,
            ended_on=ended,
            recorded_by=leader,
            recorded_at=clock.at(started),
        )
    cases = {name: case.pk for name, case in made.items()}
    return SimpleNamespace(unit=unit, guide=guide, colleague=colleague, leader=leader, cases=cases)


@pytest.fixture
def as_leader(leader):
    return signed_in(leader)


@pytest.fixture
def as_guide(guide):
    return signed_in(guide)


@pytest.fixture
def report(unit, caseload):
    """October's report of the caseload's unit."""
    return ReportSnapshot.objects.take(unit, Month(2026, 10))
