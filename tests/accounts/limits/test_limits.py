"""Limits are rows with a day and a source: added, never changed, and looked up once per request."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.limits.actions import add_limit, take_back_limit
from accounts.models import Unit
from audit.models import AuditEvent
from core import clock, limits
from core.limits import DECLARED, Limit, LimitMissing, in_words, limit
from tests.helpers import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
CODE = "duty_contact_days"


@pytest.fixture(autouse=True)
def now():
    with clock.travel(TODAY):
        yield


def add(admin, value=4, valid_from=TODAY, source="BEK 1 af 2027", **more):
    return add_limit(CODE, value, by=admin, valid_from=valid_from, source=source, **more)


def test_every_limit_that_is_declared_has_a_row_that_makes_sense():
    assert DECLARED
    for code, declared in DECLARED.items():
        rows = Limit.objects.filter(code=code)
        assert rows, code
        assert all(
            row.source and row.unit == declared.unit and not declared.refuses(row.value) for row in rows
        )


def test_todays_values():
    assert (limit(CODE), limit("duty_activity_days")) == (5, 30)
    assert (limit("duty_youngest_age"), limit("duty_oldest_age")) == (15, 17)
    assert (limit("unit_youngest_age"), limit("unit_oldest_age")) == (13, 25)
    assert (limit("activity_fresh_days"), limit("contact_days")) == (90, 30)


def test_a_new_value_counts_from_its_day_and_history_stays(admin):
    begins = TODAY + timedelta(days=39)
    add(admin, 4, begins)
    assert limit(CODE) == limit(CODE, on=begins - timedelta(days=1)) == 5
    assert limit(CODE, on=begins) == limit(CODE, on=date(2050, 1, 1)) == 4
    assert Limit.objects.filter(code=CODE).count() == 2
    event = AuditEvent.objects.get(action="limit.added")
    assert (event.actor_id, event.changes[CODE]) == (admin.pk, [5, 4])


def test_a_no_that_becomes_a_yes_stands_on_the_trail_as_both(admin):
    add_limit("free_1_may", 0, by=admin, valid_from=TODAY, source="Enhedens beslutning")
    with clock.travel(TODAY + timedelta(days=1)):
        add_limit("free_1_may", 1, by=admin, valid_from=clock.today(), source="Enhedens beslutning")
    kept = AuditEvent.objects.filter(action="limit.added").order_by("pk").last()
    assert kept.changes["free_1_may"] == [0, 1]


def test_before_the_first_row_the_first_row_counts():
    assert limit(CODE, on=date(1990, 1, 1)) == 5


def test_a_limit_that_nobody_knows():
    with pytest.raises(LimitMissing):
        limit("how_long_is_a_string")


def test_a_request_sees_one_reading_and_what_it_writes_itself(admin):
    limits.clear_cache()
    with limits.cached(), CaptureQueriesContext(connection) as queries:
        for _turn in range(3):
            limit(CODE)
            limit("contact_days", on=date(2020, 1, 1))
    assert len(queries) == 1
    with limits.cached():
        assert limit(CODE) == 5
        add(admin, 9)
        assert limit(CODE) == 9
        assert limits.ProcessCache.table is None, "what is not committed is not everybody's"
    assert limit(CODE) == 9


def test_a_process_reads_the_table_again_after_a_minute(admin, monkeypatch, settings):
    settings.KUI_LIMITS_SECONDS = 60
    now = 1000.0
    monkeypatch.setattr(limits, "monotonic", lambda: now)
    limits.clear_cache()
    assert limit(CODE) == 5
    Limit.objects.filter(code=CODE).update(value=8)  # as another process would
    now += 59
    assert limit(CODE) == 5
    now += 2
    assert limit(CODE) == 8


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": 0}, "value"),
        ({"value": 61}, "value"),
        ({"valid_from": date(2019, 8, 1)}, "valid_from"),
        ({"valid_from": date(2018, 1, 1)}, "valid_from"),
        ({"source": "   "}, "source"),
        ({"source": "x" * 401}, "source"),
    ],
)
def test_what_is_refused_and_why(admin, values, field):
    with pytest.raises(ValidationError) as refused:
        add(admin, **values)
    assert list(refused.value.message_dict) == [field]
    assert limit(CODE) == 5


def test_the_database_refuses_two_values_from_a_day_and_one_without_a_source():
    known = Limit.objects.get(code=CODE)
    for values in ({"source": "Andet"}, {"valid_from": TODAY, "source": ""}):
        row = Limit(code=CODE, value=3, unit=known.unit, **{"valid_from": known.valid_from} | values)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_value_that_has_not_begun_is_taken_back_and_kept(admin):
    row = add(admin, 4, TODAY + timedelta(days=1))
    take_back_limit(row, by=admin)
    assert limit(CODE, on=date(2050, 1, 1)) == 5
    assert Limit.objects.get(pk=row.pk).superseded_at
    add(admin, 3, TODAY + timedelta(days=1))
    with pytest.raises(ValidationError):
        take_back_limit(add(admin, 6, TODAY), by=admin)


def test_a_mistake_of_a_day_that_has_passed_is_taken_back_with_a_reason(admin):
    first, wrong = Limit.objects.get(code=CODE), add(admin, 6, TODAY - timedelta(days=10))
    assert limit(CODE, on=TODAY - timedelta(days=10)) == 6
    for row, reason in ((wrong, " "), (first, "Forkert")):
        with pytest.raises(ValidationError):
            take_back_limit(row, by=admin, reason=reason)
    assert limit(CODE) == 6
    take_back_limit(wrong, by=admin, reason="Slåfejl")
    assert limit(CODE) == limit(CODE, on=TODAY - timedelta(days=5)) == 5
    told = AuditEvent.objects.get(action="limit.taken_back")
    assert told.changes == {CODE: [6, 5]} and told.purpose == "Slåfejl"
    with pytest.raises(ValidationError):
        take_back_limit(first, by=admin, reason="Den første bliver")
    assert add(admin, 7, TODAY - timedelta(days=10)) and limit(CODE, on=TODAY - timedelta(days=10)) == 7


@pytest.mark.parametrize(
    ("value", "refused"), [(701, False), (229, False), (1301, True), (431, True), (5, True)]
)
def test_a_day_of_the_year_is_a_day(value, refused):
    assert DECLARED["summer_first_day"].refuses(value) is refused


def test_values_in_words():
    assert in_words(1, "working_days") == "1 arbejdsdag"
    assert in_words(30, "days") == "30 kalenderdage"
    assert in_words(701, "day_of_year") == "1. juli"
    assert (in_words(1, "yes_no"), in_words(0, "yes_no")) == ("ja", "nej")


def test_a_new_unit_begins_with_the_table_and_then_goes_its_own_way(admin):
    add_limit("contact_days", 21, by=admin, valid_from=TODAY, source="Byrådet 23-11-2026")
    made = factories.UnitFactory()
    assert (made.contact_days, made.activity_fresh_days, made.min_age, made.max_age) == (21, 90, 13, 25)
    assert Unit.objects.get(pk=admin.unit_id).contact_days == 30


# --- the pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


URL = f"/tabeller/graenser/{CODE}/"


def test_an_administrator_adds_a_value(as_admin):
    data = {"value": "7", "valid_from": "2027-01-01", "source": "LBK 1 af 2027", "submit_key": "a"}
    for _twice in range(2):
        assert as_admin.post(URL, data).status_code == 303
    assert list(Limit.objects.filter(code=CODE).values_list("value", flat=True)) == [5, 7]
    page = as_admin.get(URL).content.decode()
    assert "7 arbejdsdage" in page and "LBK 1 af 2027" in page and "Tag værdien tilbage" in page
    assert "7 arbejdsdage fra 1. jan 2027" in as_admin.get("/tabeller/graenser/").content.decode()


@pytest.mark.parametrize(("days", "asked"), [(-10, True), (-1, True), (0, False), (1, False)])
def test_a_day_that_has_passed_is_confirmed_with_what_it_changes(as_admin, days, asked):
    day = TODAY + timedelta(days=days)
    data = {"value": "7", "valid_from": f"{day}", "source": "LBK 1", "submit_key": "a"}
    answer = as_admin.post(URL, data)
    assert answer.status_code == (422 if asked else 303)
    if asked:
        page = answer.content.decode()
        assert "5 arbejdsdage" in page and "7 arbejdsdage" in page and f"{-days} dag" in page
        assert (
            list(answer.context["form"].errors) == ["confirmed"]
            and Limit.objects.filter(code=CODE).count() == 1
        )
        assert as_admin.post(URL, data | {"confirmed": "on"}).status_code == 303
    assert limit(CODE, on=day) == 7


@pytest.mark.parametrize(
    "code", ["unit_youngest_age", "unit_oldest_age", "activity_fresh_days", "contact_days"]
)
def test_what_only_new_units_begin_with_judges_no_day_anew(as_admin, code):
    url, day = f"/tabeller/graenser/{code}/", TODAY - timedelta(days=697)
    value = limit(code) + 1
    data = {"value": value, "valid_from": f"{day}", "source": "Byrådet", "submit_key": "a"}
    answer = as_admin.post(url, data, follow=True)
    page = answer.content.decode()
    assert limit(code) == value and "vurderes på ny" not in page and "Den tæller fra" not in page
    assert "Nye enheder begynder med den fra 23. november 2026" in page
    assert "fra 23. nov" in page and "26. dec 2024" not in page, "its history says the same"
    assert 'href="/tabeller/graenser/enheden/"' in page
    assert "begynder igen med den forrige værdi" in page and "også for dagene siden" not in page, (
        "taking it back judges nothing anew either"
    )


def test_a_mistake_is_taken_back_on_its_page(as_admin, admin):
    row = add(admin, 6, TODAY - timedelta(days=3))
    assert "Det er en fejl" in as_admin.get(URL).content.decode()
    back = f"{URL}{row.pk}/tilbage/"
    assert "Skriv, hvad der var forkert" in as_admin.post(back, follow=True).content.decode()
    assert limit(CODE) == 6
    page = as_admin.post(back, {"reason": "Slåfejl"}, follow=True).content.decode()
    assert limit(CODE) == 5 and "Det er en fejl" not in page
    assert "Nu gælder 5 arbejdsdage." in page, "what counts now"
    assert f"Taget tilbage af {admin.name}, 23. nov: Slåfejl" in page


def test_bad_input_is_said_beside_its_field_and_kept(as_admin):
    answer = as_admin.post(URL, {"value": "7", "valid_from": "2019-08-01", "source": "Samme dag"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["valid_from"]
    assert "Samme dag" in answer.content.decode()
    assert as_admin.post(URL, {"value": "", "valid_from": "9999-01-01"}).status_code == 422
    assert as_admin.get("/tabeller/graenser/findes-ikke/").status_code == 404


def test_a_day_of_the_year_and_a_yes_are_written_as_such(as_admin):
    day = {"valid_from": "2026-11-23", "source": "Byrådet"}
    as_admin.post("/tabeller/graenser/summer_first_day/", day | {"value": "2026-06-27"})
    as_admin.post("/tabeller/graenser/free_1_may/", day | {"value": "1"})
    assert (limit("summer_first_day"), limit("free_1_may")) == (627, 1)


def test_the_list_costs_the_same_with_more_rows(as_admin, admin, django_assert_num_queries):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            as_admin.get("/tabeller/graenser/")
        return len(queries)

    few = cost()
    for number in range(18):
        add(admin, 6, TODAY + timedelta(days=number))
    assert cost() == few <= 9


def test_the_units_own_choices(as_admin, admin):
    url, data = (
        "/tabeller/graenser/enheden/",
        {"min_age": 15, "max_age": 24, "activity_fresh_days": 60, "contact_days": 14},
    )
    address = {"mailbox": "unge@kommunen.example"}
    assert as_admin.post(url, data | address | {"version": 1}).status_code == 303
    assert Unit.objects.get(pk=admin.unit_id).mailbox == "unge@kommunen.example"
    unit = Unit.objects.get(pk=admin.unit_id)
    assert (unit.min_age, unit.max_age, unit.activity_fresh_days, unit.contact_days, unit.version) == (
        15,
        24,
        60,
        14,
        2,
    )
    listed = " ".join(as_admin.get("/tabeller/graenser/").content.decode().split())
    assert "Din egen enhed: 14 kalenderdage" in listed and "Din egen enhed: 24 år" in listed
    page = " ".join(as_admin.get("/tabeller/graenser/contact_days/").content.decode().split())
    assert "Din egen enhed: 14 kalenderdage" in page and "gælder i dag" not in page
    assert "nye enheder begynder med den" in page and "gælder i dag" in as_admin.get(URL).content.decode()
    data |= address
    lost = as_admin.post(url, data | {"contact_days": 20, "version": 1})
    assert lost.status_code == 409 and 'value="20"' in lost.content.decode()
    assert as_admin.post(url, data | {"min_age": 3, "version": 2}).status_code == 422
    assert AuditEvent.objects.get(action="unit.choices").changes["contact_days"] == [30, 14]
