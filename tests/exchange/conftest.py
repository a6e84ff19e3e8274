"""What the tests of every room of exchange begin with."""

import json

import pytest

from cases.guides import actions as guides_actions
from exchange.bundle import sealing
from exchange.receiving import actions as receiving_actions
from tests.helpers import factories
from tests.helpers.bundles import HERE, THERE, install, knows, travelled


@pytest.fixture(autouse=True)
def no_paper(monkeypatch):
    """The plan's own tests make real PDFs."""
    monkeypatch.setattr("plans.handover.pdf.render", lambda sheet, created=None: b"%PDF-1.7 planen")


@pytest.fixture
def there(leader):
    """The second installation."""
    install(THERE, "Ungeenheden Der")
    knows(HERE, "Ungeenheden Her", leader)
    return leader


@pytest.fixture
def told(guide, there):
    """What `full_case` says, as the other side tells it."""
    _data, said = travelled(guide)
    more = {
        "bundle": "1",
        "from": {"unit": "Her", "installation": "Her"},
        "basis": {"kind": "law", "text": "§"},
    }
    return json.loads(sealing.canonical(said | more))


@pytest.fixture
def came(guide, there):
    """A case of THERE that came, with a guide; its partner stands in the directory by name."""
    data, _said = travelled(guide)
    case = receiving_actions.take_in_bundle(
        receiving_actions.open_bundle(data, unit=there.unit, by=there), by=there
    )
    guides_actions.assign(case, factories.UserFactory(unit=there.unit, name="Gry Ny"), by=there)
    factories.ContactFactory(partner__unit=there.unit, partner__name="FGU  havnen", name="Karin Kontakt")
    return case
