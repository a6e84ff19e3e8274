"""A caseload list: what every row becomes beside the rows before it and the unit's own, and its writing."""

from django.utils.translation import gettext as _

from audit import trail
from cases.access.door import record_list
from cases.access.probing import met_shielded
from cases.models import Activity, Case, FormerNumber, YoungPerson
from core import text
from core.crypto import blind_index
from core.importing.importer import Importer, Progress, no_progress
from core.spreadsheets.columns import normalise
from core.spreadsheets.detection import Table
from core.spreadsheets.parsers import echo
from core.spreadsheets.results import Remark, RowResult, RowStatus
from intake.caseload.bulk import BATCH, Newcomer, open_cases
from intake.caseload.comparing import Update, compare, remember, said_of, words_of
from intake.caseload.fields import FIELDS, OTHERS, PERSONAL, REMARKS
from intake.caseload.rows import CaseRow, RowReader


class CaseloadImporter(Importer):
    """The caseload of a unit, from its own spreadsheet."""

    kind = "caseload"
    fields = FIELDS

    def may(self, user) -> bool:
        """Leaders only."""
        return user.is_leader

    def table(self, sheets, *, sheet="", **how) -> Table:
        """As every list; and a column that nobody recognises, or that is about a parent, is kept as a remark."""
        table = super().table(sheets, sheet=sheet, **how)
        remarks = next(field for field in FIELDS if field.key == REMARKS)
        for match in table.matches:
            if match.how == "chosen":
                continue
            elses = OTHERS.intersection(normalise(match.column.heading).split())
            if match.field is None or (elses and match.field.key in PERSONAL):
                match.field, match.confidence, match.how = remarks, 0.5, "rest"
        return table

    def missing(self, table: Table) -> list[str]:
        """Without a name and something to know the age by, no row can come in."""
        sentences = []
        if not any(table.has(key) for key in ("first_name", "full_name", "last_first_name")):
            sentences.append(_("Say which column holds the name."))
        if not (table.has("cpr") or table.has("birth_date")):
            sentences.append(_("Say which column holds the CPR number or the date of birth."))
        return sentences

    def plan(self, table: Table, *, unit, by, progress: Progress = no_progress) -> list[RowResult]:
        """Read every row, then compare with the rows before it and with what the unit already has."""
        reader = RowReader(unit, table)
        rows = []
        for done, (number, record) in enumerate(table.records(), start=1):
            rows.append(reader.read(number, record))
            if done % 100 == 0:
                progress(done, len(table.rows))
        known, namesakes = _known(unit, [row for row in rows if not row.reasons])
        said = said_of([case.pk for person in known.values() for case in person.cases.all()])
        seen = _Seen()
        outcomes = []
        for row in rows:
            outcome = RowResult(
                row.number, RowStatus.NEW, warnings=row.warnings, title=echo(row.person.name), data=row
            )
            if row.reasons:
                outcome.result, outcome.reasons = RowStatus.REJECTED, row.reasons
            elif earlier := seen.before(row):
                outcome.result = RowStatus.DUPLICATE
                outcome.reasons = [_again(row, earlier)]
            else:
                seen.add(row)
                if person := known.get(row.who):
                    self._compare(outcome, row, person, said, table)
                else:
                    outcome.details = row.details
                    _warn_of_namesake(row, namesakes)
            if outcome.data is row and outcome.result != RowStatus.NEW:
                outcome.warnings = []  # nothing is written that somebody should look at
            outcomes.append(outcome)
        return outcomes

    def _compare(
        self, outcome: RowResult, row: CaseRow, person: YoungPerson, said: dict, table: Table
    ) -> None:
        """A row about somebody the unit knows: every difference is shown, and what is safe or chosen is taken."""
        outcome.about, outcome.result = person, RowStatus.DUPLICATE
        case = next((case for case in person.cases.all() if not case.is_closed), None)
        if case is None:
            outcome.reasons = [
                Remark("closed", _("The unit has had a case, and it is closed. Reopen it if need be."))
            ]
            return
        nothing = Remark("known", _("The unit already has this case, and the list says nothing new."))
        if case.shielded:  # a list is no way into a shielded case
            outcome.reasons = [nothing]
            return
        chosen = table.choices.get("rows", {}).get(str(row.number))
        update = compare(row, person, case, said.get(case.pk, {}), chosen)
        outcome.data = update
        outcome.differences = update.differences
        taken = [difference.label for difference in update.differences if difference.takes]
        kept = [difference.label for difference in update.differences if not difference.takes]
        outcome.warnings = []
        if taken:
            outcome.result = RowStatus.UPDATE
            words = {"fields": ", ".join(taken)}
            outcome.reasons = [Remark("update", _("The unit has this case. New: %(fields)s.") % words)]
        else:
            known = Remark("known", _("The unit already has this case; nothing is changed."))
            outcome.reasons = [known if kept else nothing]
        if kept:
            words = {"fields": ", ".join(kept)}
            outcome.warnings = [
                Remark(
                    "differs", _("The list says otherwise, and what stands here is kept: %(fields)s.") % words
                )
            ]

    def shown(self, outcomes, *, by) -> None:
        """That the unit knows somebody, and what is new about them, is a look at their case."""
        people = [outcome.about for outcome in outcomes if outcome.about]
        if people:
            cases = [case for person in people for case in person.cases.all()]
            record_list("import", by=by, cases=cases)
            met_shielded(Case.objects.filter(pk__in=[case.pk for case in cases]), by=by, how="import")

    def write(self, outcomes, *, unit, by, source: str, file_id=None) -> list[Case]:
        """Open a case for each new row and update the known ones; returns the new cases, in the rows' order."""
        new = [outcome.data for outcome in outcomes if outcome.result == RowStatus.NEW]
        cases = open_cases([self._newcomer(row, source) for row in new], by=by)
        for outcome in outcomes:
            if outcome.result == RowStatus.UPDATE:
                outcome.data.write(by=by)
        made = {case.pk: row for case, row in zip(cases, new, strict=True)}
        known = {o.data.case.pk: o.data.row for o in outcomes if isinstance(o.data, Update)}
        remember(known | made, made=set(made), file_id=file_id)
        trail.record("caseload.imported", by=by, purpose=source, changes={"cases": [None, len(cases)]})
        return cases

    def _newcomer(self, row: CaseRow, source: str) -> Newcomer:
        return Newcomer(
            row.person,
            row.opened_on,
            guide=row.guide,
            written_guide="" if row.guide else row.written.get("guide", "")[:120],
            activity=row.activity if row.activity != Activity.UNKNOWN else "",
            activity_on=row.known_on,
            hours_per_week=row.hours_per_week,
            note=row.note(source),
        )


