"""Who holds custody on a day, and who may be contacted: the same in the query, on the row, and for every reader."""

from datetime import date, timedelta

import pytest

from cases.consents.forms import ConsentForm
from cases.models import Consent, Guardian
from core import clock
from meetings.planning.people import askable
from plans.handover.forms import audiences
from plans.handover.sheet import custody_of
from tests.helpers import factories

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def family(guide):
    """A case of somebody of 15, and what makes an adult around them."""
    with clock.travel(TODAY):
        case = factories.make_case(guide, birth_date=date(2010, 5, 5))

    def adult(**said):
        return Guardian.objects.create(person=case.person, name="Mor", **{"has_custody": True} | said)

    case.adult = adult
    return case


@pytest.mark.parametrize("gone", [None, TODAY - DAY, TODAY, TODAY + DAY])
@pytest.mark.parametrize("ban", [False, True])
@pytest.mark.parametrize("custody", [False, True])
def test_custody_ends_when_they_are_gone_and_a_ban_takes_none_away(family, gone, ban, custody):
    adult = family.adult(until_on=gone, contact_ban=ban, has_custody=custody)
    around = gone != TODAY and gone != TODAY - DAY
    holding = Guardian.objects.holding_custody(TODAY).exists()
    assert holding is adult.holds_custody(TODAY) is (custody and around)
    assert adult.is_around(TODAY) is around
    assert Guardian.objects.may_be_contacted(TODAY).exists() is (around and not ban)


@pytest.mark.parametrize(
    ("said", "consents", "told"),
    [({}, True, True), ({"contact_ban": True}, True, False), ({"until_on": TODAY}, False, False)],
)
def test_nobody_who_is_gone_is_asked_and_nobody_under_a_ban_is_named_or_told(family, said, consents, told):
    """Not for a consent from today on, on the plan, as its recipient, or at a meeting."""
    adult = family.adult(**said)
    with clock.travel(TODAY):
        for from_on, may in ((TODAY, consents), (TODAY - DAY, True)):
            asked = {
                "from_whom": "custody",
                "form": "written",
                "basis": "consent",
                "from_on": from_on.isoformat(),
            }
            form = ConsentForm({**asked, "guardian": adult.pk}, instance=Consent(case=family))
            assert ("guardian" not in form.errors) is may, from_on
        assert bool(custody_of(family.person, TODAY)) is told
        custody = audiences(family, TODAY)[1]
        assert (custody.refusal == "") is told
        assert (f"adult-{adult.pk}" in {one.key for one in askable(family)}) is told
