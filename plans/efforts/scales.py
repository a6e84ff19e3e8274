"""The approach of an effort on two scales of five steps, ready to be drawn and to be read aloud."""

from dataclasses import dataclass

from plans.efforts.choices import APPROACH_ENDS, DEMANDS_ENDS, Approach, Demands


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: what stands at its ends, the step that is chosen, and that step in words."""

    first: str
    last: str
    step: int
    words: str

    @property
    def steps(self) -> list[bool]:
        """The five steps, and which of them is chosen."""
        return [number == self.step for number in range(1, 6)]


def scales_of(approach: int | None, demands: int | None) -> tuple[Scale, ...]:
    """The two scales, those that are said."""
    said = ((APPROACH_ENDS, Approach, approach), (DEMANDS_ENDS, Demands, demands))
    return tuple(
        Scale(str(ends[0]), str(ends[1]), step, str(choices(step).label))
        for ends, choices, step in said
        if step is not None
    )