class _Seen:
    """The young people of the rows so far, to know them again further down."""

    def __init__(self):
        self._rows: dict[tuple, CaseRow] = {}

    def add(self, row: CaseRow) -> None:
        """Remember the row by its number, and by name and birth date."""
        self._rows.setdefault(row.who_by_name, row)
        self._rows[row.who] = row

    def before(self, row: CaseRow) -> CaseRow | None:
        """The row that was about the same young person. Two CPR numbers are always two people."""
        if earlier := self._rows.get(row.who):
            return earlier
        namesake = self._rows.get(row.who_by_name)
        return namesake if namesake and not (namesake.person.cpr and row.person.cpr) else None


def _again(row: CaseRow, earlier: CaseRow) -> Remark:
    """The same young person once more; what this row says otherwise is told, and not taken."""
    message = _("The same young person as in row %(row)s.") % {"row": earlier.number}
    names = [name for name in words_of(row) if getattr(row.person, name) != getattr(earlier.person, name)]
    if names:
        labels = [str(YoungPerson._meta.get_field(name).verbose_name) for name in names]
        message += " " + _("What it says otherwise is not taken: %(fields)s.") % {"fields": ", ".join(labels)}
    return Remark("duplicate", message)


def _warn_of_namesake(row: CaseRow, namesakes: set[tuple]) -> None:
    if row.person.cpr and row.who_by_name in namesakes:
        row.warn(
            "other_cpr",
            _(
                "The unit has a young person of this name and date of birth, with another CPR number. Look there first."
            ),
        )


def _known(unit, rows: list[CaseRow]) -> tuple[dict[tuple, YoungPerson], set[tuple]]:
    """The unit's young people whom the rows are about, by the same key; and the names and birth dates it knows."""
    people = YoungPerson.objects.filter(unit=unit).prefetch_related("cases__guide")
    by_index = {blind_index(row.person.cpr): row.who for row in rows if row.person.cpr}
    found: dict[tuple, YoungPerson] = {}
    indexes = list(by_index)
    for start in range(0, len(indexes), BATCH):
        some = indexes[start : start + BATCH]
        for person in people.filter(cpr_index__in=some):
            found[by_index[person.cpr_index]] = person
        for former in FormerNumber.objects.filter(cpr_index__in=some, person__unit=unit).select_related(
            "person"
        ):
            found.setdefault(by_index[former.cpr_index], former.person)
    # without a number on one of the sides, name and birth date tell
    unmatched, namesakes = [row for row in rows if row.who not in found], set()
    births = sorted({row.person.birth_date for row in unmatched})
    for start in range(0, len(births), BATCH):
        by_name = {
            (text.fold(person.name), person.birth_date): person
            for person in people.filter(birth_date__in=births[start : start + BATCH])
        }
        namesakes |= by_name.keys()
        for row in unmatched:
            person = by_name.get(row.who_by_name)
            if person and not (person.cpr and row.person.cpr):
                found[row.who] = person
    return found, namesakes
