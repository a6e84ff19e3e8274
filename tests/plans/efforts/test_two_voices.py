"""What the young person says of an effort changes only with them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.efforts import actions
from plans.efforts.models import EffortEvent
from plans.models import Effort

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(make_effort, guide):
    """An effort that has ended, and what the young person said of it."""
    effort = make_effort(from_on=date(2026, 1, 5), until_on=date(2026, 3, 1))
    said = {"ended_on": date(2026, 3, 1), "contribution": "too_early", "youth_words": "De var søde"}
    actions.end_effort(effort, by=guide, expected_version=effort.version, **said)
    return effort


def test_other_words_of_theirs_need_them(ended, guide):
    anew = {"by": guide, "expected_version": ended.version, "contribution": "helped"}
    for part in ("", "no", "unknown", "self"):
        with pytest.raises(ValidationError) as refused:
            actions.judge_effort(ended, youth_words="De var strenge", took_part=part, **anew)
        assert "took_part" in refused.value.error_dict
    with pytest.raises(ValidationError):
        actions.judge_effort(ended, **anew)
    assert Effort.objects.get().youth_words == "De var søde"
    actions.judge_effort(ended, youth_words="De var strenge", took_part="phone", **anew)
    assert Effort.objects.get().youth_words == "De var strenge"
    assert EffortEvent.objects.latest("pk").took_part == "phone"


def test_the_guides_own_judgement_asks_nobody(ended, guide):
    actions.judge_effort(
        ended,
        by=guide,
        expected_version=ended.version,
        contribution="helped",
        youth_words="De var søde",
        took_part="phone",
    )
    assert EffortEvent.objects.latest("pk").took_part == ""


def test_the_page_asks_how_and_the_history_tells(ended, case, guide, client):
    client.force_login(guide)
    url = reverse("plans:effort_judge", args=[case.pk, ended.pk])
    said = {"contribution": "helped", "youth_words": "De var strenge", "version": ended.version}
    refused = client.post(url, said)
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["took_part"]
    assert "De var strenge" in refused.text
    done = client.post(url, said | {"took_part": "meeting"})
    assert done.status_code == 303
    page = client.get(reverse("plans:effort", args=[case.pk, ended.pk])).text
    assert "De var strenge" in page and "Ja, vi sad sammen" in page
