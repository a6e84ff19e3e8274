"""The approach of an effort on two scales of five steps, ready to be drawn and to be read aloud."""

from dataclasses import dataclass

from plans.efforts.choices import Approach, Demands


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: the step that is chosen, and that step in words."""

    step: int
    words: str

    @property
    def steps(self) -> list[bool]:
        """The five steps, and which of them is chosen."""
        return [number == self.step for number in range(1, 6)]


def scales_of(approach: int | None, demands: int | None) -> tuple[Scale, ...]:
    """The two scales, those that are said."""
    said = ((Approach, approach), (Demands, demands))
    return tuple(Scale(step, str(choices(step).label)) for choices, step in said if step is not None)
