"""Asking for words, within what somebody may see. The cases come first, the words second."""

import re
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.models import Case, Note
from core import clock
from core.highlighting import snippet
from core.stemming import STOP_WORDS
from core.templatetags.kui import day as drawn_day
from workspace.rows import chips_of
from workspace.search.models import SearchEntry

MOST_WORDS = 6


# So many cases are named to the database one by one; more are asked for as what they are.
MOST_NAMED = 2_000


_WAYS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))


def telling_words(asked: str) -> list[str]:
    """The words worth asking for: not the single letters, nor those that stand in every note."""
    words = [word for word in re.findall(r"\w+", asked.lower()) if len(word) > 1]
    return list(dict.fromkeys(word for word in words if word not in STOP_WORDS))[:MOST_WORDS]


def spellings(word: str) -> set[str]:
    """The word, and as it is written with aa for å, ae for æ, oe for ø, or the other way about."""
    found = {word}
    for two, one in _WAYS:
        found |= {other.replace(two, one) for other in found} | {other.replace(one, two) for other in found}
    return found


def entries(user, asked: str) -> QuerySet:
    """What holds every word of ``asked`` on the cases that ``user`` may open now, newest first.

    Confidential documents are found by those who carry the case, and by the leader. Nothing is ranked: how often a word
    stands in other cases changes nothing.
    """
    words = telling_words(asked)
    if not words:
        return SearchEntry.objects.none()
    visible = Case.objects.visible_to(user).values("pk")
    named = list(visible.values_list("pk", flat=True)[: MOST_NAMED + 1])
    rows = SearchEntry.objects.filter(case__in=named if len(named) <= MOST_NAMED else visible)
    if not user.is_leader:
        rows = rows.filter(Q(confidential=False) | Q(case__in=Case.objects.own_of(user).values("pk")))
    for word in words:
        holds = Q()
        for way in sorted(spellings(word)):
            holds |= Q(text__holds=way)
        rows = rows.filter(holds)
    return rows.order_by("-day", "-id")


@dataclass(slots=True)
class Found:
    """One text that was found."""

    day: str
    kind: str
    words: SafeString
    url: str


@dataclass(slots=True)
class Group:
    """What was found on one case."""

    case: Case
    name: str
    age: int
    url: str
    chips: SafeString
    found: list[Found] = field(default_factory=list)


def grouped(rows: list[SearchEntry], user, asked: str) -> list[Group]:
    """The entries of one page by case, in the order in which the cases come; two queries."""
    today: date = clock.today()
    wanted = {row.case_id for row in rows}
    cases = Case.objects.visible_to(user).select_related("person", "cover").in_bulk(wanted)
    kinds = _kinds_of(rows)
    words = " ".join(telling_words(asked))
    groups: dict = {}
    for row in rows:
        case = cases.get(row.case_id)
        if case is None:  # closed to the user since the words were asked for
            continue
        if case.pk not in groups:
            person = case.person
            groups[case.pk] = Group(
                case, person.name, person.age(today), case.get_absolute_url(), chips_of(case, today)
            )
        groups[case.pk].found.append(
            Found(drawn_day(row.day), kinds(row), snippet(row.text, words), _address(row))
        )
    return list(groups.values())


def _kinds_of(rows: list[SearchEntry]):
    """What each entry is called: a note by its kind; one query for the notes of a page."""
    notes = [int(row.ref) for row in rows if row.source == SearchEntry.Source.NOTE]
    found = Note.objects.select_related("named").only("kind", "named__name_da", "named__name_en")
    labels = {note.pk: note.kind_label for note in found.filter(pk__in=notes)} if notes else {}

    def kind(row: SearchEntry) -> str:
        if row.source == SearchEntry.Source.NOTE:
            return labels.get(int(row.ref), _("Note"))
        return str(row.get_source_display())

    return kind


def _address(row: SearchEntry) -> str:
    ref = str(row.ref)
    if row.source == SearchEntry.Source.DOCUMENT:
        return reverse("cases:document", args=[row.case_id, _dashed(ref)])
    if row.source in (SearchEntry.Source.NOTE, SearchEntry.Source.ADDITION):
        return f"{reverse('cases:notes_reading', args=[row.case_id])}#note-{ref}"
    plan = reverse("workspace:plan", args=[row.case_id])
    return f"{plan}#milestone-{_dashed(ref)}" if row.source == SearchEntry.Source.MILESTONE else plan


def _dashed(ref: str) -> str:
    """A UUID as addresses write it; SQLite keeps it without hyphens."""
    return str(UUID(ref))
