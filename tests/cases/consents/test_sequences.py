"""Whatever happens in whatever order: no partner sees a young person without a live basis, and every sight is
written down.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.consents import actions as consents_actions
from cases.consents import disclosure as sharing
from cases.models import Case, Consent, Disclosure, Guardian, Topic
from cases.network import actions as network_actions
from core import clock
from core.constraints import Taken
from portal.partner.views import shared_with
from tests.helpers import factories
from tests.helpers.daily import SEED, examples_of_the_day

pytestmark = pytest.mark.django_db


START = date(2026, 2, 20)


BORN = date(2008, 2, 29)  # of age on 28 February 2026, eight days after the start


TURNS = date(2026, 2, 28)


GIVE = st.tuples(
    st.just("give"),
    st.sampled_from(["youth", "custody", "both", "law"]),
    st.sets(st.sampled_from(Topic.values), min_size=1),
    st.integers(0, 12),
)
JOIN, SHIELD = st.just(("join",)), st.just(("shield",))
DAYS = st.tuples(st.just("days"), st.integers(1, 4))
WITHDRAW = st.tuples(st.just("withdraw"), st.integers(0, 5))
# What opens something to see is played more often than what shuts it: otherwise most of what is played is darkness.
ACTS = st.sampled_from(
    [GIVE, GIVE, GIVE, JOIN, JOIN, DAYS, DAYS, WITHDRAW, st.just(("leave",)), SHIELD]
).flatmap(lambda act: act)


class Oracle:
    """What should hold, told by hand."""

    def __init__(self):
        self.rows: list[dict] = []
        self.takes_part = self.shielded = False

    def topics(self, on: date) -> set[str] | None:
        """What the partner may be told on the day; None when it may see nothing."""
        if not self.takes_part or self.shielded:
            return None
        live = [
            row
            for row in self.rows
            if not row["withdrawn"]
            and row["from"] <= on <= row["until"]
            and not (row["whom"] == "custody" and on >= TURNS)
        ]
        return {topic for row in live for topic in row["topics"]} if live else None


seen: Counter = Counter()  # of the states that were played: in how many the partner saw something


@examples_of_the_day(suite=15, soak=1000)
@given(st.lists(ACTS, min_size=6, max_size=14))
def _nobody_sees_without_a_live_basis(acts):
    with transaction.atomic(), clock.travel(START):
        _play([("join",), *acts])
        transaction.set_rollback(True)


def test_nobody_sees_without_a_live_basis():
    _nobody_sees_without_a_live_basis()
    assert sum(seen.values()) > 100
    assert seen["something"] >= sum(seen.values()) / 3, f"it plays in the dark: {seen} (KUI_SEED={SEED})"


def _play(acts):
    contact = factories.ContactFactory(user=factories.UserFactory(role="partner"))
    partner, user = contact.partner, contact.user
    guide = factories.UserFactory(unit=partner.unit)
    case = factories.make_case(guide, birth_date=BORN, on=START)
    mother = Guardian.objects.create(person=case.person, name="Mor", has_custody=True)
    today, truth, looks = START, Oracle(), 0
    for act in acts:
        with clock.travel(today):
            _do(act, case, partner, guide, mother, truth, today)
        if act[0] == "days":
            today += timedelta(days=act[1])
        with clock.travel(today):
            expected = truth.topics(today)
            seen["nothing" if expected is None else "something"] += 1
            case = Case.objects.get(pk=case.pk)
            assert Case.objects.visible_to(user).exists() is (expected is not None)
            allowed = {
                topic
                for topic in Topic
                if sharing.still_allowed(sharing.mail_check(case, user, topic).partition(":")[2])
            }
            assert allowed == (expected or set())
            if case.shielded:  # the door is shut: nothing behind it is asked
                continue
            shared = shared_with(case, partner, today)
            if expected is None:
                assert shared is None
                with pytest.raises(sharing.NotCovered):
                    sharing.disclose(case, partner, by=user, kind="page", topics=[])
            else:
                assert set(shared.topics) == expected
                assert (shared.sheet is not None) is (Topic.PLAN in expected)
                sharing.disclose(case, partner, by=user, kind="page", topics=shared.topics)
                looks += 1
    rows = Disclosure.objects.filter(consent__case=case).select_related("consent")
    assert len({row.at for row in rows}) <= looks
    assert bool(rows) is bool(looks)
    for row in rows:
        basis = row.consent
        assert set(row.topics) <= set(basis.topics)
        assert basis.from_on <= clock.local_date(row.at) <= basis.last_day
        assert basis.withdrawn_at is None or row.at <= basis.withdrawn_at


def _do(act, case, partner, guide, mother, truth, today):
    kind = act[0]
    if kind == "give":
        _kind, whom, topics, days = act
        until = today + timedelta(days=days)
        row = Consent(case=case, partner=partner, topics=sorted(topics), purpose="x", expires_on=until)
        if whom == "law":
            row.basis, row.rule = Consent.Basis.LAW, "§ 1"
        else:
            row.from_whom, row.guardian = whom, None if whom == "youth" else mother
        if whom in ("custody", "both") and today >= TURNS:
            with pytest.raises(ValidationError):
                consents_actions.give_consent(row, by=guide)
            return
        try:
            consents_actions.give_consent(row, by=guide)
        except Taken:  # the very same is there already
            return
        truth.rows.append(
            {"row": row, "whom": whom, "topics": topics, "from": today, "until": until, "withdrawn": False}
        )
    elif kind == "withdraw" and act[1] < len(truth.rows):
        entry = truth.rows[act[1]]
        consents_actions.withdraw_consent(entry["row"], by=guide)
        entry["withdrawn"] = True
    elif kind == "join" and not truth.takes_part:
        network_actions.add_participation(case, partner, by=guide)
        truth.takes_part = True
    elif kind == "leave" and truth.takes_part:
        row = case.participations.current().holding(today).get()
        network_actions.end_participation(row, by=guide)
        truth.takes_part = False
    elif kind == "shield":
        truth.shielded = not truth.shielded
        Case.objects.filter(pk=case.pk).update(shielded=truth.shielded)
