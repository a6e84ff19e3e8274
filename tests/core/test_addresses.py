"""Addresses that are put together from a route looked up once are those that the routes have."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from core.addresses import address

CASE = uuid4()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("workspace:my_day", ()),
        ("workspace:case_detail", (CASE,)),
        ("plans:milestone_move", (CASE, uuid4())),
        ("cases:consent_again", (CASE, 17)),
        ("cases:breach_explain", (CASE, 3, "contact")),
        ("workspace:line_put_off", (CASE, "milestone:12")),
        ("workspace:line_put_off", (CASE, "hundrede % og æ?#&")),
    ],
)
def test_an_address_is_what_reverse_answers(name, args):
    assert address(name, *args) == reverse(name, args=args)


def test_a_route_that_is_not_there_is_told():
    with pytest.raises(NoReverseMatch):
        address("workspace:nowhere", CASE)
    with pytest.raises(NoReverseMatch):
        address("workspace:case_detail", "no-uuid")
