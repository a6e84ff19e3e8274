"""The way back of the role that sees figures alone."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.helpers import factories


@pytest.mark.django_db
def test_who_sees_figures_alone_is_shut_out_where_the_role_is_not_known(unit, guide):
    director = factories.UserFactory(unit=unit, role="figures")
    import_module("accounts.migrations.0008_figures_only").shut_out(apps, None)
    director.refresh_from_db()
    guide.refresh_from_db()
    assert guide.is_active and not director.is_active
