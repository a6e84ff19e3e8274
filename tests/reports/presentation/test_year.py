"""What a year of reports shows."""

from django.utils.translation import override

from reports.presentation.elements import Tile
from reports.presentation.year import lasting_tables


def test_a_report_from_before_a_number_existed_shows_a_dash():
    old = {"key": "2026-09", "destinations_three_months_ago": 4, "destinations_held": 3}
    table = lasting_tables([old])[0]
    assert [str(cell) for cell in table.rows[0][1:]] == ["3 af 4", "–", "–"]
    assert lasting_tables([{"key": "2026-09"}]) == []


def test_both_numbers_of_a_part_are_written_alike():
    with override("da"):
        assert Tile("due_reached", 1041, "", "", of=1047).shown == "1.041 af 1.047"
        many = {"key": "2026-09", "destinations_three_months_ago": 1047, "destinations_held": 1041}
        assert str(lasting_tables([many])[0].rows[0][1]) == "1.041 af 1.047"
