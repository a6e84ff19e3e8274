# ruff: noqa: S608 – every statement is made of the names of our tables and columns; no value is written into one
"""A filled database many times over, made by PostgreSQL itself: a million cases in the time that Python takes for a
hundred thousand.

Each copy is a set of units of its own, with the same days and words: ids of numbers are moved on, UUIDs made anew from
the old one and the number of the copy. Constraints on one row and unique ones hold as ever; foreign keys are right by
how ids are made, and are not asked one by one (that takes a superuser).
"""

from django.apps import apps
from django.db import connection, models

from accounts.models import Unit, User
from audit.models import AuditEvent
from cases.models import Case, Note
from workspace.search.models import SearchEntry

# Columns that hold another table's id and are no foreign keys.
LOOSE = {
    (AuditEvent, "actor_id"): User,
    (AuditEvent, "unit_id"): Unit,
    (AuditEvent, "case_id"): Case,
}
# An entry of the search holds the id of a note as a number, every other as a UUID, both as text.
REF = "CASE WHEN source IN ('note', 'addition') THEN (ref::bigint + {moved})::text ELSE md5(ref || {k})::uuid::text END"


def empty_models() -> list[type[models.Model]]:
    """The models without a row: what is filled from now on is among them, and reference data is not."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [model for model in found if not model._base_manager.exists()]


def multiply(filled: list[type[models.Model]], times: int, say) -> None:
    """Have every row of the models ``filled`` there ``times`` times. PostgreSQL only."""
    filled = [model for model in filled if model._base_manager.exists()]
    steps = {model: _last_id(model) for model in filled if _is_number(model._meta.pk)}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        indexes = _take_indexes(cursor, [model._meta.db_table for model in filled])
        for model in filled:
            _copy(cursor, model, filled, steps, times)
            say(f"  copied {model._meta.label}")
        for name, definition in indexes:
            cursor.execute(definition)
            say(f"  made {name}")
        cursor.execute("SET session_replication_role = origin")


def _is_number(field: models.Field) -> bool:
    return isinstance(field, models.AutoField | models.IntegerField)


def _last_id(model: type[models.Model]) -> int:
    return model._base_manager.order_by("-pk").values_list("pk", flat=True)[0]


def _take_indexes(cursor, tables: list[str]) -> list[tuple[str, str]]:
    """Drop the indexes that no constraint needs, since one made at the end is made sooner; returns how to."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        [tables],
    )
    found = [row for row in cursor.fetchall() if not row[1].startswith("CREATE UNIQUE")]
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return found


def _copy(cursor, model, filled, steps, times: int) -> None:
    """Copy after copy, so that the rows of a unit lie together as they do in the original."""
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    cursor.execute(f'CREATE TEMP TABLE original AS SELECT {names} FROM "{table}"')
    for k in range(1, times):
        values = ", ".join(_value(field, filled, steps, k) for field in fields)
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {values} FROM original')
    cursor.execute("DROP TABLE original")
    if model in steps:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {steps[model] * times + 1})")


def _value(field: models.Field, filled, steps, k: int) -> str:
    """What stands in the column of copy ``k``."""
    column, model = f'"{field.column}"', field.model
    of = model if field.primary_key and not field.is_relation else LOOSE.get((model, field.column))
    if field.is_relation:
        of = field.related_model
    if of in filled:
        return f"{column} + {k * steps[of]}" if of in steps else f"md5({column}::text || {k})::uuid"
    if model is SearchEntry and field.name == "ref":
        return REF.format(moved=k * steps.get(Note, 0), k=k)
    if field.unique and not field.primary_key:
        return f"{column} || '-{k}'"
    return column
