"""Who is in a young person's life: adults, partners and colleagues as one list, each with the last contact.

One query, and another where somebody took part before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from cases.casefile.models import Case, Status
from cases.network.models import ColleagueRole, Participation
from cases.people.models import Closeness, ContactWish, Guardian
from core.kept import Given, kept
from core.text import sort_key

ADULT, PARTNER, COLLEAGUE = "adult", "partner", "colleague"


# Who did not come, or did not answer, was not met.
NO_CONTACT = ("no_show", "attempt")


_LINKS = {ADULT: "guardian_id", PARTNER: "partner_id", COLLEAGUE: "user_id"}


@dataclass(frozen=True, slots=True)
class Someone:
    """One of those around the young person. ``pk`` is the row's, ``ref`` that of whom a note is about."""

    kind: str
    pk: int
    ref: int
    name: str
    role: str
    phone: str
    # At a partner: the person there, and their phone.
    contact: str
    contact_phone: str
    email: str
    closeness: str
    has_custody: bool
    contact_wish: str
    contact_ban: bool
    note: str
    from_on: date | None
    until_on: date | None
    last_contact_on: date | None

    @property
    def key(self) -> str:
        """What a form and an anchor call them."""
        return f"{self.kind}-{self.ref}"

    @property
    def link(self) -> dict:
        """The column of a `NoteContact` that names them."""
        return {_LINKS[self.kind]: self.ref}

    @property
    def wish(self) -> str:
        """What the young person has said about our contact with them, in words; empty when nobody has asked."""
        return ContactWish(self.contact_wish).label if self.contact_wish else ""

    def is_around(self, on: date) -> bool:
        """Whether they are part of the young person's life on the day ``on``."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or self.until_on > on)


def _text(value: str = ""):
    return Value(value, output_field=models.CharField())


def _no(value=False):
    return Value(value, output_field=models.BooleanField())


def _last(case, column: str, ref: str) -> Subquery:
    rows = apps.get_model("cases.NoteContact").objects.filter(note__case=case, **{column: OuterRef(ref)})
    rows = rows.filter(note__struck_at=None).exclude(note__kind__in=NO_CONTACT).order_by("-note__happened_on")
    return Subquery(rows.values("note__happened_on")[:1], output_field=models.DateField())


def _columns(rows: QuerySet, **columns: Any) -> QuerySet:
    """The rows with the columns of `Someone`, in their order: names of columns, or expressions."""
    return rows.order_by().values_list(*(columns[name] for name in Someone.__dataclass_fields__))


@kept
def _rows_around() -> QuerySet:
    """Everybody around a young person, in no order, with the columns of `Someone`."""
    case = Given("case", models.UUIDField)
    # Partners come first in the union: their columns tell the database what each column holds.
    return _partners().filter(case=case).union(_adults(case), _colleagues().filter(case=case), all=True)


def _partners() -> QuerySet:
    return _columns(
        Participation.objects.current(),
        kind=_text(PARTNER),
        pk="pk",
        ref="partner_id",
        name="partner__name",
        role="role",
        phone="partner__phone",
        contact=Cast(F("contact__name"), models.CharField()),
        contact_phone="contact__phone",
        email="contact__email",
        closeness=_text(Closeness.PROFESSIONAL),
        has_custody=_no(),
        contact_wish=_text(),
        contact_ban=_no(),
        note=_text(),
        from_on="from_on",
        until_on="until_on",
        last_contact_on=_last(OuterRef("case"), "partner_id", "partner_id"),
    )


def _adults(case) -> QuerySet:
    return _columns(
        Guardian.objects.filter(person=Given("person", models.UUIDField)),
        kind=_text(ADULT),
        pk="pk",
        ref="pk",
        name="name",
        role="relation",
        phone="phone",
        contact=_text(),
        contact_phone=_text(),
        email="email",
        closeness="closeness",
        has_custody="has_custody",
        contact_wish="contact_wish",
        contact_ban="contact_ban",
        note="note",
        from_on=Cast(Value(None), models.DateField()),
        until_on="until_on",
        last_contact_on=_last(case, "guardian_id", "pk"),
    )


def _colleagues() -> QuerySet:
    return _columns(
        ColleagueRole.objects.current(),
        kind=_text(COLLEAGUE),
        pk="pk",
        ref="user_id",
        name="user__name",
        role="role",
        phone="user__phone",
        contact=_text(),
        contact_phone=_text(),
        email="user__email",
        closeness=_text(Closeness.PROFESSIONAL),
        has_custody=_no(),
        contact_wish=_text(),
        contact_ban=_no(),
        note=_text(),
        from_on="from_on",
        until_on="until_on",
        last_contact_on=_last(OuterRef("case"), "user_id", "user_id"),
    )


def people_around(case: Case) -> list[Someone]:
    """Everybody around the young person, those no longer there included: adults, then partners, colleagues."""
    minor = not case.person.is_of_age()
    order = (ADULT, PARTNER, COLLEAGUE)
    found = [_someone(row, minor) for row in _rows_around().ask(case=case.pk, person=case.person_id)]
    found = _as_one(case, found)
    return sorted(found, key=lambda s: (order.index(s.kind), not s.has_custody, sort_key(s.name), s.pk))


def _as_one(case: Case, found: list[Someone]) -> list[Someone]:
    """A part that ended with the case and was taken up as it was opened again is one part, from its first day."""
    if len({(s.kind, s.ref) for s in found}) == len(found):
        return found
    closed = case.status_periods.current().filter(status=Status.CLOSED).exclude(until_on=None)
    spans = list(closed.values_list("from_on", "until_on"))
    parts, ended = [s for s in found if s.kind != PARTNER], {}
    for part in sorted((s for s in found if s.kind == PARTNER), key=lambda s: (s.from_on, s.pk)):
        before = ended.pop(key := (part.ref, part.role, part.contact), None)
        if before and any(first <= before.until_on <= again == part.from_on for first, again in spans):
            parts.remove(before)
            part = replace(part, from_on=before.from_on)
        if part.until_on:
            ended[key] = part
        parts.append(part)
    return parts


def _someone(row: tuple, minor: bool) -> Someone:
    values = dict(zip(Someone.__dataclass_fields__, row, strict=True))
    texts = {name: values[name] or "" for name in ("contact", "contact_phone", "email")}
    flags = {"has_custody": bool(values["has_custody"]) and minor, "contact_ban": bool(values["contact_ban"])}
    return Someone(**(values | texts | flags))


def pick_people(people: Iterable[Someone], keys: Iterable[str]) -> list[Someone]:
    """Those whom a form named, each once."""
    wanted = set(keys)
    return list({s.key: s for s in people if s.key in wanted}.values())
