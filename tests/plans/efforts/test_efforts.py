"""Efforts: where they are on a day, what the database holds, how they end, and what can be taken back."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from core import clock
from core.versions import Conflict
from plans.efforts import actions
from plans.efforts.choices import EffortState
from plans.efforts.rules import JUDGE_AGAIN_DAYS, TAKE_BACK_WINDOW, state_q
from plans.models import Effort, EffortEvent, EffortKind, EffortLaw
from tests.helpers.factories import ContactFactory, make_case, make_milestone

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 2, 1), date(2026, 3, 31)


def end(effort, guide, on=LAST, **said):
    said.setdefault("contribution", "helped")
    actions.end_effort(effort, by=guide, expected_version=effort.version, ended_on=on, **said)


def break_off(effort, guide, on, **said):
    said.setdefault("break_reason", "Flyttede")
    actions.break_off_effort(effort, by=guide, expected_version=effort.version, ended_on=on, **said)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (FIRST - timedelta(days=1), "planned"),
        (FIRST, "under_way"),
        (LAST, "under_way"),
        (LAST + timedelta(days=1), "ended"),
    ],
)
def test_where_it_is_follows_from_its_days(make_effort, on, state):
    assert make_effort(from_on=FIRST, until_on=LAST).state_on(on) == state


def test_without_a_last_day_it_is_under_way(make_effort):
    assert make_effort(from_on=FIRST).state_on(FIRST + timedelta(days=900)) == "under_way"


def test_whose_end_is_written_down_has_ended_on_that_day(make_effort, guide):
    effort = make_effort(from_on=FIRST, until_on=LAST)
    end(effort, guide, on=date(2026, 3, 10))
    assert effort.state_on(date(2026, 3, 9)) == "under_way"
    assert effort.state_on(date(2026, 3, 10)) == "ended"


DAY = date(2026, 3, 29)  # the clock is moved that night
NEAR = (None, *(DAY + timedelta(days=n) for n in (-1, 0, 1)))


def test_property_and_adjectives_agree(make_effort):
    """Every combination of days around the day that is asked about that the database allows."""
    effort, tried = make_effort(from_on=FIRST), 0
    for begins, until, ended, reason in product(NEAR[1:], NEAR, NEAR, ("", "Syg")):
        values = {"from_on": begins, "until_on": until, "ended_on": ended, "break_reason": reason}
        values["contribution"] = "" if ended is None or ended < begins else "helped"
        try:
            with transaction.atomic():
                Effort.objects.filter(pk=effort.pk).update(**values)
        except IntegrityError:
            continue
        tried += 1
        row = Effort.objects.get(pk=effort.pk)
        in_state = [state for state in EffortState if Effort.objects.filter(state_q(state, DAY)).exists()]
        assert in_state == [row.state_on(DAY)], values
        assert Effort.objects.asked(DAY).exists() == row.is_asked(DAY), values
    assert tried > 30


@pytest.mark.parametrize(
    "broken",
    [
        {"until_on": FIRST - timedelta(days=1)},
        {"ended_on": LAST},  # no contribution
        {"contribution": "helped"},  # no end
        {"break_reason": "Syg"},  # no end
        {"ended_on": FIRST - timedelta(days=1), "contribution": "helped"},
        {"responsible": "partner"},
        {"approach": 6},
        {"demands": 0},
        {"hours_per_week": 81},
    ],
)
def test_the_database_refuses(make_effort, broken):
    effort = make_effort(from_on=FIRST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Effort.objects.filter(pk=effort.pk).update(**broken)


def test_it_is_asked_from_the_day_after_its_last_day_and_no_more_once_said(make_effort, guide):
    effort = make_effort(from_on=FIRST, until_on=LAST)
    assert not effort.is_asked(LAST) and effort.is_asked(LAST + timedelta(days=1))
    end(effort, guide)
    assert effort.asked_on is None


def test_too_early_is_asked_again_after_three_months(make_effort, guide):
    effort = make_effort(from_on=FIRST, until_on=LAST)
    with clock.travel(date(2026, 4, 1)):
        end(effort, guide, contribution="too_early")
    again = date(2026, 4, 1) + timedelta(days=JUDGE_AGAIN_DAYS)
    for day, asked in ((again - timedelta(days=1), False), (again, True)):
        assert effort.is_asked(day) is asked
        assert Effort.objects.asked(day).exists() is asked
    actions.judge_effort(effort, by=guide, expected_version=effort.version, contribution="decisive")
    assert not effort.is_asked(again)


def test_no_end_without_what_it_contributed(make_effort, guide):
    effort = make_effort(from_on=FIRST, until_on=LAST)
    with pytest.raises(ValidationError) as refused:
        end(effort, guide, contribution="")
    assert "contribution" in refused.value.error_dict
    effort.refresh_from_db()
    assert effort.ended_on is None


@pytest.mark.parametrize("on", [FIRST - timedelta(days=1), date(2100, 1, 1)])
def test_no_end_before_it_began_nor_in_the_future(make_effort, guide, on):
    with pytest.raises(ValidationError) as refused:
        end(make_effort(from_on=FIRST), guide, on=on)
    assert "ended_on" in refused.value.error_dict


def test_broken_off_needs_a_reason_and_what_it_contributed(make_effort, guide):
    effort = make_effort(from_on=FIRST)
    for said, field in (({"break_reason": " "}, "break_reason"), ({}, "contribution")):
        with pytest.raises(ValidationError) as refused:
            break_off(effort, guide, LAST, **said)
        assert field in refused.value.error_dict
    break_off(effort, guide, LAST, contribution="held_back")
    assert effort.state == EffortState.BROKEN_OFF


def test_one_that_never_began_contributed_nothing(make_effort, guide):
    effort = make_effort(from_on=clock.today() + timedelta(days=10))
    break_off(effort, guide, clock.today(), contribution="decisive")
    assert effort.never_began and effort.contribution == ""
    assert effort.state == EffortState.BROKEN_OFF


def test_it_ends_once(make_effort, guide):
    effort = make_effort(from_on=FIRST)
    end(effort, guide)
    with pytest.raises(ValidationError):
        end(effort, guide)


def test_who_ends_second_gets_a_conflict(make_effort, guide):
    effort = make_effort(from_on=FIRST)
    second = Effort.objects.select_related("plan__case").get(pk=effort.pk)
    end(effort, guide)
    with pytest.raises(Conflict):
        end(second, guide, contribution="held_back")
    assert Effort.objects.get(pk=effort.pk).contribution == "helped"


def test_the_end_is_taken_back_within_the_hour_only(make_effort, guide):
    effort, now = make_effort(from_on=FIRST), clock.now()
    with clock.travel(now):
        end(effort, guide, youth_words="Det var godt")
    with clock.travel(now + TAKE_BACK_WINDOW), pytest.raises(ValidationError):
        actions.take_back_end(effort, by=guide)
    with clock.travel(now + TAKE_BACK_WINDOW - timedelta(seconds=1)):
        actions.take_back_end(effort, by=guide)
    effort.refresh_from_db()
    assert (effort.ended_on, effort.contribution, effort.youth_words, effort.judged_on) == (
        None,
        "",
        "",
        None,
    )
    kinds = list(effort.history.values_list("kind", flat=True))
    assert kinds == ["taken_back", "ended", "added"]
    with pytest.raises(ValidationError):  # not twice
        actions.take_back_end(effort, by=guide)


def test_the_end_stays_when_something_happened_since(make_effort, guide):
    effort = make_effort(from_on=FIRST)
    end(effort, guide)
    actions.judge_effort(effort, by=guide, expected_version=effort.version, contribution="decisive")
    with pytest.raises(ValidationError):
        actions.take_back_end(effort, by=guide)


def test_an_effort_is_taken_back_within_the_hour_only(make_effort, guide):
    now = clock.now()
    with clock.travel(now):
        effort = make_effort(from_on=FIRST)
    with clock.travel(now + TAKE_BACK_WINDOW), pytest.raises(ValidationError):
        actions.take_back_effort(effort, by=guide)
    with clock.travel(now + TAKE_BACK_WINDOW - timedelta(seconds=1)):
        actions.take_back_effort(effort, by=guide)
    assert not Effort.objects.standing().exists()


def test_the_partner_who_is_responsible_takes_part(make_effort, case, unit):
    contact = ContactFactory(partner__unit=unit)
    make_effort(from_on=FIRST, responsible="partner", contact=contact)
    assert case.participations.current().filter(partner=contact.partner, contact=contact).count() == 1
    make_effort(from_on=FIRST, responsible="partner", contact=contact)
    assert case.participations.current().filter(partner=contact.partner).count() == 1


def test_it_serves_milestones_of_its_own_plan_only(make_effort, case, guide):
    own, other = make_milestone(case), make_milestone(make_case(guide))
    assert list(make_effort(from_on=FIRST, milestones=[own]).milestones.all()) == [own]
    with pytest.raises(ValidationError):
        make_effort(from_on=FIRST, milestones=[other])


def test_what_was_changed_is_on_the_trail_with_the_milestones(make_effort, case, guide):
    step, effort = make_milestone(case), make_effort(from_on=FIRST)
    values = {"name": "Praktik i køkkenet", "approach": 2}
    actions.edit_effort(effort, by=guide, expected_version=1, values=values, milestones=[step])
    event = AuditEvent.objects.get(action="effort.edited")
    assert event.changes["name"] == ["Værkstedskursus", "Praktik i køkkenet"]
    assert event.changes["milestones"] == [[], [str(step.pk)]]
    before = AuditEvent.objects.count()
    actions.edit_effort(effort, by=guide, expected_version=2, values=values, milestones=[step])
    assert AuditEvent.objects.count() == before  # nothing changed


def test_nothing_is_added_to_a_closed_case(make_effort, case):
    type(case).objects.filter(pk=case.pk).update(
        closed_on=clock.today(), status="closed", close_reason="other"
    )
    with pytest.raises(ValidationError):
        make_effort(from_on=FIRST)
    assert not EffortEvent.objects.exists()


@pytest.mark.parametrize(
    ("kind", "law", "name", "topics"),
    [
        ("treatment", None, "Forløb", {"health"}),  # by its kind
        ("course", "child", "Forløb", {"family"}),  # by its law
        ("course", None, "Samtaler på hospitalet", {"health"}),  # by its words
        ("course", "fgu", "Værksted", set()),
    ],
)
def test_kind_law_and_words_propose_what_it_tells_of(make_effort, kind, law, name, topics):
    law = EffortLaw.objects.get(code=law) if law else None
    effort = make_effort(kind=kind, law=law, name=name, from_on=FIRST)
    assert effort.proposed == topics
    assert effort.waits == bool(topics)


def test_the_tables_begin_filled():
    assert {"offer", "course", "internship", "treatment", "mentor"} <= set(
        EffortKind.objects.values_list("code", flat=True)
    )
    assert EffortLaw.objects.get(code="kui").source == "LBK 953 af 12-08-2024"
    assert not EffortLaw.objects.filter(source="").exists()
