"""What is still open when a case is to be closed, for who is about to close it."""

from dataclasses import dataclass

from django.apps import apps

from core import clock


@dataclass(frozen=True)
class LooseEnds:
    """Tasks about the case that are not done: how many, and those that whoever reads may see. Meetings planned, and
    those held whose minutes are not approved.
    """

    total: int
    todos: tuple[str, ...]
    planned: tuple = ()
    unfinished: tuple = ()

    @property
    def others(self) -> int:
        """How many are somebody else's to see."""
        return self.total - len(self.todos)


def loose_ends(case, user) -> LooseEnds:
    """What is open about the case; four queries, three when no task is."""
    # The rooms above write them; this one only says that they are there.
    rows = apps.get_model("workspace.Todo").objects.open().filter(case=case)
    total, today = rows.count(), clock.today()
    seen = rows.seen_by(user, today).values_list("text", flat=True) if total else ()
    meetings = apps.get_model("meetings.Meeting").objects.filter(case=case).select_related("type")
    return LooseEnds(total, tuple(seen), tuple(meetings.planned()), tuple(meetings.unfinished(today)))
