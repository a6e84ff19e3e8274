"""What a round showed: each statement by group, and the same statement in the rounds before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core import charts
from practice.barometer.models import Question, Round
from practice.barometer.rules import SHOWN_FROM, Spread, spread


@dataclass(frozen=True)
class Row:
    """One group's answers to a statement; ``spread`` is None while too few have answered."""

    is_partners: bool
    spread: Spread | None


@dataclass(frozen=True)
class Result:
    """One statement of a round. ``before`` are the staff's medians in earlier rounds, the oldest first."""

    question: Question
    rows: tuple[Row, ...]
    before: tuple[tuple[Round, Spread | None], ...]

    @property
    def rounds(self) -> tuple[tuple[Round, Spread | None], ...]:
        """The unit's own answers in this round and those before it, the oldest first."""
        return (*self.before, (self.question.round, self.staff))

    @property
    def trend(self) -> charts.Chart:
        """The middle from round to round; a round with too few answers is a gap."""
        return charts.lines(
            [charts.month(asked.opened_on, year=True) for asked, _said in self.rounds],
            [(_("Median"), [said and said.median for _asked, said in self.rounds])],
            title=_("The unit's median, 1 to 10"),
        )

    @property
    def staff(self) -> Spread | None:
        """What the unit's own people said."""
        return self.rows[0].spread


@dataclass(frozen=True)
class Turnout:
    """How many have answered, of how many who could. A live round knows only who came."""

    staff: int
    partners: int
    asked_staff: int
    asked_partners: int

    @property
    def is_enough(self) -> bool:
        """Whether anything can be shown."""
        return self.staff >= SHOWN_FROM


def turnout(round_: Round) -> Turnout:
    """How many have answered until now; never who."""
    counted = round_.answered.aggregate(
        staff=Count("pk", filter=Q(is_partner=False)), partners=Count("pk", filter=Q(is_partner=True))
    )
    return Turnout(**counted, asked_staff=round_.asked_staff, asked_partners=round_.asked_partners)


def results(round_: Round, on: date) -> list[Result]:
    """What the round showed; empty while it is open, since two readings would tell the answer between them.

    Four queries, however many statements and rounds.
    """
    if round_.is_open(on):
        return []
    questions = list(round_.questions.select_related("statement", "round"))
    earlier = _earlier(round_, [question.statement_id for question in questions], on)
    found = []
    for question in questions:
        rows = [Row(False, spread(question.staff))]
        if round_.with_partners:
            rows.append(Row(True, spread(question.partners)))
        found.append(Result(question, tuple(rows), tuple(earlier.get(question.statement_id, ()))))
    return found


def _earlier(
    round_: Round, statements: Sequence[int], on: date
) -> dict[int, list[tuple[Round, Spread | None]]]:
    before = (
        Round.objects.of_unit(round_.unit_id)
        .over(on)
        .filter(Q(opened_on__lt=round_.opened_on) | Q(opened_on=round_.opened_on, pk__lt=round_.pk))
    )
    rows = Question.objects.filter(round__in=before, statement__in=statements).select_related("round")
    found: dict[int, list[tuple[Round, Spread | None]]] = {}
    for question in rows.order_by("round__opened_on", "round_id"):
        found.setdefault(question.statement_id, []).append((question.round, spread(question.staff)))
    return found
