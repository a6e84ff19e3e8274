"""What is still open when a case is to be closed, for who is about to close it."""

from dataclasses import dataclass

from django.apps import apps

from core import clock


@dataclass(frozen=True)
class LooseEnds:
    """Tasks about the case that are not done: how many, and those that whoever reads may see."""

    total: int
    todos: tuple[str, ...]

    @property
    def others(self) -> int:
        """How many are somebody else's to see."""
        return self.total - len(self.todos)


def loose_ends(case, user) -> LooseEnds:
    """What is open about the case; two queries, one when nothing is."""
    # The rooms above write them; this one only says that they are there.
    rows = apps.get_model("workspace.Todo").objects.open().filter(case=case)
    total = rows.count()
    seen = rows.seen_by(user, clock.today()).values_list("text", flat=True) if total else ()
    return LooseEnds(total, tuple(seen))
