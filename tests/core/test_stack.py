"""Room on the interpreter's stack."""

import resource

import pytest
from django.conf import settings

from core.stack import StackRoomMiddleware, with_room

pytestmark = pytest.mark.once


def _faults_at_every_depth(depth: int) -> int:
    """The most pages of memory that the system handed out for two hundred calls, made at each depth down to
    ``depth``."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(200):
        _two_calls()
    here = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    return max(here, _faults_at_every_depth(depth - 1)) if depth else here


def _two_calls():
    return _small()


def _small():
    return None


def test_no_call_of_a_request_crosses_the_edge_of_a_piece_of_the_stack():
    # As deep as a page goes: without the room, one of these depths lies at an edge, and every call there is dear.
    assert _faults_at_every_depth(300) >= 200
    assert with_room(_faults_at_every_depth, 300) < 50


def test_every_request_has_it():
    assert settings.MIDDLEWARE[0] == "core.stack.StackRoomMiddleware"
    assert StackRoomMiddleware(lambda request: request)("asked") == "asked"
