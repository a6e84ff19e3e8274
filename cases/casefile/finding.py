"""Finding a young person: exact by CPR number, exact by phone, forgiving by name.

Everything starts from `known_to`: a colleague's case shows that it exists and whom to phone, and no more.
"""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.casefile.models import Case
from cases.people import fuzzy
from cases.people.models import YoungPerson
from core import clock
from core.phones import phone_spellings
from core.templatetags.kui import day as drawn_day
from core.text import PERSONAL_NUMBER, fold, plain

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
    "cover_from",
    "cover_until",
    *(f"{who}__{what}" for who in ("guide", "cover") for what in ("name", "phone", "is_active", "role")),
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
    # What tells two hits of one name apart: the date of birth, and the street where that is the same too.
    apart: str = ""


def cpr_in(text: str) -> str:
    """The CPR number in ``text`` as it is kept, whatever joins its digits; "" for none. It belongs in no address."""
    found = PERSONAL_NUMBER.search(plain(text))
    return re.sub(r"\W", "", found[0]).upper() if found else ""


def as_query(text: str) -> str:
    """The search as part of an address."""
    return urlencode({"q": text})


def find(user, text: str, limit: int = LIMIT) -> list[Hit]:
    """The best matches among the cases ``user`` may know of, open ones first."""
    rows = Case.objects.known_to(user).select_related("person", "guide", "cover").only(*COLUMNS)
    order = (F("closed_on").desc(nulls_first=True), "person__sort_name", "id")
    if cpr := cpr_in(text):
        rows = rows.filter(person__in=YoungPerson.objects.numbered(cpr))
    elif numbers := phone_spellings(text):
        rows = rows.filter(person__phone__in=numbers)
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
    today, apart = clock.today(), told_apart(cases, open_to)
    return [
        Hit(
            case,
            case.person.name,
            case.person.age(today),
            case.pk in open_to,
            _address(case, case.pk in open_to),
            apart=apart.get(case.pk, ""),
        )
        for case in cases
    ]


def told_apart(cases: list[Case], open_to: set) -> dict:
    """What tells the cases of namesakes apart. A street only of what the user may open, and never a protected one."""
    names = Counter(fold(case.person.name) for case in cases)
    alike = [case for case in cases if names[fold(case.person.name)] > 1]
    births = Counter((fold(case.person.name), case.person.birth_date) for case in alike)
    twins = {
        c.person_id for c in alike if c.pk in open_to and births[fold(c.person.name), c.person.birth_date] > 1
    }
    streets = YoungPerson.objects.filter(pk__in=twins, address_protected=False).values_list("pk", "address")
    streets = dict(streets) if twins else {}
    return {
        case.pk: " · ".join(filter(None, (drawn_day(case.person.birth_date), streets.get(case.person_id))))
        for case in alike
    }


def _address(case: Case, is_open: bool) -> str:
    return case.get_absolute_url() if is_open else reverse("cases:purpose", args=[case.pk])


def candidates(user, *, name: str, birth_date=None, cpr="", phone="", limit: int = CANDIDATES) -> list[Hit]:
    """The cases that may be about the same young person, of those ``user`` may know of, surest first, each with why.

    Same CPR number or phone number, or a name spelled so or nearly so; the same date of birth makes a name surer.
    """
    rows = (
        Case.objects.known_to(user).select_related("person", "guide", "cover").only(*COLUMNS, "person__phone")
    )
    reasons: dict = {}

    def add(pks, sure: int, words: str):
        for pk in pks:
            reasons.setdefault(pk, []).append((sure, words))

    if cpr:
        same = rows.filter(person__in=YoungPerson.objects.numbered(cpr_in(cpr)))
        add(same.values_list("pk", flat=True), 100, _("same CPR number"))
    if numbers := phone_spellings(phone):
        same = rows.filter(person__phone__in=numbers)
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
