"""Two reports compared: headline figures first, the rest by table, in words."""

import json
import re

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.metrics.definitions import METRICS
from reports.metrics.groups import GROUPS
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.presentation.tiles import PART_OF
from reports.snapshots.changes import compare
from reports.snapshots.figures import unit_figures

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|apprenticeship|\beud\b|fgu\b")


def raised(figures, by=1):
    """The same figures with every number ``by`` higher."""
    if isinstance(figures, dict):
        return {key: value if key == "key" else raised(value, by) for key, value in figures.items()}
    if isinstance(figures, list):
        return [raised(value, by) for value in figures]
    return figures + by if isinstance(figures, int) else figures


def test_every_number_that_differs_has_words_direction_and_both_values(unit, caseload):
    before = unit_figures(UnitMetrics(unit, period=Month(2026, 10)))
    metrics = UnitMetrics(unit)
    before["missed_by_why"] = [
        {"key": key, "contact": 1, "activity": 2} for key, _l, _q in GROUPS["why_contact"].parts(metrics.when)
    ]
    made = compare(before, raised(before, 2), "unit")
    numbers = [key for key in METRICS if key in before["numbers"]]
    others = next(group for group in made.groups if group.key == "numbers")
    assert len(made.headline) + len(others.changes) == len(numbers)
    told = [*made.headline, *(change for group in made.groups for change in group.changes)]
    assert {group.key for group in made.groups} == before.keys()
    shares = {str(METRICS[key].title) for key in PART_OF}
    assert all(change.step == 2 for change in told if change.what not in shares)
    values = [(int(change.before.split()[0]), int(change.after.split()[0])) for change in told]
    assert all(after - before == 2 for before, after in values)
    assert [change.after for change in made.headline if change.what == METRICS["due_reached"].title] == [
        "3 af 4"
    ]
    assert not [change.what for change in told if CODE.search(change.what)]
    assert len(made) == len(told)


def test_a_share_says_both_shares_and_no_difference(unit, caseload):
    """“1 of 1” and “11 of 11” are as good as each other: ten more is no gain, and the tile claims none either."""
    before = unit_figures(UnitMetrics(unit, period=Month(2026, 10)))
    after = json.loads(json.dumps(before))
    before["numbers"] |= {"due": 1, "due_reached": 1}
    after["numbers"] |= {"due": 11, "due_reached": 11}
    told = [(one.before, one.after, one.step) for one in compare(before, after, "unit").headline]
    assert told == [("1 af 1", "11 af 11", None)]


def test_a_share_whose_whole_alone_moved_stands_among_the_headlines(unit, caseload):
    """As many reached, of twice as many: the share has fallen, and the page does not say that nothing has."""
    before = unit_figures(UnitMetrics(unit, period=Month(2026, 10)))
    after = json.loads(json.dumps(before))
    before["numbers"] |= {"due": 6, "due_reached": 5}
    after["numbers"] |= {"due": 10, "due_reached": 5}
    made = compare(before, after, "unit")
    assert [(one.before, one.after) for one in made.headline] == [("5 af 6", "5 af 10")]


def test_what_only_one_report_counts_is_no_change(unit, caseload):
    """A report from before version 3 knows nothing of what was reopened, and counts activities otherwise."""
    after = unit_figures(UnitMetrics(unit, period=Month(2026, 10)))
    before = json.loads(json.dumps(after))
    del before["numbers"]["reopened"]
    before["by_activity"] = before.pop("by_activity_in_care")
    made = compare(before, after, "unit")
    assert len(made) == 0 and made.one_sided
    assert not compare(after, after, "unit").one_sided


def test_a_reason_that_is_not_there_is_nought_and_a_new_guide_is_new(unit, caseload):
    after = unit_figures(UnitMetrics(unit, period=Month(2026, 10)))
    before = json.loads(json.dumps(after)) | {"missed_by_why": []}
    after["missed_by_why"] = [{"key": "none", "contact": 3, "activity": 0}]
    after["by_guide"].append(after["by_guide"][0] | {"key": "99", "label": "Ny Vejleder", "running": 4})
    made = compare(before, after, "unit")
    told = {
        change.what: (change.before, change.after, change.step) for g in made.groups for change in g.changes
    }
    assert told[f"{_('No reason given')} · {METRICS['contact_missed'].title}"] == ("0", "3", 3)
    assert told["Ny Vejleder · Sager i gang"] == ("–", "4", None)


def test_the_page_leads_with_headlines_and_folds_the_rest(as_leader, unit, caseload, report):
    earlier = ReportSnapshot.objects.take(unit, Month(2026, 9), paper=False)
    text = as_leader.get(reverse("reports:compare"), {"fra": earlier.pk, "til": report.pk}).content.decode()
    first = text.index("<table", text.index("oktober 2026</h2>") if "oktober 2026</h2>" in text else 0)
    assert first < text.index('<details class="fold group" id="c-')
    assert '<th scope="col" class="num">september 2026</th>' in text.lower()


def test_open_cases_are_not_called_as_young_people_who_are_in_something(unit, caseload):
    """“433 of 506 are in something” and a tile “506 in something” cannot both be read beside each other."""
    assert METRICS["running"].title == "Sager i gang"
