"""Places on offers: taken by efforts and freed with them, waited for in turn; names at home, counts elsewhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Role
from audit.models import AuditEvent
from cases.activity.actions import set_activity
from cases.models import Case
from core import clock
from core.constraints import Taken
from partners.offers.actions import add_offer
from plans.efforts.actions import break_off_effort, end_effort
from plans.models import Effort, EffortKind
from programmes.models import Interest, Place
from programmes.places import demo, reading
from programmes.places.actions import say_interest, take_place
from tests.helpers.factories import ContactFactory, PartnerFactory, UserFactory, make_case
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db


def ago(days):
    return clock.today() - timedelta(days=days)


def young(guide, years=17, **fields):
    return make_case(guide, on=ago(90), birth_date=ago(years * 366), **fields)


@pytest.fixture
def offer(unit, leader):
    partner = PartnerFactory(unit=unit)
    ContactFactory(partner=partner, name="Kim Kontakt", from_on=ago(100))
    told = {"name": "Værkstedshold", "capacity": 2, "youngest": 15, "oldest": 18, "leads_to": "education"}
    return add_offer(partner, by=leader, **told, is_shared=True)


def take(offer, case, **fields):
    kind = EffortKind.objects.get(code="course")
    told = {"from_on": clock.today(), "kind": kind} | fields
    return take_place(offer, case=case, plan=case.plans.get(), by=case.guide, **told)


def line(offer):
    return reading.lines_of([offer], clock.today())[0]


def test_a_place_is_an_effort_of_the_plan_and_free_again_when_it_ends(offer, guide):
    first, second, third = (young(guide) for _n in range(3))
    place = take(offer, first)
    assert (place.effort.name, place.effort.carrier.split(",")[0]) == ("Værkstedshold", "Kim Kontakt")
    with pytest.raises(ValidationError):
        take(offer, first)
    planned = take(offer, second, from_on=ago(-30))  # one that is to come is taken too
    assert line(offer).free == 0
    with pytest.raises(Taken):
        take(offer, third)
    assert not Effort.objects.filter(plan__case=third).exists()
    end_effort(place.effort, by=guide, expected_version=1, ended_on=clock.today(), contribution="helped")
    assert line(offer).free == 1
    gone = {"ended_on": clock.today(), "break_reason": "Flyttede"}
    break_off_effort(planned.effort, by=guide, expected_version=1, **gone)
    assert line(offer).free == 2
    take(offer, third)
    assert Place.objects.live(clock.today()).get().effort.plan.case == third


def test_who_wants_it_waits_in_turn_and_leaves_the_line_with_a_place_or_a_no(offer, guide):
    first, second = young(guide), young(guide)
    with clock.travel(ago(9)):
        say_interest(offer, case=first, by=guide, answer="yes")
    with clock.travel(ago(5)):
        say_interest(offer, case=second, by=guide, answer="asked")
        say_interest(offer, case=second, by=guide, answer="yes")
    say_interest(offer, case=first, by=guide, answer="yes")  # said again: the turn is kept

    def waiting():
        return [row.case for row in reading.waiting_rows(clock.today()).filter(offer=offer)]

    assert waiting() == [first, second] and line(offer).waiting == 2
    take(offer, first)
    assert waiting() == [second]
    say_interest(offer, case=second, by=guide, answer="no")
    assert waiting() == [] and line(offer).waiting == 0
    with pytest.raises(ValidationError):
        say_interest(offer, case=second, by=guide, answer="måske")
    assert Interest.objects.count() == 2


def test_who_has_had_a_place_waits_again_only_after_a_new_yes(offer, guide):
    case, other = young(guide), young(guide)
    with clock.travel(ago(20)):
        say_interest(offer, case=case, by=guide, answer="yes")
    with clock.travel(ago(15)):
        place = take(offer, case, from_on=ago(15))
        say_interest(offer, case=other, by=guide, answer="yes")
    end_effort(place.effort, by=guide, expected_version=1, ended_on=ago(1), contribution="helped")

    def waiting():
        rows = reading.waiting_rows(clock.today()).filter(offer=offer)
        return [(row.case, row.since_on) for row in rows]

    assert waiting() == [(other, ago(15))] and line(offer).waiting == 1
    say_interest(offer, case=case, by=guide, answer="yes")
    say_interest(offer, case=case, by=guide, answer="yes")
    assert waiting() == [(other, ago(15)), (case, clock.today())]


def test_a_place_taken_back_as_a_mistake_keeps_the_turn(offer, guide):
    case = young(guide)
    with clock.travel(ago(20)):
        say_interest(offer, case=case, by=guide, answer="yes")
    place = take(offer, case)
    Effort.objects.filter(pk=place.effort_id).update(taken_back_at=clock.now())
    assert reading.waiting_rows(clock.today()).get().since_on == ago(20)


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ((-20, -1), "until_on"),
        ((-20, 0), None),
        ((731, None), None),
        ((732, None), "from_on"),
    ],
)
def test_a_place_is_neither_over_nor_too_far_ahead(offer, guide, days, field):
    case, (first, last) = young(guide), days
    told = {"from_on": ago(-first), "until_on": None if last is None else ago(-last)}
    if field is None:
        assert take(offer, case, **told).offer == offer
        return
    with pytest.raises(ValidationError) as refused:
        take(offer, case, **told)
    assert list(refused.value.message_dict) == [field] and not Place.objects.exists()


def test_a_first_day_to_come_is_said_as_one(client, offer, guide):
    take(offer, young(guide), from_on=ago(-9))
    client.force_login(guide)
    page = reverse("programmes:offer", args=[offer.pk])
    assert '<small class="muted"> fra ' in " ".join(client.get(page).content.decode().split())


def test_a_guide_sees_their_own_whom_it_suits_and_why(offer, guide, colleague, leader):
    idle = young(guide)
    busy = young(guide)
    set_activity(busy, "fgu", by=guide)
    young(guide, years=20)
    theirs = young(colleague)
    asked = young(guide)
    say_interest(offer, case=asked, by=guide, answer="no")
    taken = young(guide)
    take(offer, taken)
    found = reading.possible(offer, guide, clock.today())
    assert [row.case for row in found] == [idle]
    assert found[0].reasons[0].startswith("17 år") or found[0].reasons[0].startswith("17 years")
    assert {row.case for row in reading.possible(offer, leader, clock.today())} == {idle, theirs}


def test_other_units_are_numbers_alone_and_fewer_than_five_are_hidden(client, offer, guide, stranger):
    for number in range(4):
        young(stranger, first_name=f"Fremmed{number}")
    pools = {pool.unit: pool.count for pool in reading.pools(offer, guide.unit, clock.today())}
    assert pools == {stranger.unit.name: None}
    hidden = young(stranger, first_name="Fremmed5")
    Case.objects.filter(pk=hidden.pk).update(shielded=True)
    assert [pool.count for pool in reading.pools(offer, guide.unit, clock.today())] == [None]
    last = young(stranger, first_name="Fremmed4")
    say_interest(offer, case=last, by=stranger, answer="yes")
    assert [pool.count for pool in reading.pools(offer, guide.unit, clock.today())] == [5]
    client.force_login(guide)
    shown = client.get(reverse("programmes:offer", args=[offer.pk]))
    words = " ".join(shown.content.decode().split())
    assert "Fremmed" not in words and stranger.unit.name in words
    assert "Og 1 ung, hvis sag du ikke ser" in words
    client.force_login(stranger)
    assert "Fremmed4" in client.get(reverse("programmes:offer", args=[offer.pk])).content.decode()
    place = take(offer, last)
    assert place.effort.contact is None  # the partner is in no directory of theirs
    offer.is_shared = False
    offer.save()
    assert client.get(reverse("programmes:offer", args=[offer.pk])).status_code == 404
    assert reading.pools(offer, guide.unit, clock.today()) == []


def test_the_guide_asks_and_takes_a_place_on_pages(client, offer, guide):
    case = young(guide)
    client.force_login(guide)
    page = reverse("programmes:offer", args=[offer.pk])
    ask = reverse("programmes:interest_say", args=[case.pk, offer.pk])
    assert ask in client.get(page).content.decode()
    assert client.post(ask, {}).status_code == 422
    assert client.post(ask, {"answer": "yes"})["Location"] == page
    assert case.person.name in client.get(page).content.decode()
    take_url = reverse("programmes:place_take", args=[case.pk, offer.pk])
    kind = EffortKind.objects.get(code="course")
    told = {"from_on": f"{clock.today()}", "until_on": f"{ago(1)}", "kind": f"{kind.pk}"}
    refused = client.post(take_url, told)
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["until_on"]
    assert client.post(take_url, told | {"until_on": ""}).status_code == 303
    assert "Værkstedshold" in client.get(reverse("workspace:plan", args=[case.pk])).content.decode()
    for _n in range(2):
        other = young(guide)
        last = client.post(
            reverse("programmes:place_take", args=[other.pk, offer.pk]), told | {"until_on": ""}
        )
    assert last.status_code == 409 and Place.objects.count() == 2


def test_everybody_who_is_named_on_the_page_is_on_the_trail(client, offer, guide):
    """Also who was asked and has not said yes, whom no other list of the page names."""
    placed, waits, asked, no = (young(guide) for _n in range(4))
    take(offer, placed)
    for case, answer in ((waits, "yes"), (asked, "asked"), (no, "no")):
        say_interest(offer, case=case, by=guide, answer=answer)
    client.force_login(guide)
    page = client.get(reverse("programmes:offer", args=[offer.pk])).content.decode()
    cases = (placed, waits, asked, no)
    assert all(str(case.pk) in page for case in cases)
    kept = AuditEvent.objects.filter(action="cases.listed", actor_id=guide.pk).latest("pk").changes["cases"]
    assert {str(case.pk) for case in cases} <= set(kept)


def test_pages_cost_the_same_for_two_and_twenty(client, offer, guide, leader, unit):
    client.force_login(guide)
    costs = []
    offer.capacity = 40
    offer.save()
    for upto in (2, 20):
        while Place.objects.count() < upto:
            young(guide)
            say_interest(offer, case=young(guide), by=guide, answer="yes")
            say_interest(offer, case=young(guide), by=guide, answer="asked")
            take(offer, young(guide))
            add_offer(offer.partner, by=leader, name=f"Hold {Place.objects.count()}", capacity=3)
        pages = [reverse("programmes:offer", args=[offer.pk]), reverse("programmes:offer_list")]
        costs.append([queries(client, page) for page in pages])
    assert costs[0] == costs[1]


def test_the_demo_fills_small_offers_and_lets_some_wait(offer, unit, guide, leader):
    UserFactory(unit=unit, role=Role.GUIDE)
    for _n in range(8):
        young(guide)
    demo.load(unit, [offer])
    assert (line(offer).free, line(offer).waiting) == (0, 3)
    assert Interest.objects.filter(answer="asked").count() == 2
