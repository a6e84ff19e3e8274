"""What is said is the same in words: no page is laid out where its look is not the point."""

import pytest

from tests.helpers.stand_ins import paper_in_words


@pytest.fixture(autouse=True)
def stand_in(request):
    """Words in place of pages, but for tests marked ``paper``, or ``once``."""
    if request.node.get_closest_marker("once") or request.node.get_closest_marker("paper"):
        yield
        return
    with paper_in_words():
        yield
