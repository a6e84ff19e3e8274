"""What left stands there as it left."""

from reports.presentation.elements import Cell, Table
from reports.release.extracts import _table, plain_of


def test_a_kept_table_is_drawn_as_it_was():
    rows = [
        [Cell("Hverdag"), Cell("nogle", words=True), Cell(12), Cell(None)],
        [Cell("Venner"), Cell("de fleste", words=True), Cell(None, hidden=True), Cell(0.5)],
    ]
    table = Table("areas", "Livsområder", ["Område", "Gik op", "Antal", "Andel"], rows, note="Note")
    again = _table(plain_of([table])[0])
    assert (again.rows, again.heads, again.note) == (rows, table.heads, "Note")
    assert again.total is None
