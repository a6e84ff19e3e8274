"""The demo has figures to read for who sees nothing else."""

import ast
import inspect

from kui import demo as whole
from reports.models import Release
from reports.periods.rules import Month, Quarter
from reports.release import demo
from tests.helpers.released import figures, frozen, over


def test_the_demo_has_months_and_the_quarter_that_ended(unit, leader):
    data = [figures(destinations={"eud": 9})] * 3
    for month in (Month(2026, 8), Month(2026, 9), Month(2026, 10)):
        frozen(unit, data[0], month)
    frozen(unit, over(data, Month(2026, 7)), Quarter(2026, 3))
    demo.load(leader)
    released = Release.objects.order_by("released_at")
    assert [str(row.report.covers) for row in released] == ["2026-08", "2026-09", "2026-Q3", "2026-10"]


def test_every_part_of_the_demo_is_loaded():
    """What nobody calls is what a merge has left behind."""
    tree = ast.parse(inspect.getsource(whole))
    made = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] == "_"}
    assert made <= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
