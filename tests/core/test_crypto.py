"""Encrypted at rest, found by a keyed index, readable after the keys have been rotated."""

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from cases.models import YoungPerson
from core import crypto
from tests.helpers import factories


@pytest.fixture
def fresh_box():
    crypto._box.cache_clear()
    yield
    crypto._box.cache_clear()


def test_the_database_never_sees_the_number(case):
    number = case.person.cpr
    with connection.cursor() as cursor:
        cursor.execute("SELECT cpr, cpr_index FROM cases_youngperson")
        stored, index = cursor.fetchone()
    assert number not in stored and number[:6] not in stored and number not in index
    assert YoungPerson.objects.get().cpr == number


def test_the_index_needs_its_key(settings):
    before = crypto.blind_index("0101014000")
    settings.KUI_INDEX_KEY = "another key, and long enough to be one"
    assert crypto.blind_index("0101014000") != before


def test_keys_rotate(settings, fresh_box):
    old = crypto.encrypt(b"hemmeligt")
    settings.KUI_FIELD_KEYS = [Fernet.generate_key().decode(), *settings.KUI_FIELD_KEYS]
    crypto._box.cache_clear()
    assert crypto.decrypt(old) == b"hemmeligt"
    assert crypto.decrypt(crypto.encrypt(b"nyt")) == b"nyt"


def test_what_is_encrypted_tells_no_time(settings):
    """A clock in the open beside a text without an author would tell when it was written, and so by whom."""
    token, key = crypto.encrypt(b"Kanariefuglen"), Fernet(settings.KUI_FIELD_KEYS[0])
    assert key.extract_timestamp(token) == 0


def test_a_wrong_key_says_so_and_gives_nothing(settings, fresh_box):
    old = crypto.encrypt(b"hemmeligt")
    settings.KUI_FIELD_KEYS = [Fernet.generate_key().decode()]
    crypto._box.cache_clear()
    with pytest.raises(ValueError, match="none of the field keys"):
        crypto.decrypt(old)


def test_the_same_number_once_in_a_unit(guide):
    from django.core.exceptions import ValidationError

    from cases.casefile.actions import AlreadyKnown

    first = factories.make_case(guide, cpr="6101084001")
    with pytest.raises(AlreadyKnown) as known:
        factories.make_case(guide, cpr="6101084001")
    assert known.value.case == first
    with pytest.raises(ValidationError):
        from cases.closing.actions import close

        close(first, by=guide, reason="moved")
        factories.make_case(guide, cpr="6101084001")
