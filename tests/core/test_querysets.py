"""A query set that is put together once answers anew each time, and keeps no rows."""

import pytest

from accounts.models import Unit
from core.querysets import built_once
from tests.helpers.factories import UnitFactory

pytestmark = pytest.mark.django_db


def test_the_question_is_kept_and_never_the_answer():
    built = []

    @built_once
    def units(beginning: str):
        built.append(beginning)
        return Unit.objects.filter(name__startswith=beginning)

    UnitFactory(name="Nord 1")
    assert [unit.name for unit in units("Nord")] == ["Nord 1"]
    UnitFactory(name="Nord 2")
    UnitFactory(name="Syd")
    assert units("Nord").count() == 2
    # Asked in vain or narrowed, a copy leaves nothing behind for whoever comes next.
    first = units("Nord")
    assert len(first) == 2
    assert first is not units("Nord") and units("Nord").filter(name="Nord 2").count() == 1
    assert len(units("Nord")) == 2 and len(units("Syd")) == 1
    assert built == ["Nord", "Syd"]
