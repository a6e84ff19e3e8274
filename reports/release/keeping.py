"""Released tables as plain JSON values and back: with the groups of each cell, so that a later check reads them as they
were told, whatever forms there are by then.
"""

from __future__ import annotations

from collections.abc import Mapping

from reports.release.rules import Form, Told


def as_plain(tables: Mapping[str, Told]) -> dict:
    """The tables as plain values; one that was left out is null."""
    return {name: _plain(table) for name, table in tables.items()}


def _plain(table: Told) -> dict | None:
    if table.form is None:
        return None
    form = table.form
    return {
        "cells": [[name, [*groups]] for name, groups in form.cells.items()],
        "total": form.total,
        "shows_total": form.shows_total,
        "silent": [*form.silent],
        "base": form.base,
        "linked": form.linked,
        "merged": form.merged,
        "shown": dict(table.shown),
    }


def from_plain(said: Mapping) -> dict[str, Told]:
    """The tables again."""
    return {name: _told(one) for name, one in said.items()}


def _told(said: dict | None) -> Told:
    if said is None:
        return Told(None)
    kept = {name: value for name, value in said.items() if name not in ("cells", "shown", "silent")}
    cells = {name: tuple(groups) for name, groups in said["cells"]}
    form = Form(cells, silent=tuple(said["silent"]), **kept)
    return Told(form, {name: said["shown"][name] for name in form.names})
