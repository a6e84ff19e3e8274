"""What a year of reports shows."""

from reports.presentation.year import lasting_tables


def test_a_report_from_before_a_number_existed_shows_a_dash():
    old = {"key": "2026-09", "destinations_three_months_ago": 4, "destinations_held": 3}
    table = lasting_tables([old])[0]
    assert [str(cell) for cell in table.rows[0][1:]] == ["3 af 4", "–", "–"]
    assert lasting_tables([{"key": "2026-09"}]) == []
