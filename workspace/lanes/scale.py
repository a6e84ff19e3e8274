"""Days as per cent of the picture's width."""

from collections.abc import Sequence
from datetime import date, timedelta

from workspace.lanes.picture import Item

# Never stretch less than twelve weeks over the page: one milestone should not look like a year.
LEAST_DAYS = 84


class Scale:
    """Days to per cent. Whole months, so that the axis begins and ends on a tick."""

    def __init__(self, dated: Sequence[Item], today: date, px: int):
        days = [day for item in dated for day in (item.start, item.due, item.done) if day] + [today]
        self.first = min(days).replace(day=1)
        last = min(max(max(days), self.first + timedelta(days=LEAST_DAYS - 1)), date(9998, 12, 31))
        self.last = next_month(last) - timedelta(days=1)
        self.px = px
        self.total = (self.last - self.first).days + 1
        self.months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def at(self, day: date) -> float:
        """Left edge of the day, in per cent."""
        return 100 * (day - self.first).days / self.total

    def to_px(self, per_cent: float) -> float:
        return per_cent * self.px / 100

    def to_per_cent(self, px: float) -> float:
        return px * 100 / self.px


def next_month(day: date) -> date:
    """The first of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def per_cent(value: float) -> str:
    """As SVG wants it: `12.50%`."""
    return f"{value:.2f}%"
