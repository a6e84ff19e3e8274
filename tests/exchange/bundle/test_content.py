"""What a bundle says of a case."""

import pytest
from django.core.exceptions import ValidationError

from cases.closing import actions as closing_actions
from core import clock, vault
from exchange.bundle import content
from exchange.bundle.history import history_of
from plans.closing import actions as plan_closing_actions
from plans.decisions.actions import record_decision
from plans.models import FormalDecision
from tests.helpers import factories
from tests.helpers.qualification import answer, ask, give_basis, make_department

# What it writes it writes through the actions of every other test; `test_whole_case` moves a case on each engine.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(("state", "travels"), [("none", 1), ("clean", 1), ("waiting", 0), ("infected", 0)])
def test_what_the_scanner_has_not_passed_does_not_travel(guide, state, travels):
    case = factories.make_case(guide)
    document = factories.make_document(case, title="Ukendt")
    type(document).objects.update(scan=state)
    assert len(content.gather(case)["documents"]) == len(content.files_of(case)) == travels
    assert any("Ukendt" in words for words in content.left_out(case, None)) is not bool(travels)


def test_a_document_whose_file_is_away_is_named(guide):
    case = factories.make_case(guide)
    document = factories.make_document(case, title="Væk")
    vault.discard(document.file)
    with pytest.raises(ValidationError, match="Væk"):
        content.files_of(case)


def test_a_case_that_was_closed_before_tells_so(guide, leader):
    case = factories.make_case(guide)
    factories.make_milestone(case, own_words="Første skridt", professional="Afklaring")
    factories.make_effort(case, name="Værksted")
    case.plans.update(closed_on=clock.today())
    closing_actions.ask_to_close(case, by=guide, reason="declined", note="Vil selv")
    plan_closing_actions.close_case(case, by=leader, reason="declined")
    case.refresh_from_db()
    closing_actions.reopen(case, by=leader)
    said = history_of(case, hidden=False)
    told = {one["kind"]: one for one in said if one["kind"] in ("plan", "closing")}
    assert told["closing"]["text"] == "Vil selv" and told["closing"]["by"] == "Gitte Guide"
    assert told["plan"]["what"] == "Plan med 1 skridt"
    step, effort = told["plan"]["text"].split("\n")
    assert step == "– Første skridt, Afklaring (planlagt)"
    assert effort.startswith("– Værksted, Kursus (")
    assert [one["what"] for one in said if one["kind"] == "status"] == ["I gang", "Lukket", "I gang"]
    assert not any(one["text"] for one in history_of(case, hidden=True))


def test_a_protected_address_is_not_given_away_by_decisions(guide, unit):
    case = factories.make_case(guide)
    contact = make_department(unit, name="Familieafdelingen Strandby")
    give_basis(case, contact.partner, by=guide)
    answer(ask(factories.make_milestone(case), contact, by=guide), "qualified", by=contact.user)
    values = {
        "what": "Plads på Solhøj",
        "outcome": "granted",
        "by_whom": "Strandby Kommune",
        "paragraph": "§ 85",
    }
    record_decision(FormalDecision(plan=case.plans.get(), decided_on=clock.today(), **values), by=guide)
    for hidden, told in ((False, True), (True, False)):
        said = str(
            [one for one in history_of(case, hidden=hidden) if one["kind"] in ("qualification", "decision")]
        )
        assert ("Strandby" in said, "Solhøj" in said) == (told, told)
    assert {one["kind"] for one in history_of(case, hidden=True)} >= {"qualification", "decision"}
