"""Steps of the unit, with their owner, and rounds of the barometer, with those who have not answered yet."""

from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from core.addresses import address
from practice.models import Answered, Round, Step
from workspace.lines.line import Act, Task, go
from workspace.lines.source import About, Told, told


def step_rows(about: About) -> QuerySet:
    """The user's own that are open."""
    rows = Step.objects.open().filter(owner=about.user)
    return told("step", rows, day="due_on", number="pk", what="text")


def step_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each. It has a day of its own, which the team agreed on."""
    return [
        _task(about, row, "step", "flag", row.what, partial(step_acts, row.number)) for row in _in_order(rows)
    ]


def round_rows(about: About) -> QuerySet:
    """Those that are open in the user's unit, each in one's own time, and that they have not answered."""
    answered = Answered.objects.filter(round=OuterRef("pk"), user=about.user)
    asked = Round.objects.open(about.today).filter(
        ~Exists(answered), how=Round.How.SIGNED_IN, unit=about.unit
    )
    return told("round", asked, day="closes_on", number="pk", what="title")


def round_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each, due on the last day to answer."""
    said = _("Barometer: %(round)s is open for answers")
    return [
        _task(about, row, "round", "chart", said % {"round": row.what}, partial(round_acts, row.number))
        for row in _in_order(rows)
    ]


def _in_order(rows: list[Told]) -> list[Told]:
    return sorted(rows, key=lambda row: (row.day, row.number))


def _task(about: About, row: Told, kind: str, icon: str, words: str, acts) -> Task:
    me = (about.user.pk, about.user.name)
    return Task(
        row.day,
        kind,
        None,
        words,
        icon,
        acts,
        ref=str(row.number),
        can_wait=False,
        whose=me,
        heading=_("Practice"),
    )


def step_acts(pk: int) -> tuple[Act, ...]:
    """Say how it went."""
    return (go(_("How did it go?"), href=address("practice:step_end", pk)),)


def round_acts(pk: int) -> tuple[Act, ...]:
    """The page on which the round is answered."""
    return (go(_("Answer"), href=address("practice:round_answer", pk)),)
