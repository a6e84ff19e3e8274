"""Where the words of upright lines stand, so that none runs into another's words or through another's line."""

from collections.abc import Iterable

# A word in a row stands beside its line, to the right of it or else to the left.
START, END = "start", "end"
# Pixels from the line to its words.
APART = 5


def place(
    lines: Iterable[tuple[float, float]], *, width: float, rows: int = 2
) -> list[tuple[int, str] | None]:
    """For each line ``(x, width of its words)`` in pixels the row and side of its words; None where there is no room.

    The first has its room before the next. A line begins beside its own words: it runs through the rows below them
    and through none above; one without words begins below all rows.
    """
    placed: list[tuple[int, float, float, float]] = []
    found: list[tuple[int, str] | None] = []
    for x, wide in lines:
        sides = {START: x + APART, END: x - APART - wide}
        tried = ((row, side) for row in range(rows) for side in sides)
        fits = (one for one in tried if _is_free(placed, one[0], x, sides[one[1]], wide, width))
        where = next(fits, None)
        if where is not None:
            placed.append((where[0], x, sides[where[1]], sides[where[1]] + wide))
        found.append(where)
    return found


def _is_free(placed, row: int, x: float, left: float, wide: float, width: float) -> bool:
    right = left + wide
    return (
        left >= 0
        and right <= width
        and not any(
            (row == other and left < end and begin < right)
            or (row > other and left < line < right)
            or (row < other and begin < x < end)
            for other, line, begin, end in placed
        )
    )
