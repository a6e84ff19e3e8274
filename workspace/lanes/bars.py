"""One milestone as a bar or a pin, and where its words have room."""

from dataclasses import dataclass
from datetime import date

from plans.milestones.rules import is_overdue
from workspace.lanes.picture import Bar, Item, occupies
from workspace.lanes.scale import Scale, per_cent

# Mean width of a letter at 14 px, generous, so that labels never touch; and of the narrow picture's smaller ones.
CHAR_PX, NARROW_CHAR_PX = 7.3, 6.9

LONGEST_LABEL, LONGEST_NARROW_LABEL = 46, 40


@dataclass
class Sketch:
    """A bar before it has a row: where it and its label begin and end, in per cent."""

    item: Item
    shape: str
    state: str
    begin: float
    end: float
    tail: tuple[float, float] | None
    label: str
    place: str  # inside, right, left
    left: float
    right: float

    def bar(self, row: int, top: int, narrow: bool) -> Bar:
        height = 10 if narrow else 24
        bar_top = top + (22 if narrow else 4)
        if self.place == "inside":
            label_x, dx, anchor = self.begin, 28 if self.state == "reached" else 10, "start"
        elif self.place == "right":
            end = max(self.end, self.tail[1]) if self.tail else self.end
            label_x, dx, anchor = end, 14 if self.shape == "pin" else 8, "start"
        elif self.place == "left":
            label_x, dx, anchor = self.begin, -14 if self.shape == "pin" else -8, "end"
        elif self.place == "above-end":
            label_x, dx, anchor = self.end, 0, "end"
        else:  # above, from the bar's start or the picture's edge
            label_x, dx, anchor = self.left, 0, "start"
        tail_x, tail_width = (
            (per_cent(self.tail[0]), per_cent(self.tail[1] - self.tail[0])) if self.tail else ("", "")
        )
        return Bar(
            item=self.item,
            shape=self.shape,
            state=self.state,
            x=per_cent(self.begin),
            width=per_cent(self.end - self.begin),
            y=str(bar_top),
            height=str(height),
            mid=str(bar_top + height // 2),
            label=self.label,
            label_x=per_cent(label_x),
            label_y=str(top + 15 if narrow else top + 21),
            label_dx=str(dx),
            label_anchor=anchor,
            label_inside=self.place == "inside",
            tail_x=tail_x,
            tail_width=tail_width,
            row=row,
        )


def sketch_bar(item: Item, scale: Scale, today: date, *, narrow: bool) -> Sketch:
    """The item's bar or pin with its label placed: beside or inside it or, where it is ``narrow``, above."""
    sketch = _outline(item, scale, today, narrow)
    if narrow:
        _place_above(sketch, scale)
    else:
        _place_beside(sketch, scale)
    return sketch


def _outline(item: Item, scale: Scale, today: date, narrow: bool) -> Sketch:
    """What time it takes up, without room for words yet."""
    first, last = occupies(item)
    overdue = is_overdue(item.state, item.due, today)
    day = 100 / scale.total
    begin, end, tail = scale.at(first), scale.at(last) + day, None
    if overdue:
        tail = (end, scale.at(today) + day)
    elif item.state == "reached" and item.done and item.due and item.done > item.due and item.start:
        # Planned part solid, the delay as a tail.
        end = max(scale.at(item.due) + day, begin + day)
        tail = (end, scale.at(item.done) + day)
    wide_enough = scale.to_px(end - begin) >= (12 if narrow else 16)
    shape = "bar" if last > first and item.start and wide_enough else "pin"
    if shape == "pin":
        begin = end = min(scale.at(last) + day / 2, 100)
        if tail and not overdue:
            tail = None
    state = "overdue" if overdue else item.state
    label = _shorten(item.title, LONGEST_NARROW_LABEL if narrow else LONGEST_LABEL)
    far = max(end, tail[1]) if tail else end
    return Sketch(item, shape, state, begin, end, tail, label, "right", begin, far)


def _place_above(sketch: Sketch, scale: Scale) -> None:
    """From the bar's start, or up to its end, or from the picture's edge."""
    text = scale.to_per_cent(len(sketch.label) * NARROW_CHAR_PX)
    if sketch.begin + text <= 100:
        sketch.place, sketch.left = "above", sketch.begin
    elif sketch.end - text >= 0:
        sketch.place, sketch.left = "above-end", sketch.end - text
    else:
        sketch.place, sketch.left = "above", 0


def _place_beside(sketch: Sketch, scale: Scale) -> None:
    """Inside the bar, right of it, left of it; or shortened on the side with most room."""
    text = scale.to_per_cent(len(sketch.label) * CHAR_PX)
    gap = scale.to_per_cent(20)
    check = scale.to_per_cent(18) if sketch.item.state == "reached" else 0
    begin, far = sketch.begin, sketch.right
    if sketch.shape == "bar" and sketch.end - begin >= text + gap + check:
        sketch.place = "inside"
    elif far + gap + text <= 100:
        sketch.right = far + gap + text
    elif begin - gap - text >= 0:
        sketch.place, sketch.left = "left", begin - gap - text
    else:
        room_right, room_left = 100 - far - gap, begin - gap
        chars = int(scale.to_px(max(room_right, room_left)) / CHAR_PX)
        sketch.label = _shorten(sketch.item.title, max(chars, 4))
        if room_right >= room_left:
            sketch.right = 100
        else:
            sketch.place, sketch.left = "left", 0


def _shorten(text: str, longest: int) -> str:
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,.;:-–") + "…"
