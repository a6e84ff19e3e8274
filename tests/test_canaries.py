"""Every text column of the product holds a canary in the matrix's world, or says why it does not: a new one cannot be
forgotten.
"""

import pytest
from django.apps import apps
from django.db import models

from tests.helpers.not_sown import NOT_SOWN
from tests.helpers.world import CANARY

pytestmark = pytest.mark.django_db

TEXT = (models.TextField, models.CharField, models.JSONField)


def unsown(world) -> set[str]:
    """The text columns of our own models in which no word of the world's canaries stands."""
    ours = [
        model for model in apps.get_models() if "." not in apps.get_app_config(model._meta.app_label).name
    ]
    return {
        f"{model._meta.label}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if isinstance(field, TEXT) and not (field.is_relation or field.choices) and not _is_sown(model, field)
    }


def _is_sown(model, field) -> bool:
    return any(CANARY in str(value) for value in model._base_manager.values_list(field.attname, flat=True))


def test_every_text_column_has_its_canary_or_says_why_not(world):
    found = unsown(world)
    assert sorted(found - NOT_SOWN.keys()) == []
    assert sorted(NOT_SOWN.keys() - found) == [], "these hold one by now, or are gone"
