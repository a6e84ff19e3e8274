"""What is said to whom is the same in words: a page is laid out where its look or its bytes are the point."""

import pytest

from tests.helpers.stand_ins import paper_in_words


@pytest.fixture(autouse=True)
def stand_in(request):
    """Words in place of pages, but for tests marked ``paper``, or ``once``: those are about the pages."""
    if request.node.get_closest_marker("once") or request.node.get_closest_marker("paper"):
        yield
        return
    with paper_in_words():
        yield
