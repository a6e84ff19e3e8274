"""Lists for who begins and who leaves: the template, the points and their days, the two who tick, and what is left."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from accounts.users.actions import close_user, offboarding_warnings
from audit.models import AuditEvent
from cases.guides.actions import assign
from core import clock
from core.constraints import Taken
from overview.waiting.introductions import INTRODUCTIONS
from practice.models import Introduction, Point, TemplatePoint
from practice.onboarding import demo
from practice.onboarding.actions import add_template_point, begin_template, end_list, start_list, tick
from practice.onboarding.forms import clean_link
from practice.onboarding.offboarding import carried_by
from practice.onboarding.rules import NEW_AFTER, NEW_BEFORE, Direction, due_on, is_late, is_new
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 30)
JOINING, LEAVING = Direction.JOINING, Direction.LEAVING
LIST = reverse("practice:introduction_list")


@pytest.fixture
def template(leader):
    add_template_point(by=leader, direction=JOINING, text="Læs om Min dag", days=2, link="/min-dag/")
    add_template_point(by=leader, direction=JOINING, text="Vær med til en samtale", days=7)
    add_template_point(by=leader, direction=LEAVING, text="Aflever nøgler", days=0)
    add_template_point(by=leader, direction=LEAVING, text="Sig farvel", days=5)


def start(user, leader, direction=JOINING, **more):
    return start_list(user, by=leader, direction=direction, **{"day": clock.today()} | more)


def test_a_point_is_due_after_the_first_day_and_before_the_last():
    assert due_on(JOINING, DAY, 7) == date(2026, 12, 7)
    assert due_on(LEAVING, DAY, 7) == date(2026, 11, 23)
    assert due_on(JOINING, DAY, 0) == due_on(LEAVING, DAY, 0) == DAY


@pytest.mark.parametrize(("ticked", "days", "late"), [(None, 0, False), (None, 1, True), (DAY, 1, False)])
def test_a_point_is_late_the_day_after(ticked, days, late):
    assert is_late(DAY, ticked, DAY + timedelta(days=days)) is late


@pytest.mark.parametrize(
    ("days", "new"),
    [(-NEW_BEFORE - 1, False), (-NEW_BEFORE, True), (NEW_AFTER, True), (NEW_AFTER + 1, False)],
)
def test_somebody_is_new_from_a_fortnight_before_until_a_month_after(guide, leader, template, days, new):
    assert is_new(DAY, DAY + timedelta(days=days)) is new
    start(guide, leader, day=DAY)
    on = DAY + timedelta(days=days)
    assert Introduction.objects.newcomers(on).exists() is new


def test_newcomers_are_those_who_begin_and_can_work(guide, colleague, leader, admin, template):
    today = clock.today()
    begun = start(guide, leader)
    start(colleague, leader, LEAVING)
    end_list(begun, by=leader)
    assert list(Introduction.objects.newcomers(today)) == [begun]
    close_user(guide, by=admin)
    assert not Introduction.objects.newcomers(today)


def test_a_list_begins_with_the_template_and_forgets_it(guide, leader, template):
    old = TemplatePoint.objects.get(text="Vær med til en samtale")
    TemplatePoint.objects.filter(pk=old.pk).update(is_active=False)
    one = start(guide, leader, day=DAY, welcome="Hej")
    TemplatePoint.objects.update(text="Noget andet", days=90)
    [point] = one.points.all()
    assert (point.text, point.link, point.due_on) == ("Læs om Min dag", "/min-dag/", DAY + timedelta(days=2))


def test_whom_no_list_is_started_for(guide, leader, stranger, template, admin):
    for wrong in (stranger, leader, admin):
        with pytest.raises(ValidationError):
            start(wrong, leader)
    with pytest.raises(ValidationError):
        start(guide, leader, mentor=guide)
    start(guide, leader)
    with pytest.raises(ValidationError):
        start(guide, leader)
    start(guide, leader, LEAVING)  # another kind of list may run beside it
    TemplatePoint.objects.all().delete()
    with pytest.raises(ValidationError):
        start(factories.UserFactory(unit=guide.unit, role=Role.GUIDE), leader)


def test_the_database_holds_what_is_always_so(guide, leader, template):
    one = start(guide, leader)
    point = one.points.first()
    wrongs = [
        (Point.objects.filter(pk=point.pk), {"ticked_on": DAY}),
        (Point.objects.filter(pk=point.pk), {"ticked_by": guide}),
        (Introduction.objects.filter(pk=one.pk), {"mentor": guide}),
        (TemplatePoint.objects.all(), {"days": 366}),
        (TemplatePoint.objects.all(), {"text": ""}),
    ]
    for rows, wrong in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.create(
            user=guide, unit=guide.unit, direction=JOINING, day=DAY, started_by=leader
        )


def test_the_two_and_the_mentor_tick_and_nobody_else(client, guide, colleague, leader, stranger, template):
    mentor = factories.UserFactory(unit=guide.unit, role=Role.GUIDE)
    one = start(guide, leader, mentor=mentor)
    points = list(one.points.all())
    url = reverse("practice:point_tick", args=[one.pk, points[0].pk])
    page = reverse("practice:introduction_detail", args=[one.pk])
    for outside in (colleague, stranger):
        client.force_login(outside)
        assert client.post(url).status_code == client.get(page).status_code == 404
        assert "Gitte Guide" not in client.get(LIST).text
    for who in (guide, leader, mentor):
        client.force_login(who)
        assert guide.name in client.get(LIST).text
        assert client.post(url).status_code == 303
        ticked = Point.objects.get(pk=points[0].pk)
        assert (ticked.ticked_on, ticked.ticked_by) == (clock.today(), who)
        client.post(url)  # again changes nothing
        assert client.post(f"{url}?fortryd=1").status_code == 303
        assert Point.objects.get(pk=points[0].pk).ticked_on is None
    said = AuditEvent.objects.filter(action__startswith="introduction.").values_list("action", flat=True)
    assert list(said).count("introduction.ticked") == list(said).count("introduction.unticked") == 3
    other = reverse("practice:point_tick", args=[one.pk, points[1].pk + 999])
    assert client.post(other).status_code == 404


def test_who_ticked_first_stays(guide, leader, template):
    point = start(guide, leader).points.first()
    tick(point, by=guide)
    tick(point, by=leader)
    assert Point.objects.get(pk=point.pk).ticked_by == guide


def test_an_ended_list_is_ticked_no_more(client, guide, leader, template):
    one = start(guide, leader)
    client.force_login(guide)
    end = reverse("practice:introduction_end", args=[one.pk])
    assert client.post(end).status_code == 403
    client.force_login(leader)
    assert client.post(end).status_code == 303
    with pytest.raises(Taken):
        end_list(one, by=leader)
    point = one.points.select_related("introduction").first()
    with pytest.raises(ValidationError):
        tick(point, by=guide)
    client.post(reverse("practice:point_tick", args=[one.pk, point.pk]))
    assert Point.objects.get(pk=point.pk).ticked_on is None
    assert not Point.objects.open().exists() and not one.points.late(DAY + timedelta(days=999)).exists()
    start(guide, leader)  # and another may begin


def test_before_a_list_ends_the_leader_reads_what_is_open(client, guide, leader, template):
    factories.make_case(guide)
    one = start(guide, leader, LEAVING)
    tick(one.points.select_related("introduction").get(text="Sig farvel"), by=leader)
    [found] = carried_by(guide, clock.today())
    client.force_login(leader)
    end = reverse("practice:introduction_end", args=[one.pk])
    detail = client.get(reverse("practice:introduction_detail", args=[one.pk])).text
    assert f'href="{end}"' in detail and f'action="{end}"' not in detail
    page = client.get(end).text
    assert "Aflever nøgler" in page and "Sig farvel" not in page and found.words in page
    one.refresh_from_db()
    assert one.is_running
    assert client.post(end).status_code == 303
    assert client.get(end)["Location"] == reverse("practice:introduction_detail", args=[one.pk])


def test_a_list_that_was_ended_by_mistake_is_opened_again(client, guide, leader, template):
    one = start(guide, leader, LEAVING)
    tick(one.points.select_related("introduction").get(text="Sig farvel"), by=leader)
    reopen, detail = (
        reverse(f"practice:introduction_{name}", args=[one.pk]) for name in ("reopen", "detail")
    )
    client.force_login(leader)
    assert reopen not in client.get(detail).text
    end_list(one, by=leader)
    assert f'action="{reopen}"' in client.get(detail).text
    client.force_login(guide)
    assert reopen not in client.get(detail).text and client.post(reopen).status_code == 403
    client.force_login(leader)
    assert "Listen er åbnet igen" in client.post(reopen, follow=True).text
    one.refresh_from_db()
    assert one.is_running and {point.text for point in Point.objects.open()} == {"Aflever nøgler"}
    [row] = AuditEvent.objects.filter(action="introduction.reopened", object_id=str(one.pk))
    assert row.changes == {"ended_on": [clock.today().isoformat(), None]} and row.actor_id == leader.pk
    assert "sket noget med den siden" in client.post(reopen, follow=True).text
    assert AuditEvent.objects.filter(action="introduction.reopened").count() == 1
    end_list(one, by=leader)
    start(guide, leader, LEAVING)
    assert "har allerede en åben liste af den slags" in client.post(reopen, follow=True).text
    one.refresh_from_db()
    assert not one.is_running


def test_a_property_and_a_queryset_agree_on_what_is_late(guide, leader, template):
    one = start(guide, leader, day=DAY)
    tick(one.points.first(), by=guide)
    for days in range(10):
        on = DAY + timedelta(days=days)
        assert [p for p in one.points.all() if p.is_late(on)] == list(Point.objects.late(on))


def test_the_leader_is_told_of_lists_with_late_points(guide, leader, stranger, template):
    start(guide, leader, day=DAY)
    for days, waits in ((2, 0), (3, 1)):
        on = DAY + timedelta(days=days)
        rows = list(INTRODUCTIONS.rows(leader, on))
        assert len(rows) == waits and [row.late for row in rows] == [1] * waits
        assert not INTRODUCTIONS.rows(stranger, on)


def test_what_lies_with_who_leaves_is_the_first_point_and_done_at_none(
    client, guide, colleague, leader, template
):
    case = factories.make_case(guide)
    one = start(guide, leader, LEAVING)
    [found] = carried_by(guide, clock.today())
    assert found.count == 1 and found.url == reverse("overview:takeover_user", args=[guide.pk])
    client.force_login(leader)
    url = reverse("practice:introduction_detail", args=[one.pk])
    assert found.words in client.get(url).text and found.url in client.get(url).text
    client.force_login(guide)
    assert found.words in client.get(url).text and found.url not in client.get(url).text
    assign(case, colleague, by=leader)
    assert carried_by(guide, clock.today()) == []
    assert "Alt er overdraget" in client.get(url).text


def test_what_is_open_is_said_before_the_access_is_closed_and_after(client, guide, leader, admin, template):
    assert offboarding_warnings(guide) == []
    one = start(guide, leader, LEAVING)
    tick(one.points.get(text="Sig farvel"), by=guide)
    [said] = offboarding_warnings(guide)
    assert "Aflever nøgler" in said and "Sig farvel" not in said and guide.name in said
    client.force_login(admin)
    assert "Aflever nøgler" in client.get(reverse("accounts:user_close", args=[guide.pk])).text
    close_user(guide, by=admin)
    assert "Aflever nøgler" in client.get(reverse("overview:takeover_user", args=[guide.pk])).text
    client.force_login(leader)
    assert "adgangen er lukket" in client.get(LIST).text
    tick(one.points.get(text="Aflever nøgler"), by=leader)
    assert offboarding_warnings(guide) == []


@pytest.mark.parametrize("link", ["", "/min-dag/", "/min-dag/?vis=alle#a", "https://kl.dk/unge"])
def test_a_page_to_read_is_ours_or_a_safe_one(link):
    assert clean_link(link) == link


@pytest.mark.parametrize(
    "link",
    ["/findes-ikke/", "//ond.dk/", "http://kl.dk/", "javascript:alert(1)", "kl.dk", "data:text/html,x"],
)
def test_another_address_is_refused(link):
    with pytest.raises(ValidationError):
        clean_link(link)


def test_the_leader_keeps_the_template(client, guide, leader, stranger):
    client.force_login(leader)
    url = reverse("practice:template_list")
    client.post(reverse("practice:template_begin"))
    proposed = TemplatePoint.objects.filter(unit=leader.unit).count()
    assert proposed > 10 and begin_template(leader.unit, by=leader) == 0
    to_read = TemplatePoint.objects.get(text__contains="vidensbanken")
    assert to_read.link == reverse("practice:article_list"), "what is to be read is a click away"
    assert set(TemplatePoint.objects.values_list("direction", flat=True)) == {JOINING, LEAVING}
    sent = {
        "direction": JOINING,
        "text": "Spis frokost med alle",
        "days": 5,
        "link": "ftp://x",
        "submit_key": "a",
    }
    refused = client.post(reverse("practice:template_add"), sent)
    assert refused.status_code == 422 and "Spis frokost med alle" in refused.text
    for _n in range(3):
        assert client.post(reverse("practice:template_add"), sent | {"link": ""}).status_code == 303
    row = TemplatePoint.objects.get(text="Spis frokost med alle")
    edit = reverse("practice:template_edit", args=[row.pk])
    changed = {"version": 1, "text": "Spis med alle", "days": 4, "is_active": "on", "link": ""}
    assert client.post(edit, changed).status_code == 303
    assert client.post(edit, changed | {"text": "Spis med nogle"}).status_code == 409
    assert client.post(edit, changed | {"version": 2, "days": 365}).status_code == 303
    for days in (366, -1, 40_000):
        late = client.post(edit, changed | {"version": 3, "days": days})
        assert late.status_code == 422 and set(late.context["form"].errors) == {"days"}
        assert "template_point_within_a_year" not in late.text
    assert "Spis med alle" in client.get(url).text
    client.force_login(guide)
    assert client.get(url).status_code == 403
    assert not TemplatePoint.objects.exclude(unit=leader.unit).exists()


def test_the_form_starts_one_list_and_says_what_the_template_lacks(client, guide, colleague, leader):
    client.force_login(leader)
    url = reverse("practice:introduction_start")
    sent = {"direction": JOINING, "user": guide.pk, "day": DAY, "mentor": colleague.pk, "submit_key": "a"}
    assert client.post(url, sent).status_code == 422
    assert len(client.get(url).context["missing"]) == 2
    begin_template(leader.unit, by=leader)
    assert client.get(url).context["missing"] == []
    assert client.post(url, sent | {"mentor": guide.pk}).status_code == 422
    sent["welcome"] = "Hej med jer"
    assert {client.post(url, sent)["Location"] for _n in range(3)} == {
        reverse("practice:introduction_detail", args=[Introduction.objects.get().pk])
    }
    leaving = {
        "direction": LEAVING,
        "user": guide.pk,
        "day": DAY,
        "mentor": colleague.pk,
        "welcome": "Farvel",
    }
    client.post(url, leaving)
    gone = Introduction.objects.get(direction=LEAVING)
    assert (gone.mentor, gone.welcome) == (None, "")


def test_a_point_beyond_a_year_is_refused_in_words(leader):
    with pytest.raises(ValidationError) as refused:
        add_template_point(by=leader, direction=JOINING, text="Spis med alle", days=366)
    assert refused.value.messages == ["Højst et år: 365 dage."]


def test_the_line_to_colleagues_holds_no_number_and_the_day_is_near(client, guide, leader, template):
    client.force_login(leader)
    url = reverse("practice:introduction_start")
    sent = {"direction": JOINING, "user": guide.pk, "day": DAY, "welcome": "Hej"}
    with clock.travel(DAY):
        number = client.post(url, sent | {"welcome": "Hej, 010203-4567"})
        assert number.status_code == 422 and set(number.context["form"].errors) == {"welcome"}
        assert "Der står et CPR-nummer" in number.text
        for days in (-366, 366):
            far = client.post(url, sent | {"day": DAY + timedelta(days=days)})
            assert far.status_code == 422 and set(far.context["form"].errors) == {"day"}, days
        assert client.post(url, sent | {"day": DAY + timedelta(days=365)}).status_code == 303
        assert (
            client.post(url, sent | {"direction": LEAVING, "day": DAY - timedelta(days=365)}).status_code
            == 303
        )


def test_two_lists_and_twenty_cost_the_same_queries(client, leader, template):
    def fill(count):
        for _n in range(count):
            user = factories.UserFactory(unit=leader.unit, role=Role.GUIDE)
            start(user, leader)
            end_list(start(user, leader, LEAVING), by=leader)

    client.force_login(leader)
    fill(2)
    few = queries(client, LIST)
    fill(18)
    assert queries(client, LIST) == few <= 12


def test_the_demo_has_one_half_way_and_one_who_leaves(unit, leader):
    guides = [factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(4)]
    demo.load(guides, leader)
    new, gone = Introduction.objects.get(direction=JOINING), Introduction.objects.get(direction=LEAVING)
    done = new.points.exclude(ticked_on=None).count()
    assert 3 <= done < new.points.count() and list(Introduction.objects.newcomers(clock.today())) == [new]
    assert gone.user != new.user and Point.objects.open().filter(introduction=gone).exists()
