"""A version is confirmed on paper, or with a code that was given in person; a later version is another one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.signin import shown
from audit.models import AuditEvent
from core import clock
from plans.handover.actions import hand_over
from plans.models import Confirmation
from plans.versions.actions import code_of, confirm_version
from tests.helpers import factories

PAPER, CODE = Confirmation.How.PAPER, Confirmation.How.CODE


@pytest.fixture
def version(guide):
    case = factories.make_case(guide, birth_date=date(2010, 1, 1))
    factories.make_milestone(case)
    return hand_over(case.plans.get(), "youth", by=guide)


def test_a_code_confirms_the_version_it_was_shown_for_and_no_other(version, guide):
    code = code_of(version)
    assert len(code) == 6 and code.isdigit()
    row = confirm_version(version, by=guide, how=CODE, code=code)
    assert (row.sha256, row.on, row.by) == (version.sha256, clock.today(), guide)
    event = AuditEvent.objects.get(action="plan.version_confirmed")
    assert event.changes["number"] == 1 and event.changes["sha256"] == version.sha256
    later = hand_over(version.plan, "youth", by=guide)
    assert code_of(later) != code
    assert not later.confirmations.exists()
    with pytest.raises(ValidationError):
        confirm_version(later, by=guide, how=CODE, code=code)


def test_a_code_holds_for_a_quarter_or_two(version, guide):
    before = {ago: shown.code_for(f"{version.pk}:{version.sha256}", ago=ago) for ago in (1, 2)}
    with pytest.raises(ValidationError):
        confirm_version(version, by=guide, how=CODE, code=before[2])
    assert confirm_version(version, by=guide, how=CODE, code=before[1]).pk


def test_five_wrong_codes_close_it_and_the_right_one_too(version, guide):
    wrong = f"{(int(code_of(version)) + 1) % 10**6:06}"
    for _ in range(5):
        with pytest.raises(ValidationError, match="ikke koden"):
            confirm_version(version, by=guide, how=CODE, code=wrong)
    with pytest.raises(ValidationError, match="For mange"):
        confirm_version(version, by=guide, how=CODE, code=code_of(version))
    assert not version.confirmations.exists()


def test_told_again_it_is_the_same_row(version, guide):
    first = confirm_version(version, by=guide, how=PAPER)
    assert confirm_version(version, by=guide, how=PAPER) == first
    assert AuditEvent.objects.filter(action="plan.version_confirmed").count() == 1
    assert confirm_version(version, by=guide, how=CODE, code=code_of(version)) != first
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(handover=version, how=PAPER, sha256="0" * 64, by=guide)


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (1, False)])
def test_the_day_of_a_signature_lies_between_the_hand_over_and_today(version, guide, days, holds):
    day = clock.today() + timedelta(days=days)
    if holds:
        assert confirm_version(version, by=guide, how=PAPER, on=day).on == day
    else:
        with pytest.raises(ValidationError):
            confirm_version(version, by=guide, how=PAPER, on=day)


def test_only_the_young_persons_own_version_is_confirmed(version, guide):
    parents = hand_over(version.plan, "custody", by=guide)
    with pytest.raises(ValidationError):
        confirm_version(parents, by=guide, how=PAPER)
