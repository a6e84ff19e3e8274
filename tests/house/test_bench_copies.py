"""A benchmark of a million cases is copied from fifty thousand: every copy holds together as the original does."""

import pytest
from django.db import connection

from accounts.models import Unit, User
from audit.models import AuditEvent
from cases.models import Case, Note
from kui.bench.copies import empty_models, multiply
from kui.bench.dataset import _fill_unit
from partners.models import PartnerCategory
from plans.models import Milestone
from workspace.search.models import SearchEntry

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL copies by itself"),
]


def strays(model) -> list[str]:
    """Foreign keys of a model that lead nowhere."""
    keys = [field for field in model._meta.concrete_fields if field.is_relation]
    return [
        f"{model._meta.label}.{field.name}"
        for field in keys
        if model._base_manager.exclude(**{field.attname: None})
        .exclude(**{f"{field.attname}__in": field.related_model._base_manager.values("pk")})
        .exists()
    ]


def test_each_copy_has_units_of_its_own_and_every_row_leads_to_its_own_copy():
    models = empty_models()
    category, _ = PartnerCategory.objects.get_or_create(code="fgu", defaults={"side": "external"})
    _fill_unit(0, category)
    before = {model: model._base_manager.count() for model in models}
    assert before[SearchEntry] > before[Case] > 500
    multiply(models, 3, lambda words: None)
    assert {model: model._base_manager.count() for model in models} == {m: 3 * n for m, n in before.items()}
    assert [stray for model in models for stray in strays(model)] == []
    for unit in Unit.objects.all():
        cases = Case.objects.filter(unit=unit)
        assert cases.count() == before[Case]
        assert not cases.exclude(guide__unit=unit).exclude(guide=None).exists()
        assert Milestone.objects.filter(plan__case__unit=unit).count() == before[Milestone]
        assert SearchEntry.objects.filter(case__unit=unit, source="note").count() == before[Note]
        assert AuditEvent.objects.filter(unit_id=unit.pk, case_id__in=cases.values("pk")).exists()
    # What is made afterwards has a number of its own.
    assert User.objects.create(email="ny@bench.example", name="Ny", role="guide", unit=unit).pk
