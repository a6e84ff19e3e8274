"""The pages of efforts: wrong input stays beside its field, what is shown, what it costs, and the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.templatetags.kui import day as drawn_day
from plans.efforts import actions
from plans.models import Effort, EffortKind
from tests.helpers.factories import ContactFactory, make_case, make_effort, make_milestone
from tests.helpers.queries import queries
from workspace.day.day import day_of

pytestmark = pytest.mark.django_db

TODAY = clock.today


@pytest.fixture
def signed_in(client, guide):
    client.force_login(guide)
    return client


@pytest.fixture
def data(case):
    """A form that is filled in."""
    return {
        "name": "Praktik i køkkenet",
        "kind": EffortKind.objects.get(code="internship").pk,
        "responsible": "guide",
        "place": "on_site",
        "approach": "2",
        "demands": "1",
        "from_on": TODAY().isoformat(),
        "until_on": (TODAY() + timedelta(days=28)).isoformat(),
        "hours_per_week": "25",
    }


def url(case, act="", effort=None):
    return reverse(f"plans:effort{act}", args=[case.pk, *([effort.pk] if effort else [])])


def test_add_with_approach_and_milestones(signed_in, case, data):
    step = make_milestone(case)
    answer = signed_in.post(url(case, "_add"), data | {"milestones": [str(step.pk)]})
    effort = Effort.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"{reverse('workspace:plan', args=[case.pk])}#effort-{effort.pk}",
    )
    assert (effort.approach, effort.demands, effort.hours_per_week) == (2, 1, 25)
    assert list(effort.milestones.all()) == [step]
    page = signed_in.get(reverse("workspace:plan", args=[case.pk])).text
    assert "Praktik i køkkenet" in page and "Mere udfordrende end omsorgsfuld" in page


def test_the_same_form_sent_twice_makes_one(signed_in, case, data):
    for _n in range(2):
        signed_in.post(url(case, "_add"), data | {"submit_key": "samme"})
    assert Effort.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "999999"}, "kind"),
        ({"responsible": "partner"}, "contact"),
        ({"until_on": "2020-01-01"}, "until_on"),
        ({"from_on": "i går"}, "from_on"),
        ({"hours_per_week": "0"}, "hours_per_week"),
        ({"hours_per_week": "81"}, "hours_per_week"),
        ({"approach": "6"}, "approach"),
        ({"milestones": ["00000000-0000-0000-0000-000000000000"]}, "milestones"),
    ],
)
def test_wrong_input_is_told_beside_its_field_and_what_was_typed_stays(signed_in, case, data, wrong, field):
    answer = signed_in.post(url(case, "_add"), data | {"hours_per_week": "25"} | wrong)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert field == "name" or "Praktik i køkkenet" in answer.text
    assert not Effort.objects.exists()


def test_a_step_that_two_efforts_serve_is_offered_once_and_saving_as_it_stands_changes_nothing(
    signed_in, case, data
):
    step, other = make_milestone(case), make_milestone(case, own_words="Møde hver dag")
    for name in ("Praktik", "Kursus"):
        signed_in.post(url(case, "_add"), data | {"name": name, "milestones": [str(step.pk)]})
    assert len(signed_in.get(url(case, "_add")).context["form"].fields["milestones"].queryset) == 2
    effort = Effort.objects.get(name="Kursus")
    said = data | {"name": "Kursus", "milestones": [str(step.pk)], "version": 1}
    told = signed_in.post(url(case, "_edit", effort), said, follow=True).content.decode()
    assert "Der er ikke ændret noget." in told and "Gemt." not in told
    effort.refresh_from_db()
    assert effort.version == 1 and effort.history.get().kind == "added"
    said["milestones"].append(str(other.pk))
    told = signed_in.post(url(case, "_edit", effort), said, follow=True).content.decode()
    assert "Gemt." in told and effort.history.count() == 2 and effort.milestones.count() == 2


def test_a_milestone_of_somebody_elses_plan_cannot_be_chosen(signed_in, case, data, guide):
    other = make_milestone(make_case(guide))
    answer = signed_in.post(url(case, "_add"), data | {"milestones": [str(other.pk)]})
    assert answer.status_code == 422 and not Effort.objects.exists()


def test_end_asks_what_it_contributed_and_keeps_what_was_typed(signed_in, case):
    effort = make_effort(case)
    said = {"ended_on": TODAY().isoformat(), "youth_words": "Jeg lærte at stå op", "version": 1}
    answer = signed_in.post(url(case, "_end", effort), said)
    assert answer.status_code == 422 and "contribution" in answer.context["form"].errors
    assert "Jeg lærte at stå op" in answer.text
    answer = signed_in.post(url(case, "_end", effort), said | {"contribution": "helped"})
    assert answer.status_code == 303
    effort.refresh_from_db()
    assert (effort.ended_on, effort.contribution, effort.youth_words) == (
        TODAY(),
        "helped",
        said["youth_words"],
    )


def test_end_leads_back_to_where_it_was_asked_also_after_a_refusal(signed_in, case):
    effort, said = make_effort(case), {"ended_on": TODAY().isoformat(), "version": 1}
    home = reverse("workspace:my_day")
    refused = signed_in.post(url(case, "_end", effort), said | {"next": home})
    assert refused.status_code == 422 and refused.context["next"] == home
    assert signed_in.get(f"{url(case, '_end', effort)}?next={home}").context["next"] == home
    done = signed_in.post(url(case, "_end", effort), said | {"next": home, "contribution": "helped"})
    assert done["Location"] == home


@pytest.mark.parametrize("days", [1, -31])
def test_the_last_day_is_between_the_first_and_today(signed_in, case, days):
    effort = make_effort(case)
    said = {"ended_on": (TODAY() + timedelta(days=days)).isoformat(), "contribution": "helped", "version": 1}
    answer = signed_in.post(url(case, "_end", effort), said)
    assert answer.status_code == 422 and "ended_on" in answer.context["form"].errors


def test_break_off_needs_a_reason_and_a_contribution(signed_in, case):
    effort, said = make_effort(case), {"ended_on": TODAY().isoformat(), "version": 1}
    answer = signed_in.post(url(case, "_break_off", effort), said)
    assert {"break_reason", "contribution"} <= set(answer.context["form"].errors)
    said |= {"break_reason": "Flyttede", "contribution": "held_back"}
    assert signed_in.post(url(case, "_break_off", effort), said).status_code == 303
    assert Effort.objects.get().state == "broken_off"


def test_what_never_began_is_broken_off_without_a_contribution(signed_in, case):
    effort = make_effort(case, from_on=TODAY() + timedelta(days=5))
    page = signed_in.get(url(case, "_break_off", effort))
    assert "contribution" not in page.context["form"].fields
    said = {"ended_on": TODAY().isoformat(), "break_reason": "Lukkede", "version": 1}
    assert signed_in.post(url(case, "_break_off", effort), said).status_code == 303
    assert Effort.objects.get().never_began
    page = signed_in.get(reverse("workspace:plan", args=[case.pk])).content.decode()
    assert f"Skulle være begyndt {drawn_day(Effort.objects.get().from_on)}, men begyndte aldrig" in page


def test_the_way_back_from_an_end(signed_in, case):
    effort = make_effort(case)
    said = {"ended_on": TODAY().isoformat(), "contribution": "helped", "version": 1}
    signed_in.post(url(case, "_end", effort), said)
    assert "Fortryd afslutningen" in signed_in.get(url(case, "", effort)).text
    assert signed_in.post(url(case, "_reopen", effort)).status_code == 303
    assert Effort.objects.get().ended_on is None
    assert "Fortryd afslutningen" not in signed_in.get(url(case, "", effort)).text


def test_an_effort_that_was_taken_back_is_shown_nowhere(signed_in, case):
    effort = make_effort(case, name="Forkert")
    assert signed_in.post(url(case, "_take_back", effort)).status_code == 303
    assert signed_in.get(url(case, "", effort)).status_code == 404
    signed_in.get(reverse("workspace:plan", args=[case.pk]))  # the receipt that says so
    for page in (reverse("workspace:plan", args=[case.pk]), reverse("workspace:case_detail", args=[case.pk])):
        assert "Forkert" not in signed_in.get(page).text


def test_two_who_edit_are_merged_or_asked(signed_in, case, data, guide):
    effort = make_effort(case)
    first = signed_in.get(url(case, "_edit", effort)).context["form"]
    sent = data | {"version": first["version"].value(), "opened": first["opened"].value()}
    values = {"name": "Kollegas navn"}
    actions.edit_effort(effort, by=guide, expected_version=1, values=values)
    answer = signed_in.post(url(case, "_edit", effort), sent)
    assert answer.status_code == 409 and "Kollegas navn" in answer.text and data["name"] in answer.text


def test_min_dag_asks_until_it_is_said(signed_in, case, guide):
    effort = make_effort(case, name="Mentorforløb", until_on=TODAY() - timedelta(days=1))
    make_effort(case, name="Slutter i dag", until_on=TODAY())
    shown = signed_in.get(reverse("workspace:my_day")).text
    assert "Mentorforløb er slut" in shown and "Slutter i dag" not in shown
    actions.end_effort(effort, by=guide, expected_version=1, ended_on=TODAY(), contribution="helped")
    lines = [line for group in day_of(guide, TODAY()).groups for line in group.lines]
    assert not any("Mentorforløb" in str(line) for line in lines)


def test_the_case_tells_that_it_began_and_ended_on_its_days(signed_in, case, guide):
    effort = make_effort(case, name="Værksted")
    on = TODAY() - timedelta(days=3)
    actions.break_off_effort(
        effort, by=guide, expected_version=1, ended_on=on, break_reason="Flyttede", contribution="held_back"
    )
    page = signed_in.get(reverse("workspace:case_detail", args=[case.pk]))
    told = {m["title"]: m for m in page.context["moments"] if "Værksted" in m["text"]}
    assert told["Indsats afbrudt"]["day"] == on
    assert told["Indsats afbrudt"]["text"] == "Værksted. Stod i vejen. Flyttede"


def test_two_and_twenty_efforts_cost_the_same(signed_in, case, unit):
    step, costs = make_milestone(case), []
    pages = [reverse("workspace:plan", args=[case.pk]), reverse("plans:plan_topics", args=[case.pk])]
    pages += [reverse("workspace:my_day"), reverse("workspace:case_detail", args=[case.pk])]
    for n in (2, 18):
        for _n in range(n):
            make_effort(
                case,
                responsible="partner",
                contact=ContactFactory(partner__unit=unit),
                until_on=TODAY() - timedelta(days=1),
                milestones=[step],
            )
        costs.append([queries(signed_in, page) for page in pages])
    assert costs[0] == costs[1]


def test_a_kind_that_is_added_can_be_chosen_and_one_out_of_use_cannot(client, admin, guide, case):
    client.force_login(admin)
    new = {
        "name_da": "Sommerskole",
        "name_en": "Summer school",
        "position": 5,
        "is_active": "on",
        "tells_of": "",
    }
    assert client.post(reverse("plans:effort_kind_add"), new).status_code == 303
    assert EffortKind.objects.get(code="sommerskole").name_da == "Sommerskole"
    EffortKind.objects.filter(code="offer").update(is_active=False)
    client.force_login(guide)
    form = client.get(url(case, "_add")).context["form"]
    codes = set(form.fields["kind"].queryset.values_list("code", flat=True))
    assert "sommerskole" in codes and "offer" not in codes


@pytest.mark.parametrize(
    ("fields", "folded"),
    [
        ({}, True),
        ({"hours_per_week": 10}, False),
        ({"approach": 1}, False),
        ({"place": "virtual"}, False),
    ],
)
def test_what_is_seldom_said_is_folded_until_it_is(signed_in, case, fields, folded):
    """What must be said comes first; what stands in the fold is never hidden."""
    effort = make_effort(case, name="Morgenhold", **{"approach": None, "demands": None, "law": None} | fields)
    text = signed_in.get(url(case, "_edit", effort)).text
    order = [
        text.index(f'name="{name}"') for name in ("name", "kind", "responsible", "from_on", "law", "topics")
    ]
    assert order == sorted(order)
    assert ('<details class="more mb-3" open>' not in text) is folded


def test_an_error_in_the_fold_opens_it(signed_in, case, data):
    text = signed_in.post(
        url(case, "_add"), data | {"hours_per_week": "81", "approach": "", "demands": ""}
    ).text
    assert '<details class="more mb-3" open>' in text
