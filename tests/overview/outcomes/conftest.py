"""A unit with some of every fate."""

import pytest

from core import clock
from tests.helpers.fates import TODAY, ten_fates


@pytest.fixture
def now():
    with clock.travel(TODAY):
        yield TODAY


@pytest.fixture
def fates(now, guide, leader):
    """Young people by what became of them."""
    return ten_fates(guide, leader)
