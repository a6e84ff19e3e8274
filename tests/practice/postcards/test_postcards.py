"""Postcards from the future: nobody reads one before its day."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from core.constraints import Taken
from core.mail.models import OutboxMail
from practice.barometer.actions import open_round
from practice.postcards import demo
from practice.postcards.actions import notify_writers, take_back_postcard, write_postcard
from practice.postcards.models import Postcard, Sealed
from practice.postcards.rules import in_months, latest_opening
from practice.postcards.tasks import open_postcards
from tests.helpers import factories

SECRET = "KANARIE: vi turde mere"


DAY = date(2027, 3, 29)


@pytest.fixture
def card(unit, guide):
    with clock.travel(date(2026, 11, 21)):
        return write_postcard(unit=unit, by=guide, text=SECRET, opens_on=DAY)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
    ],
)
def test_months_ahead(start, months, end):
    assert in_months(start, months) == end


def test_the_longest_wait_from_a_leap_day():
    assert latest_opening(date(2028, 2, 29)) == date(2038, 2, 28)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "may"),
    [
        # Copenhagen is two hours ahead of UTC on 29 March 2027: its midnight is 22:00 UTC the day before.
        (datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC), False),
        (datetime(2027, 3, 28, 22, 0, 0, tzinfo=UTC), True),
        (datetime(2027, 3, 28, 12, 0, 0, tzinfo=UTC), False),
        (datetime(2027, 3, 29, 23, 59, 0, tzinfo=UTC), True),
    ],
)
def test_it_opens_at_midnight_in_copenhagen_for_everybody(
    client, card, guide, colleague, leader, moment, may
):
    with clock.travel(moment):
        for reader in (guide, colleague, leader):
            client.force_login(reader)
            for url in ("/postkort/", f"/postkort/{card.pk}/"):
                page = client.get(url)
                assert page.status_code == 200
                assert (SECRET in page.content.decode()) is may
                assert may or SECRET not in str(page.context)


@pytest.mark.django_db
def test_a_card_for_29_february_opens_on_29_february(client, unit, guide):
    client.force_login(guide)
    with clock.travel(date(2027, 11, 1)):
        card = write_postcard(unit=unit, by=guide, text=SECRET, opens_on=date(2028, 2, 29))
    with clock.travel(date(2028, 2, 28)):
        assert SECRET not in client.get("/postkort/").content.decode()
    with clock.travel(date(2028, 2, 29)):
        assert SECRET in client.get("/postkort/").content.decode()
        assert card.read(on=clock.today()) == SECRET


@pytest.mark.django_db
def test_reading_too_early_is_an_error_and_sealed_texts_are_not_fetched(card):
    with pytest.raises(Sealed):
        card.read(on=DAY - timedelta(days=1))
    assert card.read(on=DAY) == SECRET
    row = Postcard.objects.sealed(DAY - timedelta(days=1)).get()
    assert "text" in row.get_deferred_fields()


@pytest.mark.django_db
@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)])
def test_queryset_and_property_agree(card, on):
    assert Postcard.objects.opened(on).filter(pk=card.pk).exists() is card.is_open(on)
    assert Postcard.objects.sealed(on).filter(pk=card.pk).exists() is not card.is_open(on)


@pytest.mark.django_db
def test_the_database_holds_no_readable_text_nor_does_the_trail(card):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM practice_postcard")
        stored = cursor.fetchone()[0]
    assert "KANARIE" not in stored and len(stored) > 80
    assert "KANARIE" not in str(AuditEvent.objects.get(action="postcard.write").__dict__)


@pytest.mark.django_db
def test_only_the_units_guides_and_leaders(client, card, stranger, admin, partner_user):
    with clock.travel(DAY):
        client.force_login(stranger)
        assert client.get(f"/postkort/{card.pk}/").status_code == 404
        assert SECRET not in client.get("/postkort/").content.decode()
        for user in (admin, partner_user):
            client.force_login(user)
            assert client.get("/postkort/").status_code == 403


@pytest.fixture
def as_guide(client, guide):
    client.force_login(guide)
    return client


def form(**values):
    return {"text": SECRET, "motif": "fjord", "wait": "12", "opens_on": "", **values}


@pytest.mark.django_db
def test_written_sealed_and_told(as_guide, guide):
    with clock.travel(date(2028, 2, 29)):
        response = as_guide.post("/postkort/nyt/", form(), follow=True)
        card = Postcard.objects.get()
        assert (card.opens_on, card.written_on, card.by) == (date(2029, 2, 28), date(2028, 2, 29), guide)
        assert SECRET not in response.content.decode()


@pytest.mark.django_db
def test_a_number_is_refused_and_a_name_asked_about_once(as_guide, guide):
    refused = as_guide.post("/postkort/nyt/", form(text="Hun fik plads, 010203-4567", sure="on"))
    assert refused.status_code == 422 and "Der står et CPR-nummer" in refused.text
    asked = as_guide.post("/postkort/nyt/", form(text="Husk, at Sigrid fik plads"))
    assert asked.status_code == 422 and 'name="sure"' in asked.text and "Sigrid fik plads" in asked.text
    assert not Postcard.objects.exists()
    # A colleague may be named.
    for more in ({"text": "Husk, at Sigrid fik plads", "sure": "on"}, {"text": f"Tak til {guide.name}"}):
        assert as_guide.post("/postkort/nyt/", form(**more)).status_code == 303


@pytest.mark.django_db
def test_one_may_be_written_after_a_round_that_is_over(as_guide, guide, stranger):
    today = date(2027, 3, 1)
    with clock.travel(today):
        asked = {"statements": [], "own": ["Vi ringer først"], "closes_on": today}
        ours = open_round(unit=guide.unit, by=guide, title="Marts 2027", **asked)
        theirs = open_round(unit=stranger.unit, by=stranger, title="Deres", **asked)
        assert as_guide.get(f"/postkort/nyt/?runde={ours.pk}").status_code == 404, "it is still open"
    with clock.travel(today + timedelta(days=1)):
        assert as_guide.get(f"/postkort/nyt/?runde={theirs.pk}").status_code == 404
        assert "Marts 2027" in as_guide.get(f"/postkort/nyt/?runde={ours.pk}").text
        assert as_guide.post(f"/postkort/nyt/?runde={ours.pk}", form()).status_code == 303
        card = Postcard.objects.get()
        assert card.round == ours
    with clock.travel(card.opens_on):
        assert "Marts 2027" in as_guide.get(f"/postkort/{card.pk}/").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        ("2026-11-21", True),
        ("2026-11-20", True),
        ("2026-11-22", False),
        ("2036-11-21", False),
        ("2036-11-22", True),
        ("2027-02-29", True),
        ("", True),
        ("0001-01-01", True),
        ("9999-12-31", True),
    ],
)
def test_the_day_lies_ahead_and_not_too_far(as_guide, day, wrong):
    with clock.travel(date(2026, 11, 21)):
        response = as_guide.post("/postkort/nyt/", form(wait="", opens_on=day))
    assert Postcard.objects.exists() is not wrong
    if wrong:
        assert list(response.context["form"].errors) == ["opens_on"]
        assert SECRET in response.content.decode()


@pytest.mark.django_db
def test_the_day_is_tomorrow_just_after_midnight_in_copenhagen(as_guide):
    with clock.travel(datetime(2026, 11, 21, 23, 30, tzinfo=UTC)):
        as_guide.post("/postkort/nyt/", form(wait="", opens_on="2026-11-22"))
        assert not Postcard.objects.exists()


@pytest.mark.django_db
def test_the_same_form_five_times_makes_one_card(as_guide):
    page = as_guide.get("/postkort/nyt/").content.decode()
    key = re.search(r'name="submit_key" value="([^"]+)"', page)[1]
    for _ in range(5):
        assert as_guide.post("/postkort/nyt/", form(submit_key=key)).status_code == 303
    assert Postcard.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_a_card_that_is_open_when_written(unit, guide):
    with pytest.raises(ValidationError):
        write_postcard(unit=unit, by=guide, text="x", opens_on=clock.today())
    with pytest.raises(IntegrityError), transaction.atomic():
        Postcard.objects.create(
            unit=unit, by=guide, text="x", opens_on=clock.today(), written_on=clock.today()
        )


@pytest.mark.django_db
def test_markup_in_a_text_is_shown_as_text(client, unit, guide):
    with clock.travel(date(2026, 1, 1)):
        write_postcard(unit=unit, by=guide, text="<img src=x onerror=alert(1)>", opens_on=date(2026, 1, 2))
    client.force_login(guide)
    assert "<img src=x" not in client.get("/postkort/").content.decode()


@pytest.mark.django_db
def test_the_writer_is_told_once_on_the_day_without_a_word_of_it(card, guide):
    with clock.travel(DAY - timedelta(days=1)):
        assert open_postcards() == 0
    with clock.travel(DAY):
        assert open_postcards() == 1
        assert open_postcards() == 0
    mail = OutboxMail.objects.get()
    assert mail.to == guide.email and f"/postkort/{card.pk}/" in mail.body
    assert "KANARIE" not in mail.body + mail.subject
    assert "postkort" in mail.subject


@pytest.mark.django_db
def test_a_beat_that_slept_tells_the_day_after(card):
    with clock.travel(DAY + timedelta(days=3)):
        assert notify_writers(on=clock.today()) == 1
    assert OutboxMail.objects.count() == 1


@pytest.mark.django_db
def test_a_writer_who_has_left_is_not_mailed_and_the_card_opens_all_the_same(client, card, guide, leader):
    guide.is_active = False
    guide.save()
    with clock.travel(DAY):
        assert notify_writers(on=DAY) == 1 and notify_writers(on=DAY) == 0
        client.force_login(leader)
        assert SECRET in client.get("/postkort/").content.decode()
    assert not OutboxMail.objects.exists()


def test_the_beat_wakes_it_daily():
    from kui.celery import app

    tasks = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert tasks["practice.postcards.tasks.open_postcards"].hour == {6}


@pytest.mark.django_db
def test_two_cards_and_twenty_cost_the_same_queries(client, unit, guide):
    from django.test.utils import CaptureQueriesContext

    client.force_login(guide)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/postkort/")
        return len(queries)

    def fill(count):
        for _ in range(count):
            writer = factories.UserFactory(unit=unit)
            with clock.travel(clock.today() - timedelta(days=10)):
                for days in (5, 50):
                    write_postcard(
                        unit=unit, by=writer, text="x", opens_on=clock.today() + timedelta(days=days)
                    )

    fill(1)
    few = cost()
    fill(10)
    assert cost() == few <= 8


@pytest.mark.django_db
def test_the_demo_has_opened_and_sealed_ones(unit, guide, leader):
    made = demo.load(unit, [leader, guide])
    today = clock.today()
    assert {card.is_open(today) for card in made} == {True, False}
    assert notify_writers(on=today) == 0
    assert {card.by for card in made} == {leader, guide}


@pytest.mark.once
@pytest.mark.django_db
def test_another_card_under_the_same_key_is_not_dropped(client, guide):
    client.force_login(guide)
    sent = {"text": "Kære os", "wait": "12", "motif": "sea", "submit_key": "k1"}
    key = client.get("/postkort/nyt/").context["form"]
    sent |= {"motif": key.fields["motif"].choices[0][0], "wait": key.fields["wait"].choices[0][0]}
    assert client.post("/postkort/nyt/", sent).status_code in (302, 303)
    assert client.post("/postkort/nyt/", sent).status_code in (302, 303)
    assert Postcard.objects.count() == 1
    other = client.post("/postkort/nyt/", sent | {"text": "Noget helt andet"})
    assert other.status_code == 422
    assert "Noget helt andet" in other.content.decode()
    assert "er allerede gemt" in other.content.decode()
    again = {name: other.context["form"][name].value() for name in sent}
    assert client.post("/postkort/nyt/", again).status_code == 303
    assert Postcard.objects.count() == 2


@pytest.fixture
def sealed(unit, guide):
    return write_postcard(unit=unit, by=guide, text=SECRET, opens_on=clock.today() + timedelta(days=30))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["guide", "leader"])
def test_a_sealed_card_is_taken_back_and_whoever_looks_is_told(client, guide, leader, sealed, who):
    by = {"guide": guide, "leader": leader}[who]
    client.force_login(by)
    url = reverse("practice:postcard_take_back", args=[sealed.pk])
    assert url in client.get(reverse("practice:postcard_detail", args=[sealed.pk])).content.decode()
    assert [client.post(url).status_code for _twice in range(2)] == [303, 303]
    sealed.refresh_from_db()
    assert (sealed.text, sealed.taken_back_by, sealed.taken_back_on) == ("", by, clock.today())
    assert AuditEvent.objects.filter(action="postcard.take_back", actor_id=by.pk).count() == 1
    client.force_login(guide)
    page = client.get(reverse("practice:postcard_detail", args=[sealed.pk])).content.decode()
    assert f"trukket tilbage af {by.name}" in page and "KANARIE" not in page
    assert by.name in client.get(reverse("practice:postcard_list")).content.decode()
    with clock.travel(sealed.opens_on):
        assert notify_writers(on=clock.today()) == 0
        assert not sealed.is_open(clock.today()) and not Postcard.objects.opened(clock.today()).exists()
        with pytest.raises(Sealed):
            sealed.read(on=clock.today())


@pytest.mark.django_db
def test_nobody_else_takes_a_card_back_and_an_open_one_stays(client, unit, guide, leader, sealed):
    colleague = factories.UserFactory(unit=unit, role="guide")
    client.force_login(colleague)
    url = reverse("practice:postcard_take_back", args=[sealed.pk])
    assert url not in client.get(reverse("practice:postcard_detail", args=[sealed.pk])).content.decode()
    assert client.post(url).status_code == 404
    with pytest.raises(PermissionDenied):
        take_back_postcard(sealed, by=colleague)
    with clock.travel(sealed.opens_on), pytest.raises(Taken):
        take_back_postcard(sealed, by=leader)
    sealed.refresh_from_db()
    assert sealed.text == SECRET
    with pytest.raises(IntegrityError), transaction.atomic():
        Postcard.objects.filter(pk=sealed.pk).update(taken_back_on=sealed.opens_on, taken_back_by=guide)
