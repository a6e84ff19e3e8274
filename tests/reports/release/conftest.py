"""Released figures are read in Danish, whichever language a test before them left."""

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield
