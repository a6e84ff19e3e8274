"""What the young person sees of Min plan, as the guide sees it: the very same parts, in the young person's language."""

import re
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from audit.models import AuditEvent
from cases.access.permissions import Relation, permissions
from cases.models import Case
from participation.access.models import Entry
from portal.myplan.sections import Page, sections_of
from portal.myrights.leaves import LEAVES


@dataclass(frozen=True)
class Shown:
    """A page of Min plan as the young person has it now. ``looked_at`` is when they last were there, if ever, and
    ``may_enter`` whether they can come in at all.
    """

    language: str
    parts: list[SafeString]
    looked_at: datetime | None
    may_enter: bool


def last_look(case: Case) -> datetime | None:
    """When the young person last looked at any page of Min plan."""
    rows = AuditEvent.objects.filter(case_id=case.pk, relation=Relation.SELF, outcome="ok")
    return rows.order_by("-at").values_list("at", flat=True).first()


def shown_to_them(case: Case, leaf: str, *, by, on: date) -> Shown:
    """The page ``leaf`` of `LEAVES`, or the first page when it is empty, as of the day."""
    entries = Entry.objects.live(on).filter(case=case, kind=Entry.Kind.SELF).select_related("user")
    entry = entries.first()
    reader = entry.user if entry else by
    with translation.override(reader.language):
        parts = _leaf(case, leaf, on) if leaf else _first(case, reader, on)
    return Shown(reader.language, [_dead(part) for part in parts], last_look(case), entry is not None)


def _dead(part: str) -> SafeString:
    """The same to read, but its links lead nowhere, by mouse or keyboard: they are the young person's own."""
    return mark_safe(re.sub(r'(<a\b[^>]*?)\s+href="[^"]*"', r"\1", part))  # noqa: S308 – escaped by its template


def _first(case: Case, reader, on: date) -> list[str]:
    case = copy(case)
    case.relation = Relation.SELF
    case.may = permissions(case, reader)
    page = Page(case, reader, on, as_young_person=True)
    shared = {"case": case, "page": page}
    return [render_to_string(one.template, shared | {"said": one.context}) for one in sections_of(page)]


def _leaf(case: Case, leaf: str, on: date) -> list[str]:
    page = LEAVES[leaf]
    shared = {"case": case, "leaf": page, "shown": True}
    return [render_to_string("portal/myrights/_leaf.html", shared | page.context(case, on))]
