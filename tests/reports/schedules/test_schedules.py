"""Which reports are made is a leader's decision, whether one is told is one's own."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from core.mail.models import OutboxMail
from reports.models import ReportSnapshot, Schedule, Subscription
from reports.periods.rules import Month
from reports.schedules.actions import subscribe
from reports.schedules.models import What
from reports.schedules.recipients import recipients
from reports.snapshots import tasks
from reports.snapshots.telling import tell
from tests.helpers import factories

HERE = "/rapporter/hvilke/"


def names(unit, what):
    return [user.name for user in recipients(unit, what)]


def test_until_somebody_decides_it_is_as_ever(unit, leader, guide):
    schedules = Schedule.objects.of(unit)
    assert [what for what in What if schedules[what].made] == ["unit-month", "guide-month", "case"]
    assert schedules[What.CASE].with_the_month
    assert names(unit, What.UNIT_MONTH) == [leader.name]
    assert names(unit, What.GUIDE_MONTH) == names(unit, What.CASE) == []
    assert not Schedule.objects.exists()


def test_a_leader_decides_and_the_page_says_when_next(as_leader, unit, leader, caseload):
    page = as_leader.get(HERE).content.decode()
    assert page.count("Laves ikke") == 2 and "november 2026, laves 1. dec" in " ".join(page.split())
    answer = as_leader.post(
        f"{HERE}unit-quarter/", {"made": "on", "from_on": "2026-07-01", "told": "leaders"}
    )
    assert answer.status_code == 303
    row = Schedule.objects.get()
    assert (row.what, row.made, row.from_on, row.told) == (
        "unit-quarter",
        True,
        dt.date(2026, 7, 1),
        "leaders",
    )
    page = " ".join(as_leader.get(HERE).content.decode().split())
    assert "4. kvartal 2026, laves 1. jan 2027" in page and page.count("Laves ikke") == 1
    event = AuditEvent.objects.get(action="report.scheduled")
    assert event.changes["what"] == [None, "unit-quarter"] and event.changes["made"] == [False, True]


def test_a_second_decision_needs_the_version_that_was_read(as_leader, unit, caseload):
    row = Schedule.objects.create(unit=unit, what=What.UNIT_YEAR, made=False)
    as_leader.post(
        f"{HERE}unit-year/", {"made": "on", "told": "leaders", "version": row.version, "opened": ""}
    )
    row.refresh_from_db()
    assert (row.made, row.version) == (True, 2)
    late = as_leader.post(f"{HERE}unit-year/", {"told": "nobody", "version": 1, "opened": ""})
    assert late.status_code == 409
    row.refresh_from_db()
    assert row.made and row.version == 2


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"every": "2", "step": "week", "from_on": ""}, "from_on"),
        ({"every": "2", "step": "week", "from_on": "2029-01-01"}, "from_on"),
        ({"every": "0", "step": "week", "from_on": "2026-12-01"}, "every"),
        ({"every": "27", "step": "week", "from_on": "2026-12-01"}, "every"),
        ({"every": "2", "step": "day", "from_on": "2026-12-01"}, "step"),
    ],
)
def test_a_rhythm_that_is_none_is_told_beside_its_field(sent, field, as_leader, caseload):
    answer = as_leader.post(f"{HERE}case/", {"made": "on", "told": "guides"} | sent)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not Schedule.objects.exists()


def test_a_rhythm_is_said_in_words(as_leader, unit, caseload):
    answer = as_leader.post(
        f"{HERE}case/",
        {"made": "on", "every": "2", "step": "week", "from_on": "2026-11-16", "told": "guides"},
    )
    assert answer.status_code == 303
    page = " ".join(as_leader.get(HERE).content.decode().split())
    assert "hver 2. uge" in page and "16. november – 29. november 2026, laves 30. nov" in page


def test_what_the_page_does_not_offer_is_not_decided(as_leader, caseload):
    as_leader.post(
        f"{HERE}unit-month/", {"told": "nobody", "every": "3", "step": "week", "from_on": "2030-01-01"}
    )
    row = Schedule.objects.get()
    assert (row.made, row.from_on, row.every, row.step, row.told) == (True, None, 1, "month", "nobody")
    refused = as_leader.post(f"{HERE}unit-year/", {"told": "guides"})
    assert refused.status_code == 422, "a guide cannot read the unit's year"
    assert as_leader.get(f"{HERE}nonsense/").status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"what": What.UNIT_MONTH, "made": False},
        {"what": What.UNIT_MONTH, "from_on": dt.date(2027, 1, 1)},
        {"what": What.UNIT_YEAR, "every": 2},
        {"what": What.CASE, "every": 2, "step": "week"},
        {"what": What.CASE, "every": 27, "step": "week", "from_on": dt.date(2026, 1, 1)},
        {"what": What.CASE, "every": 0, "step": "week", "from_on": dt.date(2026, 1, 1)},
    ],
)
def test_the_database_refuses_what_no_form_offers(values, unit):
    with pytest.raises(IntegrityError), transaction.atomic():
        Schedule.objects.create(unit=unit, **values)


def test_one_is_told_or_not_whatever_the_unit_decided(unit, leader, guide, colleague, caseload):
    other = factories.UserFactory(unit=unit, role="leader", name="Anden Leder")
    assert names(unit, What.UNIT_MONTH) == [leader.name, other.name]
    subscribe(What.UNIT_MONTH, wanted=False, by=other)
    subscribe(What.GUIDE_MONTH, wanted=True, by=guide)
    subscribe(What.UNIT_QUARTER, wanted=True, by=guide)
    assert names(unit, What.UNIT_MONTH) == [leader.name]
    assert names(unit, What.GUIDE_MONTH) == [guide.name]
    assert guide.name not in names(unit, What.UNIT_QUARTER), "nobody is told of what they may not read"
    subscribe(What.UNIT_MONTH, wanted=True, by=other)
    assert names(unit, What.UNIT_MONTH) == [leader.name, other.name]
    assert Subscription.objects.count() == 3
    type(guide).objects.filter(pk=other.pk).update(is_active=False)
    assert names(unit, What.UNIT_MONTH) == [leader.name]


def test_one_asks_for_the_mail_and_stops_it_on_the_page(as_guide, guide, caseload):
    page = as_guide.get(HERE).content.decode()
    assert (
        "Enheden" not in page.split("<tbody>")[1] and "Bestem, hvad der laves" not in page.split("<tbody>")[1]
    )
    assert as_guide.post(f"{HERE}guide-month/besked/", {"besked": "ja"}).status_code == 303
    assert Subscription.objects.get().wanted
    assert "Stop mailen" in as_guide.get(HERE).content.decode()
    as_guide.post(f"{HERE}guide-month/besked/", {"besked": "nej"})
    assert not Subscription.objects.get().wanted
    assert as_guide.post(f"{HERE}unit-month/besked/", {"besked": "ja"}).status_code == 404


def test_each_is_told_once_without_a_figure_or_a_name_and_led_to_their_own(
    unit, leader, guide, colleague, caseload
):
    subscribe(What.GUIDE_MONTH, wanted=True, by=guide)
    subscribe(What.GUIDE_MONTH, wanted=True, by=leader)
    subscribe(What.CASE, wanted=True, by=guide)
    october = Month(2026, 10)
    ReportSnapshot.objects.take(unit, october, paper=False)
    for _n in range(3):
        tell(unit, october, ["unit", "guide", "case"])
    mails = list(OutboxMail.objects.order_by("to"))
    assert sorted(mail.to for mail in mails) == sorted([leader.email] * 2 + [guide.email] * 2)
    own = ReportSnapshot.objects.get(kind="guide", subject_id=str(guide.pk))
    bodies = [mail.body for mail in mails if mail.to == guide.email]
    assert any(own.get_absolute_url() in body for body in bodies)
    assert any("/rapporter/unge/" in body for body in bodies)
    secrets = [case.person.first_name for case in caseload.values()] + [unit.name, guide.name]
    for mail in mails:
        assert not any(secret in mail.subject + mail.body for secret in secrets)
        assert "/rapporter/hvilke/" in mail.body


def test_whoever_ordered_it_is_not_told(unit, leader, caseload):
    ReportSnapshot.objects.take(unit, Month(2026, 10), paper=False)
    tell(unit, Month(2026, 10), ["unit"], but=leader)
    assert not OutboxMail.objects.exists()


def test_a_status_by_rhythm_is_made_and_the_guides_are_told(
    unit, guide, colleague, as_guide, caseload, django_capture_on_commit_callbacks
):
    Schedule.objects.create(
        unit=unit, what=What.CASE, every=2, step="week", from_on=dt.date(2026, 11, 2), told="guides"
    )
    ReportSnapshot.objects.take(unit, Month(2026, 10), paper=False)
    for _n in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.take_due_reports()
    rows = ReportSnapshot.objects.filter(kind="case", span="days")
    assert {str(row.covers) for row in rows} == {"2026-11-02--2026-11-15"}
    told = [mail.to for mail in OutboxMail.objects.all() if "/rapporter/unge/" in mail.body]
    assert sorted(told) == sorted([guide.email, colleague.email])
    page = as_guide.get("/rapporter/unge/")
    mine = {case.pk for case, _report in page.context["rows"]}
    assert caseload["idle"].pk in mine and caseload["stale"].pk not in mine
    assert (
        "2. november – 15. november 2026" in page.content.decode() and "hver 2. uge" in page.content.decode()
    )
    status = rows.get(subject_id=str(caseload["idle"].pk))
    read = as_guide.get(status.get_absolute_url())
    assert read.status_code == 200 and "2. november – 15. november 2026" in read.content.decode()
    assert as_guide.get(f"/sager/{caseload['idle'].pk}/rapporter/{status.pk}/pdf/").status_code == 200


def test_statuses_cost_the_same_for_two_and_for_twenty(as_guide, guide, unit, now):
    costs = []
    for count in (2, 18):
        for _n in range(count):
            factories.make_case(guide, on=dt.date(2026, 9, 1))
        as_guide.get("/rapporter/unge/")
        with CaptureQueriesContext(connection) as seen:
            assert as_guide.get("/rapporter/unge/").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
