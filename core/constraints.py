"""What the database refused, in the words of the constraint that refused it.

The last of the places where a rule is met: forms and actions ask first and can say more. What only two acts at the
same moment, or a case nobody thought of, bring about is refused here, and becomes an error of the form.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

# SQLite names what failed in its message; PostgreSQL beside it. A trigger of ours says it as a constraint would.
_SQLITE = re.compile(r"(CHECK|UNIQUE) constraint failed: (?:index '(\w+)'|(.+))")


class Taken(ValidationError):
    """Somebody else was first: what was to be written may stand once, and stands already."""


@cache
def _by_name() -> dict[str, tuple[type[models.Model], models.BaseConstraint]]:
    return {
        constraint.name: (model, constraint)
        for model in apps.get_models(include_auto_created=True)
        for constraint in model._meta.constraints
    }


@cache
def _by_columns() -> dict[frozenset[str], str]:
    """SQLite names the columns of a unique index in place of the index."""
    found = {}
    for name, (model, constraint) in _by_name().items():
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            fields = [model._meta.get_field(field) for field in constraint.fields]
            found[frozenset(f"{model._meta.db_table}.{field.column}" for field in fields)] = name
    return found


def name_of(error: IntegrityError) -> str:
    """The name of the constraint that failed, as we know it; "" for one that is none of ours."""
    told = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if told:
        return told if told in _by_name() else ""
    match = _SQLITE.search(str(error))
    if not match:
        return ""
    name = match[2] or match[3]
    return name if name in _by_name() else _by_columns().get(frozenset(name.split(", ")), "")


def _fields(constraint: models.BaseConstraint) -> Iterator[str]:
    """The fields a constraint speaks of, as a form may name them."""
    if isinstance(constraint, models.UniqueConstraint):
        yield from constraint.fields
    elif isinstance(constraint, models.CheckConstraint):
        yield from _asked_of(constraint.condition)


def _asked_of(condition: models.Q) -> Iterator[str]:
    for part in condition.children:
        if isinstance(part, models.Q):
            yield from _asked_of(part)
            continue
        yield part[0].split("__")[0]
        if isinstance(part[1], models.F):
            yield part[1].name


def words_of(constraint: models.BaseConstraint) -> str:
    """What the constraint says; one that is met by two acts at the same moment only may do without words of its own."""
    if constraint.violation_error_message != models.BaseConstraint.default_violation_error_message:
        return str(constraint.get_violation_error_message())
    if isinstance(constraint, models.UniqueConstraint):
        return _("Somebody has just saved the same. Look at what stands now.")
    return _("These answers do not fit together. Look at them once more.")


def refusal(error: IntegrityError, names=()) -> ValidationError | None:
    """The error as a form shows it: beside the last of the fields ``names`` that the constraint speaks of, or above.

    None for what is no constraint of ours: a mistake in the program, and not to be talked away.
    """
    name = name_of(error)
    if not name:
        return None
    constraint = _by_name()[name][1]
    kind = Taken if isinstance(constraint, models.UniqueConstraint) else ValidationError
    spoken_of = [field for field in _fields(constraint) if field in names]
    words = words_of(constraint)
    return kind({spoken_of[-1]: words} if spoken_of else words)
