"""One Danish order: in the database and in Python, on both engines and under any collation."""

import pytest
from django.db import connection

from accounts.models import User
from cases.models import YoungPerson
from core.ordering import Danish
from core.text import sort_key
from tests.helpers import factories

NAMES = ["Abel Bo", "Anna-Maria", "Bo", "Bo Dam", "Boas", "Émile", "Zander", "Ærø", "Ægir", "Öhlund", "Østerbro",
         "Aagaard", "Ågård", "Aase", "åse", "ÅSE", "Håkon", "Haakon", "Hans"]  # fmt: skip
IN_ORDER = ["Abel Bo", "Anna-Maria", "Bo", "Bo Dam", "Boas", "Émile", "Hans", "Zander", "Ægir", "Ærø"]


def test_python_and_database_agree(unit):
    for name in NAMES:
        factories.UserFactory(unit=unit, name=name)
    rows = User.objects.filter(name__in=NAMES)
    found = list(rows.order_by(Danish("name"), "pk").values_list("name", flat=True))
    assert found == sorted(NAMES, key=sort_key)
    assert [name for name in found if name in IN_ORDER] == IN_ORDER
    assert list(rows.values_list("name", flat=True)) == list(
        rows.order_by(Danish("name")).values_list("name", flat=True)
    )
    assert sort_key("Håkon") == sort_key("Haakon")


def test_keys_are_letters_and_digits_that_every_collation_orders_alike():
    assert all(sort_key(name).isascii() and sort_key(name).isalnum() for name in NAMES)
    assert len(sort_key("å" * 150)) == 180


def test_stored_keys_stand_in_danish_order_under_another_collation(guide):
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL")
    for name in NAMES:
        factories.make_case(guide, first_name=name, last_name="X")
    from django.db.models.functions import Collate

    rows = YoungPerson.objects.order_by(Collate("sort_name", "en-US-x-icu"), "pk").values_list(
        "first_name", flat=True
    )
    keys = [sort_key(f"{name} X") for name in rows]
    assert keys == sorted(keys)
