"""What a level tells beside the one before it. Levels are an order, and no numbers: nothing is counted of them."""

FIRST, FORWARD, HELD, BACK = "first", "forward", "held", "back"


def result(before: tuple[int, str] | None, now: tuple[int, str]) -> str:
    """What came of it: forward, back, or the level held, which is a result in itself. ``(place, code)`` of each."""
    if before is None:
        return FIRST
    if before[1] == now[1] or before[0] == now[0]:
        return HELD
    return FORWARD if now[0] > before[0] else BACK
