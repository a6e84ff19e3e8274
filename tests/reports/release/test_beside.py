"""Numbers that leave one by one: what they give away when they are laid side by side."""

import pytest

from reports.release.beside import Count, count_of, gives_away


def rows(first: int, last: int) -> frozenset[str]:
    return frozenset(str(n) for n in range(first, last))


def told(among: frozenset[str], *, day="cases:2026-11-29", base=5) -> Count:
    shown = (len(among) + base // 2) // base * base if base > 1 else len(among)
    return count_of(day, among, shown, base)


def test_a_part_that_leaves_almost_nobody_out_gives_them_away():
    whole, part = told(rows(0, 13)), told(rows(0, 12))
    assert (whole.low, whole.high, part.low, part.high) == (13, 17, 8, 12)
    assert gives_away([part], [whole]), "whoever is left out is at least one"
    assert gives_away([whole], [part]), "in whichever order they leave"


def test_the_same_number_twice_and_one_far_from_it_give_nothing_away():
    whole = told(rows(0, 40))
    assert not gives_away([whole], [whole])
    assert not gives_away([told(rows(0, 20))], [whole])
    assert not gives_away([whole], [])


def test_numbers_of_different_days_or_of_other_things_are_not_laid_together():
    assert not gives_away([told(rows(0, 12), day="cases:2026-11-30")], [told(rows(0, 13))])


def test_a_few_who_are_in_two_numbers_stay_unknown_while_both_are_large():
    assert not gives_away([told(rows(0, 20))], [told(rows(17, 40))])


def test_exact_numbers_give_every_small_difference_away():
    whole = told(rows(0, 40), base=1)
    assert gives_away([told(rows(0, 38), base=1)], [whole])
    assert not gives_away([told(rows(0, 30), base=1)], [whole])


def test_a_hidden_number_is_not_given_away_by_what_comes_later():
    few, many = rows(0, 3), rows(3, 40)
    hidden = count_of("cases:2026-11-29", few, None)
    earlier = [hidden, told(many, base=1)]
    assert gives_away([told(few | many, base=1)], earlier)
    assert not gives_away([told(rows(100, 140), base=1)], earlier)


def test_three_numbers_together_are_asked_about_at_once():
    """Neither of two parts gives the rest away; both together do."""
    whole, one, two = rows(0, 43), rows(0, 20), rows(20, 40)
    first = [told(whole, base=1), told(one, base=1)]
    assert not gives_away([told(one, base=1)], first)
    assert gives_away([told(two, base=1)], first)


@pytest.mark.parametrize("base", [1, 5])
@pytest.mark.parametrize("last", [0, 1, 2])
def test_the_month_between_two_runs_of_months_is_not_left_over(last, base):
    """Of January to June, January to March and May to June somebody works out who began in April."""
    runs = [told(rows(0, 20), base=base), told(rows(22, 40), base=base), told(rows(0, 40), base=base)]
    late = runs.pop(last)
    assert gives_away([late], runs) is (base == 1)


def test_what_was_known_already_is_not_asked_again():
    few, many = rows(0, 3), rows(3, 40)
    hidden = count_of("cases:2026-11-29", few, None)
    known = [hidden, told(many, base=1), told(few | many, base=1)]
    assert not gives_away([told(rows(100, 140), base=1)], known)
