"""What a file says of one's own unit in a quarter. `docs/sharing.md` describes every field.

Nothing by person, by guide or by case: figures as they may leave the unit, the barometer of the ready statements from
five answers on, and the stories that somebody chose.
"""

from collections.abc import Iterable

from accounts.models import Unit
from core import clock
from practice.barometer.models import Question
from practice.barometer.rules import spread
from reports.periods.rules import Quarter
from reports.release.actions import prepared
from reports.release.models import Release
from reports.release.outside import numbers_of
from reports.sharing.models import Story
from reports.sharing.shape import Figure, Said, Shared, Told
from reports.snapshots.models import ReportSnapshot


def content_of(unit: Unit, quarter: Quarter, stories: Iterable[Story] = ()) -> Shared:
    """What the unit's file of the quarter says, with these stories; a handful of queries."""
    definitions, figures = _figures(unit, quarter)
    return Shared(
        municipality=unit.municipality_code,
        unit=unit.name,
        quarter=quarter,
        made_at=clock.now().replace(microsecond=0),
        definitions=definitions,
        figures=figures,
        barometer=_barometer(unit, quarter),
        stories=tuple(Told(story.theme, story.kind, story.text) for story in stories),
    )


def report_of(unit: Unit, quarter: Quarter) -> ReportSnapshot | None:
    """The frozen report that the file's figures come from: that of the quarter's last month."""
    rows = ReportSnapshot.objects.of_period(unit, quarter.last_month).filter(kind=ReportSnapshot.Kind.UNIT)
    return rows.latest().light().first()


def _figures(unit: Unit, quarter: Quarter) -> tuple[int, dict[str, Figure]]:
    """The figures of the quarter's last month, as they may leave beside all that has left; none without a report."""
    report = report_of(unit, quarter)
    if report is None:
        return 0, {}
    numbers = numbers_of(prepared(report, Release.Kind.FILE))
    return report.definition_version, {name: Figure(count) for name, count in numbers.items()}


def _barometer(unit: Unit, quarter: Quarter) -> tuple[Said, ...]:
    """Of each ready statement what the unit's own people said last in the quarter, where five answered or more."""
    rows = Question.objects.filter(
        round__unit=unit,
        round__opened_on__gte=quarter.first,
        round__opened_on__lte=quarter.last,
        statement__set__unit=None,
    ).select_related("round", "statement__set")
    latest: dict[int, Said] = {}
    for question in rows.order_by("round__opened_on", "round_id", "pk"):
        said = None if question.round.is_open(clock.today()) else spread(question.staff)
        if said is not None:
            statement = question.statement
            latest[question.statement_id] = Said(
                statement.set.name, statement.text, said.answers, said.median, said.low, said.high
            )
    return tuple(sorted(latest.values(), key=lambda said: (said.set, said.statement)))
