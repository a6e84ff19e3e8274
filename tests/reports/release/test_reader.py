"""What a reader can work out, beside an enumeration of every way in which it could be."""

from collections import Counter
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.release.reader import Known, Reader, total

GROUPS = "abcd"
MOST = 7


@st.composite
def worlds(draw):
    """Four groups, and some sums of them that are known within a range; all of it is true."""
    truth = {group: draw(st.integers(0, 5)) for group in GROUPS}
    # Nobody has more than seven, so that every way can be tried.
    known = [Known(total(group), 0, MOST) for group in GROUPS]
    for _n in range(draw(st.integers(1, 3))):
        factors = draw(st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=4, max_size=4))
        terms = tuple((group, factor) for group, factor in zip(GROUPS, factors, strict=True) if factor)
        if terms:
            value = sum(truth[group] * factor for group, factor in terms)
            known.append(Known(terms, value - draw(st.integers(0, 2)), value + draw(st.integers(0, 2))))
    return truth, known


def ways(known):
    """Every way in which all that is known is true."""
    for counts in product(range(MOST + 1), repeat=len(GROUPS)):
        way = dict(zip(GROUPS, counts, strict=True))
        if all(one.low <= sum(way[g] * f for g, f in one.terms) <= one.high for one in known):
            yield way


def test_what_could_be_is_what_some_way_makes_true():
    met = Counter()

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(worlds())
    def tried(world):
        truth, known = world
        every, reader = list(ways(known)), Reader(known, truth)
        for groups in ("a", "b", "ab", "bcd"):
            sums = {sum(way[group] for group in groups) for way in every}
            assert reader.interval(groups) == (min(sums), max(sums))
            could = {count for count in range(6) if reader.could_be(groups, count)}
            assert could == sums & set(range(6))
            assert reader.narrowed(groups, 5) is (not set(range(5)) <= sums)
            met["narrowed" if reader.narrowed(groups, 5) else "wide"] += 1
            # A number between the fewest and the most that no whole people add up to.
            met["gap"] += bool(set(range(min(sums), max(sums))) - sums)

    tried()
    assert met["narrowed"] and met["wide"] and met["gap"], met


def test_nothing_known_bounds_nothing():
    reader = Reader([Known(total("a"), 5, 5)], {"a": 5, "b": 3})
    assert reader.interval("b") == (0, float("inf"))
    assert reader.interval("a") == (5, 5)
    assert not reader.narrowed("b", 5)


def test_half_a_person_is_nobody():
    """Twice the one is the other and its neighbour: a linear program would take the halves."""
    reader = Reader([Known((("a", 2), ("b", -2)), 4, 4), Known(total("b"), 0, 3)], {"a": 3, "b": 1})
    assert [reader.could_be("a", count) for count in range(7)] == [
        False,
        False,
        True,
        True,
        True,
        True,
        False,
    ]
    reader = Reader([Known((("a", 2), ("b", -1)), 0, 0)], {"a": 2, "b": 4})
    assert [reader.could_be("b", count) for count in range(5)] == [True, False, True, False, True]
    assert reader.narrowed("b", 5)


def test_the_same_question_has_the_same_answer():
    known = [Known(total("abc"), 20, 20), Known(total("a"), 9, 9)]
    truth = {"a": 9, "b": 3, "c": 8}
    first = Reader(known, truth)
    again = Reader(known, truth)
    assert [first.interval(g) for g in ("b", "bc", "b")] == [(0, 11), (11, 11), (0, 11)]
    assert [again.could_be("b", n) for n in range(13)] == [n <= 11 for n in range(13)]


def test_it_is_worked_out_in_silence_and_in_the_same_way_on_every_machine():
    solver = Reader([Known(total("a"), 5, 5)], {"a": 5})._solver
    options = {name: solver.getOptionValue(name)[1] for name in ("output_flag", "threads", "random_seed")}
    assert options == {"output_flag": False, "threads": 1, "random_seed": 0}
