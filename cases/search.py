"""Finding a young person: exact by CPR number, exact by phone, forgiving by name.

Everything starts from `known_to`: a colleague's case shows that it exists and whom to phone, and no more.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F

from cases.models import Case
from cases.rows import case_url
from core import clock
from core.crypto import blind_index
from core.text import fold

LIMIT = 20
# A name is compared by its three-letter pieces when nothing holds every word; this share of them must agree.
ALIKE = 0.45
COLUMNS = (
    "id",
    "status",
    "closed_on",
    "shielded",
    "person__first_name",
    "person__last_name",
    "person__preferred_name",
    "person__birth_date",
    "person__search_name",
    "guide__name",
    "guide__phone",
)


@dataclass(slots=True)
class Hit:
    """A case that was found. ``open`` tells whether the user may go straight to it."""

    case: Case
    name: str
    age: int
    open: bool
    url: str


def looks_like_cpr(text: str) -> bool:
    """Ten digits, with or without a hyphen: never to be put in an address."""
    return bool(re.fullmatch(r"\d{6}[-\s]?\d{4}", text.strip()))


def looks_like_phone(text: str) -> bool:
    """Eight digits, however they are spaced, with or without +45."""
    return bool(re.fullmatch(r"(\+45|0045)?\d{8}", re.sub(r"[\s-]", "", text)))


def as_query(text: str) -> str:
    """The search as part of an address."""
    return urlencode({"q": text})


def phone_spellings(text: str) -> list[str]:
    """The ways in which the same number may have been written."""
    digits = re.sub(r"\D", "", text)[-8:]
    pairs = " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    return [digits, pairs, f"+45{digits}", f"+45 {digits}", f"+45 {pairs}", f"{digits[:4]} {digits[4:]}"]


def find(user, text: str, limit: int = LIMIT) -> list[Hit]:
    """The best matches among the cases ``user`` may know of, open ones first."""
    rows = Case.objects.known_to(user).select_related("person", "guide").only(*COLUMNS)
    order = (F("closed_on").desc(nulls_first=True), "person__sort_name", "id")
    if looks_like_cpr(text):
        rows = rows.filter(person__cpr_index=blind_index(re.sub(r"\D", "", text)))
    elif looks_like_phone(text):
        rows = rows.filter(person__phone__in=phone_spellings(text))
    else:
        exact = list(rows.matching_name(fold(text)).order_by(*order)[:limit]) if fold(text) else []
        return _hits(user, exact or _alike(rows, fold(text), limit))
    return _hits(user, list(rows.order_by(*order)[:limit]))


def _pieces(folded: str) -> set[str]:
    return {f"  {word} "[i : i + 3] for word in folded.split() for i in range(len(word) + 1)}


def _alike(rows, folded: str, limit: int) -> list[Case]:
    """Names spelled nearly so. Only asked when nothing holds the words, and only within the unit."""
    wanted = _pieces(folded)
    if len(folded) < 3:
        return []
    scored = []
    for pk, name in rows.order_by().values_list("pk", "person__search_name")[:3000]:
        best = max((_likeness(_pieces(part), wanted) for part in (name, *name.split())), default=0)
        if best >= ALIKE:
            scored.append((best, pk))
    scored.sort(key=lambda pair: -pair[0])
    found = rows.in_bulk([pk for _score, pk in scored[:limit]])
    return [found[pk] for _score, pk in scored[:limit]]


def _likeness(one: set, other: set) -> float:
    return len(one & other) / max(len(one | other), 1)


def _hits(user, cases: list[Case]) -> list[Hit]:
    """Cases as hits; one query tells which of them the user may open at once."""
    open_to = (
        set(Case.objects.visible_to(user).filter(pk__in=[c.pk for c in cases]).values_list("pk", flat=True))
        if cases
        else set()
    )
    today = clock.today()
    return [
        Hit(
            case,
            case.person.name,
            case.person.age(today),
            case.pk in open_to,
            _address(case, case.pk in open_to),
        )
        for case in cases
    ]


def _address(case: Case, is_open: bool) -> str:
    return case_url(case.pk) if is_open else f"{case_url(case.pk)}formaal/"
