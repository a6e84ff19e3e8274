"""Saving a row of an administrator's table."""

from django.db import transaction

from audit import trail
from core.versions import save_versioned


def save_row(form, row, old: dict, *, by, action: str) -> None:
    """Save what the form changed in a row of a table, and say so on the trail; ``old`` is what stood there.

    Raises core.versions.Conflict when somebody else saved first.
    """
    changes = trail.changed(old, {name: form.cleaned_data[name] for name in old})
    if not changes:
        return
    with transaction.atomic():
        save_versioned(row, form.cleaned_data["version"] or 0, list(changes))
        trail.record(action, by=by, obj=row, changes=changes)
