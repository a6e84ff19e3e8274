"""The pages of measures: forms that keep what was typed, figures that say what stands, and what a page costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from plans.milestones.actions import move_milestone
from progress.levels.actions import set_level
from progress.models import Level, LevelSet, LifeArea, ScaleAnswer, ScaleRound, WellbeingAnswer
from progress.scales.actions import Said, decline_scales, record_scales
from progress.wellbeing.actions import record_wellbeing
from tests.helpers.factories import make_case, make_effort, make_milestone
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

WHEN = {"measured_on": clock.today().isoformat(), "occasion": "talk", "where": "office", "present": ""}


@pytest.fixture
def signed_in(client, guide):
    client.force_login(guide)
    return client


def url(name, case, *args):
    return reverse(name, args=[case.pk, *args])


def test_scales_are_written_down_as_they_were_said(signed_in, case):
    page = url("progress:scales_answer", case, "ung")
    said = {"now_skole": "4", "wished_skole": "7", "because_skole": "Larm", "now_hjem": "declined"}
    answer = signed_in.post(page, WHEN | said | {"present": "Mor"})
    assert answer.status_code == 303 and answer["Location"] == url("workspace:case_progress", case)
    row = ScaleRound.objects.get()
    assert (row.voice, row.present) == ("youth", "Mor")
    assert {a.code: (a.now, a.wished, a.declined) for a in row.answers.all()} == {
        "skole": (4, 7, False),
        "hjem": (None, None, True),
    }
    # The last answer stands beside the new one; the guide's own page does not show it.
    assert "Larm" in signed_in.get(page).content.decode()
    assert "Larm" not in signed_in.get(url("progress:scales_answer", case, "guide")).content.decode()


def test_what_the_guide_judges_is_not_asked_as_if_somebody_answered(signed_in, case):
    answer = signed_in.post(url("progress:scales_answer", case, "guide"), WHEN)
    page = answer.content.decode()
    for words in (
        "Vurderet den",
        "Kan ikke vurderes",
        "Ikke vurderet",
        "Du må springe det over, du ikke kan",
    ):
        assert words in page, words
    assert "Vurdér mindst én af dem" in page
    assert "Vil ikke svare" not in page and "Ikke spurgt" not in page and "Besvaret den" not in page
    assert "Vurderet den" in signed_in.get(url("progress:level_set", case)).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"wished_skole": "7"},
        {"because_skole": "Larm"},
        {"now_skole": "11"},
        {"now_skole": "declined", "wished_skole": "4"},
        {"now_skole": "4", "measured_on": (clock.today() + timedelta(days=1)).isoformat()},
    ],
)
def test_what_does_not_fit_is_refused_with_the_text_in_place(signed_in, case, said):
    answer = signed_in.post(
        url("progress:scales_answer", case, "ung"), WHEN | {"because_hjem": "Blev siddende"} | said
    )
    assert answer.status_code == 422 and not ScaleRound.objects.exists()
    assert "Blev siddende" in answer.content.decode()


def test_all_of_it_declined_and_a_form_sent_twice_is_one_row(signed_in, case):
    page = url("progress:scales_answer", case, "ung")
    for _n in range(2):
        answer = signed_in.post(page, WHEN | {"declined": "on", "submit_key": "a" * 32})
        assert answer.status_code == 303
    assert ScaleRound.objects.get().declined and not ScaleAnswer.objects.exists()


def test_a_second_answer_for_the_day_is_refused_and_keeps_what_was_typed(signed_in, case):
    page = url("progress:scales_answer", case, "ung")
    signed_in.post(page, WHEN | {"now_skole": "4"})
    answer = signed_in.post(page, WHEN | {"now_skole": "5", "because_skole": "Nyt ord"})
    assert answer.status_code == 409 and "Nyt ord" in answer.content.decode()


def test_wellbeing_asks_for_all_five_and_tells_what_follows(signed_in, case, guide):
    page = url("progress:wellbeing_answer", case)
    four = {f"item_{n}": "1" for n in range(1, 5)}
    assert signed_in.post(page, WHEN | four).status_code == 422
    assert not WellbeingAnswer.objects.exists()
    answer = signed_in.post(page, WHEN | four | {"item_5": "0"}, follow=True)
    told = answer.content.decode()
    assert "70 201 201" in told and "116 111" in told and guide.name in told
    row = WellbeingAnswer.objects.get()
    assert row.score == 16 and row.follow_up.waits


def test_wellbeing_declined(signed_in, case):
    answer = signed_in.post(url("progress:wellbeing_answer", case), WHEN | {"declined": "on"}, follow=True)
    assert answer.status_code == 200 and WellbeingAnswer.objects.get().declined


def test_the_wording_stands_in_danish_on_an_english_page(signed_in, case, guide):
    type(guide).objects.filter(pk=guide.pk).update(language="en")
    page = signed_in.get(
        url("progress:wellbeing_answer", case), headers={"accept-language": "en"}
    ).content.decode()
    assert "har min dagligdag været fyldt med ting der interesserer mig" in page and "Lidt mindre end" in page


def test_a_level_with_its_words_and_the_last_beside_it(signed_in, case):
    page = url("progress:level_set", case)
    assert signed_in.post(page, WHEN | {"level": "kontaktparat", "words": " "}).status_code == 422
    assert (
        signed_in.post(page, WHEN | {"level": "kontaktparat", "words": "Tager telefonen"}).status_code == 303
    )
    assert LevelSet.objects.get().level.code == "kontaktparat"
    assert "Tager telefonen" in signed_in.get(page).content.decode()


def test_what_was_wrong_is_struck_out_from_the_table(signed_in, case, guide):
    row = record_scales(case, {"skole": Said(4)}, by=guide, voice="youth")
    strike = url("progress:measure_strike", case, "skalaer", row.pk)
    assert strike in signed_in.get(url("workspace:case_progress", case)).content.decode()
    assert signed_in.post(strike, {"because": "Var en anden"}).status_code == 303
    assert strike not in signed_in.get(url("workspace:case_progress", case)).content.decode()
    assert signed_in.post(strike, {"because": "Igen"}).status_code == 404
    assert signed_in.get(url("progress:measure_strike", case, "andet", row.pk)).status_code == 404


def test_a_measure_of_another_case_is_not_there(signed_in, case, guide):
    other = make_case(guide)
    scales = record_scales(other, {"skole": Said(4)}, by=guide, voice="youth")
    low = record_wellbeing(other, [1] * 5, by=guide)
    for name, *args in (
        ("progress:measure_strike", "skalaer", scales.pk),
        ("progress:wellbeing_told", low.pk),
        ("progress:wellbeing_follow_up", low.follow_up_id),
    ):
        assert signed_in.get(url(name, case, *args)).status_code == 404


def test_the_page_says_it_in_staffs_words_and_in_the_young_persons(signed_in, case, guide):
    today = clock.today()
    record_scales(case, {"skole": Said(4)}, by=guide, voice="youth", on=today - timedelta(days=40))
    record_scales(case, {"skole": Said(6, 8)}, by=guide, voice="youth")
    record_scales(case, {"skole": Said(5)}, by=guide, voice="guide")
    staff = signed_in.get(url("workspace:case_progress", case)).content.decode()
    assert "Den unge: 4 i" in staff and "(2 op). Ønske: 8." in staff and "Ungeguiden: 5 i" in staff
    youth = signed_in.get(url("workspace:case_progress", case) + "?vis=ung").content.decode()
    assert "Du var på 4 i" in youth and "og 6 i" in youth and "Du vil gerne op på 8." in youth
    assert AuditEvent.objects.filter(action="case.look", case_id=case.pk).exists()


def test_what_was_never_measured_begins_here(signed_in, case):
    page = signed_in.get(url("workspace:case_progress", case)).content.decode()
    assert "Der er ikke målt noget endnu" in page and "<svg" not in page.split("<main")[1].replace(
        '<svg class="i', ""
    )


def test_words_of_people_never_become_markup(signed_in, case, guide):
    bad = "<script>alert(1)</script>"
    record_scales(case, {"skole": Said(4, 5, bad)}, by=guide, voice="youth", present=bad)
    set_level(case, Level.objects.first(), bad, by=guide)
    LifeArea.objects.filter(code="skole").update(name_da="<b>Skole</b>", youth_da=bad)
    for query in ("", "?vis=ung"):
        page = signed_in.get(url("workspace:case_progress", case) + query).content.decode()
        assert bad not in page and "<b>Skole" not in page and "&lt;script&gt;" in page
    assert bad not in signed_in.get(url("progress:scales_answer", case, "ung")).content.decode()


def _more(case, guide, first, last):
    for n in range(first, last):
        day = clock.today() - timedelta(days=n)
        record_scales(case, {"skole": Said(4, 5), "hjem": Said(5)}, by=guide, voice="youth", on=day)
        record_scales(case, {"skole": Said(4)}, by=guide, voice="guide", on=day)
        record_wellbeing(case, [3] * 5, by=guide, on=day)
        set_level(case, Level.objects.first(), "Set", by=guide, on=day)
        step = make_milestone(case)
        move_milestone(step, "reached", by=guide)
        make_effort(case)


def test_the_page_costs_the_same_for_2_measures_and_for_20(signed_in, case, guide):
    _more(case, guide, 0, 2)
    pages = (url("workspace:case_progress", case), url("progress:scales_answer", case, "ung"))
    few = [queries(signed_in, page) for page in pages]
    _more(case, guide, 2, 20)
    assert [queries(signed_in, page) for page in pages] == few
    assert max(few) <= 22


def test_the_case_page_tells_of_the_last_measures_in_one_query(signed_in, case, guide):
    page = case.get_absolute_url()
    before = queries(signed_in, page)
    _more(case, guide, 0, 3)
    decline_scales(case, by=guide, voice="youth", on=clock.today() - timedelta(days=10))
    shown = signed_in.get(page).content.decode()
    assert "Trivsel (WHO-5)" in shown and "Niveau" in shown
    assert queries(signed_in, page) <= before + 3  # the milestones themselves ask more


@pytest.mark.parametrize("name", ["life_area", "level"])
def test_words_that_were_used_are_followed_by_new_ones_and_never_changed(client, case, guide, unit, name):
    from tests.helpers.factories import UserFactory

    client.force_login(UserFactory(unit=unit, role="admin"))
    if name == "life_area":
        record_scales(case, {"skole": Said(4)}, by=guide, voice="youth")
        model, code = LifeArea, "skole"
    else:
        set_level(case, Level.objects.get(code="kontaktparat"), "Set", by=guide)
        model, code = Level, "kontaktparat"
    old = model.objects.get(code=code)
    page = reverse(f"progress:{name}_edit", args=[old.pk])
    data = {
        "name_da": "Ny", "name_en": "New", "youth_da": "Nyt", "youth_en": "New", "position": 10, "is_active": "on",
        "source": "", "tells_of": "",
    }  # fmt: skip
    assert client.post(page, data | {"valid_from": old.valid_from.isoformat()}).status_code == 422
    assert client.post(page, data | {"valid_from": "2019-01-01"}).status_code == 422
    assert client.post(page, data | {"valid_from": clock.today().isoformat()}).status_code == 303
    old.refresh_from_db()
    assert old.name_da != "Ny" and model.objects.in_force(clock.today())[0].name_da == "Ny"
    assert model.objects.filter(code=code).count() == 2
    # Of the new words nobody has answered: they are put right on the spot.
    new = model.objects.get(code=code, name_da="Ny")
    page = reverse(f"progress:{name}_edit", args=[new.pk])
    answer = client.post(page, data | {"name_da": "Nyere", "valid_from": clock.today().isoformat()})
    assert answer.status_code == 303 and model.objects.filter(code=code).count() == 2
    assert (
        client.post(reverse(f"progress:{name}_add"), data | {"valid_from": "2026-01-01"}).status_code == 303
    )
