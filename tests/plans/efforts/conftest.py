"""What the tests of efforts share."""

from datetime import date
from functools import partial

import pytest

from tests.helpers import factories


@pytest.fixture
def case(guide):
    """A case that was opened before everything that is dated here."""
    return factories.make_case(guide, on=date(2025, 12, 1))


@pytest.fixture
def make_effort(case):
    """``make_effort(**fields)``: an effort on the case's plan, through the real verb."""
    return partial(factories.make_effort, case)
