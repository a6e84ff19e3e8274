"""What the filters of all lists share: our own words, nothing of nonsense, chips that take a filter away."""

import pytest
from django.http import QueryDict
from django.urls import get_resolver
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from core.filters import ListFilterSet, Ordering, StandingFilter, TickFilter
from core.templatetags.kui import filter_chips


def every_set() -> list[type[ListFilterSet]]:
    """The sets of all rooms, with those that they inherit from."""
    get_resolver().url_patterns  # noqa: B018 – loads the views, and their filters with them
    found, new = [], [ListFilterSet]
    while new:
        found += new
        new = [sub for one in new for sub in one.__subclasses__()]
    return [one for one in found if one.__module__ not in (__name__, "core.filters")]


class Animals(ListFilterSet):
    """A list of (name, legs)."""

    orders = {"navn": ("name",), "-navn": ("-name",)}
    own_order = "navn"
    folded = ("ben",)

    q = CharFilter(label="Navn", max_length=5, method="named")
    ben = StandingFilter(
        label="Ben", empty_label="Fire", choices=[("to", "To"), ("alle", "Alle")], method="legs"
    )
    vild = ChoiceFilter(label="Vild", empty_label="Alle", choices=[("ja", "Ja")], method="wild")
    kort = TickFilter(label="Korte navne", method="short")
    sort = Ordering()

    def named(self, rows, name, words):
        return [row for row in rows if words in row[0]]

    def legs(self, rows, name, legs):
        return rows if legs == "alle" else [row for row in rows if row[1] == (2 if legs == "to" else 4)]

    def wild(self, rows, name, value):
        return [row for row in rows if row[0] == "ulv"]

    def short(self, rows, name, ticked):
        return [row for row in rows if len(row[0]) < 3] if ticked else rows

    def in_order(self, rows, key):
        return sorted(rows, reverse=key.startswith("-"))


ROWS = [("ulv", 4), ("ko", 4), ("and", 2)]


def names(query: str) -> list[str]:
    return [name for name, _legs in Animals(QueryDict(query)).narrow(ROWS)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ko", "ulv"]),
        ("ben=to", ["and"]),
        ("ben=alle&sort=-navn", ["ulv", "ko", "and"]),
        ("q=o", ["ko"]),
        ("vild=ja", ["ulv"]),
        ("kort=on", ["ko"]),
        # Nonsense is not in force, and takes nothing else along.
        ("ben=otte&vild=nej&q=alt+for+langt&sort=farve", ["ko", "ulv"]),
        ("ben=to&vild=nej", ["and"]),
        ("q=%00", ["ko", "ulv"]),
        ("sort=navn,-navn", ["ko", "ulv"]),
        ("kendes=ikke", ["ko", "ulv"]),
    ],
)
def test_a_list_is_what_its_address_says(query, found):
    assert names(query) == found


def test_only_some_of_the_filters_are_counted_by():
    filters = Animals(QueryDict("ben=alle&vild=ja"))
    assert filters.narrow(ROWS, "ben") == ROWS
    assert filters.narrow(ROWS, "ben", "vild") == [("ulv", 4)]


def test_nonsense_marks_no_control_and_makes_no_chip():
    filters = Animals(QueryDict("ben=otte&sort=farve"))
    assert (filters.chips, filters.order, filters.is_unfolded()) == ([], "", False)
    assert "invalid" not in filters.form.as_p()


def test_the_chips_are_the_filters_in_force_and_each_takes_itself_away(rf):
    request = rf.get("/dyr/?q=ulv&ben=alle&vild=ja&sort=-navn&page=3")
    filters = Animals(request.GET)
    assert filters.chips == [("q", "ulv", "»ulv«"), ("ben", "alle", "Alle"), ("vild", "ja", "Ja")]
    assert filters.is_unfolded()
    links = [url for _words, url in filter_chips({"request": request}, filters.chips)["chips"]]
    left = [set(Animals(QueryDict(url.partition("?")[2])).chosen) for url in links]
    assert left == [{"ben", "vild"}, {"q", "vild"}, {"q", "ben"}]
    assert all("sort=-navn" in url and "page" not in url for url in links)


@pytest.mark.parametrize("made", every_set(), ids=lambda made: made.__name__)
def test_every_word_of_a_control_is_ours(made):
    """django-filter's own words, and those it makes of the names of fields, are in English: none of them is seen."""
    for name, one in made.base_filters.items():
        if not isinstance(one, Ordering):
            assert one._label, f"{name} has no label"
        if isinstance(one, ChoiceFilter | ModelChoiceFilter) and not isinstance(one, Ordering):
            assert one.extra.get("empty_label"), f"{name} does not say what none chosen means"
