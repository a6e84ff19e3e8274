"""Each act in place: what the page fetches is what a reload shows, with a receipt and the way back, and the way back
leaves the page as it was.
"""

import re
from datetime import timedelta

import pytest
from django.urls import resolve, reverse

from cases.activity import actions as activity_actions
from cases.models import Case
from core import clock
from tests.helpers import factories
from tests.helpers.forms import as_sent

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(guide, client):
    """Somebody with something overdue of every kind."""
    then = clock.today() - timedelta(days=120)
    made = factories.make_case(guide, birth_date=clock.today() - timedelta(days=20 * 365 + 5), on=then)
    activity_actions.set_activity(made, "job", by=guide, on=then)
    factories.make_milestone(made, own_words="Jeg vil ringe", due_on=clock.today() - timedelta(days=3))
    factories.make_milestone(made, own_words="Jeg vil sejle", due_on=clock.today() + timedelta(days=3))
    client.force_login(guide)
    return Case.objects.get(pk=made.pk)


def a_note(client, case) -> dict:
    form = client.get(reverse("cases:note_add", args=[case.pk]), headers=HTMX).context["form"]
    return as_sent(form) | {"text": "Talt med Ane", "kind": "talk"}


def another_day(client, case) -> dict:
    milestone = case.plans.get().milestones.first()
    url = reverse("plans:milestone_postpone", args=[case.pk, milestone.pk])
    form = client.get(url, headers=HTMX | {"HX-Target": "quick"}).context["form"]
    return as_sent(form) | {"due_on": (clock.today() + timedelta(days=9)).isoformat(), "reason": "Ferie"}


def new_words(client, case) -> dict:
    milestone = case.plans.get().milestones.first()
    form = client.get(reverse("plans:milestone_edit", args=[case.pk, milestone.pk]), headers=HTMX).context[
        "form"
    ]
    return as_sent(form) | {"own_words": "Jeg vil skrive", "responsible": "youth", "took_part": "meeting"}


DAY, MINE, CASE, PLAN = "workspace:my_day", "workspace:mine", "workspace:case_detail", "workspace:plan"
LATER = {"until_on": (clock.today() + timedelta(days=9)).isoformat(), "reason": "Ferie"}
# The page, what is done there, what it sends, and whether it can be taken back.
ACTS = [
    (DAY, "plans:milestone_move", {"status": "reached"}, True),
    (DAY, "plans:milestone_postpone", another_day, True),
    (DAY, "cases:activity_confirm", {}, True),
    (DAY, "cases:note_add", a_note, True),
    (DAY, "workspace:line_put_off", LATER, True),
    (MINE, "cases:note_add", a_note, True),
    (CASE, "plans:milestone_move", {"status": "reached"}, True),
    (CASE, "cases:activity_confirm", {}, True),
    (PLAN, "plans:milestone_move", {"status": "under_way"}, True),
    (PLAN, "plans:milestone_move", {"status": "dropped"}, True),
    (PLAN, "plans:milestone_postpone", another_day, True),
    (PLAN, "plans:milestone_edit", new_words, False),
]


def shown(client, url, headers=None) -> str:
    """What stands in the page, but for what is new in every page."""
    page = client.get(url, headers=headers).text
    page = page.split('id="page"')[1].split("</main>")[0]
    page = re.sub(r'(name="(csrfmiddlewaretoken|submit_key)" value=)"[^"]*"', r"\1", page)
    return re.sub(r"\s+", " ", page)


def receipt_of(page: str) -> str:
    """The way back that the receipt offers."""
    found = re.search(r'class="receipt no-print" method="post" action="([^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize(("where", "act", "data", "undone"), ACTS)
def test_the_page_after_an_act_is_what_a_reload_shows(client, guide, case, where, act, data, undone):
    url = reverse(where, args=[case.pk] if where in (CASE, PLAN) else [])
    args = [case.pk]
    if "milestone" in act:
        args.append(case.plans.get().milestones.first().pk)
    elif "line" in act:
        args.append("both")
    before = shown(client, url)
    response = client.post(
        reverse(act, args=args), data(client, case) if callable(data) else data, headers=HTMX
    )
    assert response.status_code == 204 and not response.content
    assert "page-changed" in response["HX-Trigger"] and "announce" in response["HX-Trigger"]
    fetched, reloaded = shown(client, url, HTMX), shown(client, url)
    assert without_receipt(fetched) == reloaded != before
    assert 'class="messages"' in fetched and bool(receipt_of(fetched)) == undone
    if undone:
        assert client.post(receipt_of(fetched), headers=HTMX).status_code == 204
        again = without_receipt(shown(client, url, HTMX))
        assert again == shown(client, url)
        assert acts_in(again) == acts_in(before), "the same buttons as before, no more and no fewer"
        assert counts_in(again) == counts_in(before)


def without_receipt(page: str) -> str:
    return re.sub(r'<ul class="messages".*?</ul> ', "", page)


def acts_in(page: str) -> list[str]:
    """Where the page's buttons post to; a version that is seen again is another."""
    return sorted(re.findall(r'hx-(?:post|get)="([^"]*)"', page))


def counts_in(page: str) -> list[str]:
    return re.findall(r'class="count">(\d+)<', page)


def test_a_note_that_settles_a_line_takes_it_out_of_what_is_overdue(client, case):
    late = client.get(reverse(DAY)).context["late"]
    client.post(reverse("cases:activity_confirm", args=[case.pk]), headers=HTMX)
    client.post(reverse("cases:note_add", args=[case.pk]), a_note(client, case), headers=HTMX)
    page = client.get(reverse(DAY), headers=HTMX)
    assert page.context["late"] == late - 1 and f'id="line-both-{case.pk}"' not in page.text


def test_no_button_of_these_pages_swaps_a_fragment_of_its_own_after_a_change(client, case):
    """Whatever posts in place from these pages is in the table above, or changes nothing but itself."""
    known = {act for _page, act, _data, _undone in ACTS} | {
        "plans:milestone_undo", "workspace:milestone_shift", "cases:cpr_reveal", "workspace:search",
    }  # fmt: skip
    for page in (DAY, MINE, CASE, PLAN):
        text = client.get(reverse(page, args=[case.pk] if page in (CASE, PLAN) else [])).text
        for path in re.findall(r'hx-post="([^"?#]*)', text):
            assert resolve(path).view_name in known, path
