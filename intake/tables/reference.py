"""The tables of intake that a new installation begins with; an administrator edits them from there."""

import json
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "intake_tables.json"


def load_intake_tables(*, knowledge, target_group, department, category) -> None:
    """Add the shipped rows that are missing, by code; edited rows are left alone.

    The models are given by the caller, so that a migration can pass its own.
    """
    shipped = json.loads(_FILE.read_text(encoding="utf-8"))
    _add(knowledge, shipped["knowledge"])
    fields = {row.code: row.pk for row in knowledge.objects.all()}
    groups = [row | {"knowledge_id": fields.get(row.pop("knowledge"))} for row in shipped["target_groups"]]
    _add(target_group, groups)
    kinds = dict(category.objects.values_list("code", "pk"))
    _add(
        department,
        [row | {"category_id": kinds.get(row.pop("category"))} for row in shipped["departments"]],
    )


def _add(model, rows: list[dict]) -> None:
    known = set(model.objects.values_list("code", flat=True))
    model.objects.bulk_create(
        model(position=10 * number, **row)
        for number, row in enumerate(rows, start=1)
        if row["code"] not in known
    )
