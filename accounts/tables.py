"""The tables that an administrator keeps: one list, one form to add a row, one form to change it.

A room declares a `Table` (what a row is called, which columns, which form) and takes its three views from it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.roles import Role
from audit import trail
from core.acting import perform
from core.http import respond, see_other
from core.idempotency import SubmitKeyForm, repeated
from core.text import slug_of
from core.versions import UntouchedModelForm, save_versioned

ROW_PAGE = "accounts/tables/row.html"


@transaction.atomic
def save_row(form: UntouchedModelForm, *, by, action: str) -> None:
    """Save what the form changed in its row, and say so on the trail.

    Raises core.versions.Conflict when somebody else saved first.
    """
    changes = trail.changed(form.before, form.values)
    if not changes:
        return
    if "version" in form.fields:
        save_versioned(form.edited, form.expected, list(changes))
    else:
        form.edited.save(update_fields=list(changes))
    trail.record(action, by=by, obj=form.edited, changes=changes)


def unused_code(model: type[models.Model], name: str) -> str:
    """A code from the name of a new row; it never changes afterwards, however the name does."""
    stem = slug_of(name)[:34] or model._meta.model_name
    code, number = stem, 1
    while model.objects.filter(code=code).exists():
        number += 1
        code = f"{stem}-{number}"
    return code


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table: its heading, and what a row says in it."""

    label: Any
    value: Callable[[Any], Any]
    css: str = ""  # classes of the words in the cell
    num: bool = False  # whether figures stand beneath each other
    chip: Callable[[Any], tuple[str, str] | None] = lambda row: (
        None
    )  # tone and symbol, when the words are a chip
    link: Callable[[Any], str] = lambda row: ""


def no_marks(row) -> list:
    """A row without marks beside its name."""
    return []


def out_of_use(row) -> list[tuple]:
    """The mark of a row that is chosen no more."""
    return [] if row.is_active else [(_("out of use"), "plain", "")]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Rows under one heading, as ``accounts/tables/_rows.html`` draws them."""

    rows: Iterable
    first: Any  # the heading of the names
    columns: tuple[Column, ...]
    url: Callable[[Any], str]
    title: Any = ""
    marks: Callable[[Any], list[tuple]] = no_marks  # words, tone and symbol of chips beside a row's name
    add_url: str = ""
    add: Any = ""
    counted: bool = False

    @property
    def lines(self) -> list[dict]:
        """Each row: its name with its address and marks, and its cells."""
        return [
            {
                "name": row,
                "url": self.url(row),
                "marks": self.marks(row),
                "cells": [
                    {"column": c, "value": c.value(row), "chip": c.chip(row), "link": c.link(row)}
                    for c in self.columns
                ],
            }
            for row in self.rows
        ]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table that an administrator keeps."""

    urls: str  # its routes are ``{urls}_list``, ``{urls}_add`` and ``{urls}_edit``
    form: type[UntouchedModelForm]
    title: Any
    first: Any
    new: Any
    added: str  # what the trail calls a new row,
    edited: str  # and a change
    columns: tuple[Column, ...] = ()
    lead: Any = ""
    rows: Callable[[Any], Iterable] | None = None  # what a user sees, in its order
    marks: Callable[[Any], list[tuple]] = out_of_use
    grouped: Callable[[list], list[tuple]] = lambda rows: [("", rows)]
    codes: bool = True  # whether a new row gets a code from its name
    crumb: tuple[str, Any] | None = None  # URL name and words of where the list belongs
    roles: tuple[Role, ...] = (Role.ADMIN,)  # who keeps it
    where: tuple = ()  # what stands in the addresses before the row, when several tables share a page

    @property
    def model(self) -> type[models.Model]:
        """Whose rows they are."""
        return self.form._meta.model

    @property
    def list_url(self) -> str:
        """The address of the list."""
        return reverse(f"{self.urls}_list")

    @property
    def add_url(self) -> str:
        """The address of the form for a new row."""
        return reverse(f"{self.urls}_add", args=self.where)

    def row_url(self, row) -> str:
        """The address of a row's form."""
        return reverse(f"{self.urls}_edit", args=[*self.where, row.pk])

    def listings(self, user) -> list[Listing]:
        """The rows, under their headings."""
        return [
            Listing(
                rows=rows,
                first=self.first,
                columns=self.columns,
                url=self.row_url,
                title=title,
                marks=self.marks,
                counted=True,
            )
            for title, rows in self.grouped(list(self.rows(user)))
        ]

    def page(self, request):
        """Every row, those out of use last."""
        context = {"title": self.title, "lead": self.lead, "listings": self.listings(request.user)}
        context |= {"add_url": self.add_url, "add": self.new}
        if self.crumb:
            context["crumb"] = reverse(self.crumb[0]), self.crumb[1]
        return render(request, "accounts/tables/list.html", context)

    def add(self, request):
        """Add a row."""
        made = type(f"New{self.form.__name__}", (SubmitKeyForm, self.form), {})
        form = made(request.POST if request.method == "POST" else None)
        if form.is_valid():
            perform(form, self.make, form, by=request.user, field="code" if "code" in form.fields else None)
        elif repeated(form, by=request.user) is not None:
            return see_other(self.list_url)
        return self._answer(request, form, self.new)

    def edit(self, request, **where):
        """Change a row; what stood before is kept in the trail. Who saves second gets both texts."""
        row = get_object_or_404(self.model, pk=list(where.values())[-1])
        form = self.form(request.POST if request.method == "POST" else None, instance=row)
        if form.is_valid():
            perform(form, save_row, form, by=request.user, action=self.edited)
        return self._answer(request, form, row)

    def views(self) -> tuple:
        """The three views, for those who keep it."""
        return tuple(role_view(*self.roles)(view) for view in (self.page, self.add, self.edit))

    def make(self, form, *, by):
        """Put a new row into the table; raises ValidationError when its code is taken."""
        row = form.edited
        if self.codes:
            row.code = unused_code(self.model, form.cleaned_data["name_da"])
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise ValidationError(_("This code is taken.")) from None
        trail.record(self.added, by=by, obj=row, changes=trail.changed({}, form.values))
        return row

    def _answer(self, request, form, title):
        context = {"title": title, "crumb": (self.list_url, self.title)}
        return respond(request, form, ROW_PAGE, context, to=self.list_url, words=_("Saved."))
