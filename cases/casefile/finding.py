"""Finding a young person: exact by CPR number, exact by phone, forgiving by name.

Everything starts from `known_to`: a colleague's case shows that it exists and whom to phone, and no more.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.casefile.models import Case
from cases.people import fuzzy
from core import clock
from core.crypto import blind_index
from core.text import fold

LIMIT = 20


CANDIDATES = 8


# When nothing holds every word, so many names are compared letter by letter, those of open cases first.
NAMES_COMPARED = 8000


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
    # Why it was found, in words, where that is not plain from what was asked.
    why: tuple[str, ...] = ()


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


def _alike(rows, folded: str, limit: int) -> list[Case]:
    """Names spelled nearly so. Only asked when nothing holds the words, and only within what the user may know of."""
    if len(folded) < 3:
        return []
    names = rows.order_by(F("closed_on").desc(nulls_first=True)).values_list("pk", "person__search_name")
    near = fuzzy.alike(folded, names[:NAMES_COMPARED], limit=limit)
    found = rows.in_bulk([pk for pk, _slips in near])
    return [found[pk] for pk, _slips in near]


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
    return case.get_absolute_url() if is_open else reverse("cases:purpose", args=[case.pk])


def candidates(user, *, name: str, birth_date=None, cpr="", phone="", limit: int = CANDIDATES) -> list[Hit]:
    """The cases that may be about the same young person, of those ``user`` may know of, surest first, each with why.

    Same CPR number or phone number, or a name spelled so or nearly so; the same date of birth makes a name surer.
    """
    rows = Case.objects.known_to(user).select_related("person", "guide").only(*COLUMNS, "person__phone")
    reasons: dict = {}

    def add(pks, sure: int, words: str):
        for pk in pks:
            reasons.setdefault(pk, []).append((sure, words))

    if cpr:
        same = rows.filter(person__cpr_index=blind_index(re.sub(r"\D", "", cpr)))
        add(same.values_list("pk", flat=True), 100, _("same CPR number"))
    if phone and looks_like_phone(phone):
        same = rows.filter(person__phone__in=phone_spellings(phone))
        add(same.values_list("pk", flat=True)[:limit], 30, _("same phone number"))
    folded = fold(name)
    if len(folded) >= 3:
        known = rows.order_by(F("closed_on").desc(nulls_first=True)).values_list("pk", "person__search_name")
        for pk, slips in fuzzy.alike(folded, known[:NAMES_COMPARED], limit=4 * limit):
            add([pk], 20 - 5 * slips, _("same name") if slips == 0 else _("a name like it"))
    if birth_date and reasons:
        born = rows.filter(pk__in=list(reasons), person__birth_date=birth_date)
        add(born.values_list("pk", flat=True), 40, _("same date of birth"))
    sums = {pk: sum(sure for sure, _words in why) for pk, why in reasons.items()}
    # A name two slips away and nothing more is somebody else.
    best = sorted((pk for pk in sums if sums[pk] > 10), key=lambda pk: -sums[pk])[:limit]
    found = rows.in_bulk(best)
    hits = _hits(user, [found[pk] for pk in best])
    for hit in hits:
        hit.why = tuple(words for _sure, words in reasons[hit.case.pk])
    return hits
