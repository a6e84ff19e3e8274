"""One Danish order: in the database and in Python, on both engines and under any collation."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.models import User
from cases.models import Knowledge, NoteKind, SharingRule, YoungPerson
from core.ordering import Danish
from core.text import sort_key
from exchange.models import KnownInstallation
from intake.models import Department, TargetGroup
from plans.models import Destination
from tests.helpers import factories
from workspace.models import SavedView

NAMES = ["Abel Bo", "Anna-Maria", "Bo", "Bo Dam", "Boas", "Émile", "Zander", "Ærø", "Ægir", "Öhlund", "Østerbro",
         "Aagaard", "Ågård", "Aase", "åse", "ÅSE", "Håkon", "Haakon", "Hans", "Şahin", "Sara", "Søren", "Çelik", "Cay",
         "Dam", "Žarko", "Zoë", "Zoe B", "İbrahim", "Ib", "Ida", "Nguyễn", "Nguyen A", "Ngo", "O'Brien", "Obel", "Ole",
         "B. Dam", "Łukasz", "Lund", "Mads", "Đặng", "Đorđe", "Ðuro", "Þór", "Œuvre"]  # fmt: skip
OTHER_SCRIPTS = ["Иван", "علي"]
IN_ORDER = ["Abel Bo", "Anna-Maria", "Bo", "Bo Dam", "Boas", "Émile", "Hans", "Zander", "Ægir", "Ærø"]
FOREIGN = [
    "Cay",
    "Çelik",
    "Dam",
    "Đặng",
    "Đorđe",
    "Ib",
    "İbrahim",
    "Ida",
    "Łukasz",
    "Lund",
    "Mads",
    "Şahin",
    "Sara",
]


def test_python_and_database_agree(unit):
    names = [*NAMES, *OTHER_SCRIPTS]
    for name in names:
        factories.UserFactory(unit=unit, name=name)
    rows = User.objects.filter(name__in=names)
    found = list(rows.order_by(Danish("name"), "pk").values_list("name", flat=True))
    assert found == sorted(names, key=sort_key)
    assert [name for name in found if name in IN_ORDER] == IN_ORDER
    assert [name for name in found if name in FOREIGN] == sorted(FOREIGN, key=FOREIGN.index)
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


# What people read and look for by its first letter.
NAMED = re.compile(r"-?(?:\w+__)?(?:name|name_da|name_en|title|subject_name|filename|label|city|place)")
# The same in Python: the key of a sort that ends in a bare name.
SORTED = re.compile(
    r"(?:sorted|\.sort)\(.*key=lambda \w+: (?:.*[, (-])?(?<!sort_key\()\b\w+\.(?:name|sender|label|city)\b.*"
)
ROOT = Path(settings.BASE_DIR)
OURS = sorted(app.path for app in apps.get_app_configs() if Path(app.path).parent == ROOT)


@pytest.mark.once
def test_nothing_is_listed_in_the_databases_own_order_of_letters():
    """SQLite compares bytes and PostgreSQL as its collation says: names go through `Danish` or a stored key."""
    wrong = [
        f"{model._meta.label}: {field}"
        for model in apps.get_models()
        for field in model._meta.ordering
        if isinstance(field, str) and NAMED.fullmatch(field) and model._meta.app_config.path in OURS
    ]
    for folder in OURS:
        for path in Path(folder).rglob("*.py"):
            if "migrations" not in path.parts and path.name != "demo.py":
                for said in re.findall(r"order_by\(([^()]*)", path.read_text()):
                    plain = [name for name in re.findall(r'(?<!\[)"([^"]*)"', said) if NAMED.fullmatch(name)]
                    wrong += [f"{path.relative_to(ROOT)}: {name}" for name in plain]
                for said in SORTED.findall(path.read_text()):
                    wrong.append(f"{path.relative_to(ROOT)}: {said}")
    assert not wrong, "\n".join(wrong)
    assert {"overview", "portal"} < {Path(folder).name for folder in OURS}


def test_pickers_of_kinds_rules_views_and_installations_are_danish(unit, admin, guide):
    names = ["Ågård", "Østerbro", "Aagaard", "Ærø", "Zander", "Bo"]
    right = ["Bo", "Zander", "Ærø", "Østerbro", "Ågård", "Aagaard"]
    for n, name in enumerate(names):
        words = {"code": f"x{n}", "name_da": name, "name_en": name, "position": 999}
        NoteKind.objects.create(**words, counts_as="other")
        Knowledge.objects.create(**words)
        TargetGroup.objects.create(**words)
        Department.objects.create(**words)
        Destination.objects.create(**words, group="other")
        SavedView.objects.create(user=guide, unit=unit, which="mine", name=name)
        KnownInstallation.objects.create(
            name=name,
            signing_public=b"x",
            sealing_public=b"x",
            fingerprint=name,
            compared_with="x",
            added_by=admin,
        )
        SharingRule.objects.create(name=name, text="x", valid_from="2026-01-01", is_duty=True)
    for model in (
        NoteKind,
        Knowledge,
        TargetGroup,
        Department,
        Destination,
        SavedView,
        KnownInstallation,
        SharingRule,
    ):
        found = [getattr(row, "name_da", "") or row.name for row in model.objects.all()]
        found = [name for name in found if name in names]
        assert found[:4] == right[:4] and set(found[4:]) == set(right[4:]), model
