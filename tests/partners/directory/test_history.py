"""The history of a partner's card is read in words: no act shows a code."""

import ast
from pathlib import Path

import pytest

from core import clock
from partners.directory import actions
from partners.directory.history import WORDS, changes_of
from partners.invitations.actions import invite_contact
from tests.helpers import factories

ROOT = Path(__file__).parents[3]


def recorded() -> set[str]:
    """Everything that the trail is told of a partner or of somebody at one."""
    calls = (
        node
        for app in ("partners", "intake", "exchange", "cases", "portal")
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and node.args and any(keyword.arg == "obj" for keyword in node.keywords)
    )
    first = (call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant))
    return {code for code in first if str(code).startswith(("partner.", "partnership.", "contact."))}


def test_every_act_on_a_partner_has_words():
    assert recorded() == set(WORDS)


@pytest.mark.django_db
def test_an_invitation_is_told_by_name(admin):
    partner = factories.PartnerFactory(unit=admin.unit)
    contact = actions.add_contact(
        partner, by=admin, name="Åse Berg", email="aase@eksempel.dk", from_on=clock.today()
    )
    invite_contact(contact, by=admin)
    assert [change.what for change in changes_of(partner)][0] == "Inviterede Åse Berg til KUI"
