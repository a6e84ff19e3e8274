"""What a round showed: each statement by group, and the same statement in the rounds before it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core import charts
from practice.barometer.models import Question, Round
from practice.barometer.rules import LEAST, MOST, Spread, spread, worth_a_talk

# Of the scale, what stands beside the picture of a statement over time: every picture has the whole scale.
TICKS = (LEAST, 4, 7, MOST)


@dataclass(frozen=True)
class Row:
    """One group's answers to a statement; ``spread`` is None while too few have answered."""

    is_partners: bool
    spread: Spread | None


@dataclass(frozen=True)
class Result:
    """One statement of a round. ``before`` is what the staff said in earlier rounds, the oldest first; ``steps`` are
    those agreed on from any of these answers, which may or may not be why it moved.
    """

    question: Question
    rows: tuple[Row, ...]
    before: tuple[tuple[Round, Spread | None], ...]
    steps: tuple
    # Among the lowest of the round, or wide apart.
    is_worth_a_talk: bool

    @property
    def rounds(self) -> tuple[tuple[Round, Spread | None], ...]:
        """The unit's own answers in this round and those before it, the oldest first."""
        return (*self.before, (self.question.round, self.staff))

    @property
    def trend(self) -> charts.Chart:
        """The middle from round to round, and under it how many answered; one with too few answers is a gap."""
        return charts.lines(
            [charts.month(asked.opened_on, year=True) for asked, _said in self.rounds],
            [(_("Median"), [said and said.median for _asked, said in self.rounds])],
            title=_("The unit's median, 1 to 10"),
            under=[said.answers if said else "–" for _asked, said in self.rounds],
            scale=TICKS,
        )

    @property
    def staff(self) -> Spread | None:
        """What the unit's own people said."""
        return self.rows[0].spread


@dataclass(frozen=True)
class Turnout:
    """How many have answered, of how many who could. A live round knows only who came.

    ``on_paper`` of the unit's answers were typed in: whoever types sheets that nobody wrote would know all the others'.
    """

    staff: int
    partners: int
    on_paper: int
    asked_staff: int
    asked_partners: int


def turnout(round_: Round) -> Turnout:
    """How many have answered until now; never who."""
    counted = round_.answered.aggregate(
        staff=Count("pk", filter=Q(is_partner=False)),
        partners=Count("pk", filter=Q(is_partner=True)),
        on_paper=Count("pk", filter=Q(user=None)),
    )
    return Turnout(**counted, asked_staff=round_.asked_staff, asked_partners=round_.asked_partners)


def results(round_: Round, on: date) -> list[Result]:
    """What the round showed; empty while it is open, since two readings would tell the answer between them.

    A handful of queries, however many statements and rounds.
    """
    if round_.is_open(on):
        return []
    questions = list(round_.questions.select_related("statement", "round").prefetch_related("steps__owner"))
    earlier = _earlier(round_, [question.statement_id for question in questions], on)
    talked_of = worth_a_talk({question.pk: spread(question.staff) for question in questions})
    return [
        _result(question, earlier.get(question.statement_id, []), question.pk in talked_of)
        for question in questions
    ]


def _result(question: Question, earlier: Sequence[Question], is_worth_a_talk: bool) -> Result:
    groups = [False, True] if question.round.with_partners else [False]
    rows = [Row(partners, spread(question.partners if partners else question.staff)) for partners in groups]
    before = [(asked.round, spread(asked.staff)) for asked in earlier]
    steps = [step for asked in (*earlier, question) for step in asked.steps.all()]
    return Result(question, tuple(rows), tuple(before), tuple(steps), is_worth_a_talk)


def _earlier(round_: Round, statements: Sequence[int], on: date) -> dict[int, list[Question]]:
    before = (
        Round.objects.of_unit(round_.unit_id)
        .over(on)
        .filter(Q(opened_on__lt=round_.opened_on) | Q(opened_on=round_.opened_on, pk__lt=round_.pk))
    )
    rows = Question.objects.filter(round__in=before, statement__in=statements).select_related("round")
    found: dict[int, list[Question]] = defaultdict(list)
    for question in rows.prefetch_related("steps__owner").order_by("round__opened_on", "round_id"):
        found[question.statement_id].append(question)
    return found
