"""A caseload list: what every row becomes beside the rows before it and the unit's own, and its writing."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.access.door import record_list
from cases.access.probing import met_shielded
from cases.guides import actions
from cases.models import Activity, Case, YoungPerson
from core import text
from core.crypto import blind_index
from core.importing.importer import Importer, Progress, no_progress
from core.spreadsheets.columns import normalise
from core.spreadsheets.detection import Table
from core.spreadsheets.parsers import echo
from core.spreadsheets.results import Remark, RowResult, RowStatus
from core.versions import save_versioned
from intake.caseload.bulk import BATCH, Newcomer, open_cases
from intake.caseload.fields import FIELDS, OTHERS, PERSONAL, REMARKS
from intake.caseload.rows import CaseRow, RowReader

UPDATABLE = ("phone", "email", "address", "postal_code", "city", "address_protected", "preferred_name", "cpr")


class CaseloadImporter(Importer):
    """The caseload of a unit, from its own spreadsheet."""

    kind = "caseload"
    fields = FIELDS

    def may(self, user) -> bool:
        """Leaders only."""
        return user.is_leader

    def table(self, sheets, *, sheet="", mapping=None) -> Table:
        """As every list; and a column that nobody recognises, or that is about a parent, is kept as a remark."""
        table = super().table(sheets, sheet=sheet, mapping=mapping)
        remarks = next(field for field in FIELDS if field.key == REMARKS)
        for match in table.matches:
            if match.how == "chosen" or not match.column.heading:
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
        known = _known(unit, [row for row in rows if not row.reasons])
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
                outcome.reasons = [
                    Remark("duplicate", _("The same young person as in row %(row)s.") % {"row": earlier})
                ]
            else:
                seen.add(row)
                if person := known.get(row.who):
                    self._compare(outcome, row, person)
                else:
                    outcome.details = row.details
            if outcome.result in (RowStatus.DUPLICATE, RowStatus.REJECTED):
                outcome.warnings = []  # nothing is written that somebody should look at
            outcomes.append(outcome)
        return outcomes

    def _compare(self, outcome: RowResult, row: CaseRow, person: YoungPerson) -> None:
        """A row about somebody the unit knows: their contact details may be new, nothing else is touched."""
        outcome.about = person
        case = next((case for case in person.cases.all() if not case.is_closed), None)
        if case is None:
            outcome.result = RowStatus.DUPLICATE
            outcome.reasons = [
                Remark("closed", _("The unit has had a case, and it is closed. Reopen it if need be."))
            ]
            return
        changes = {
            name: new
            for name in UPDATABLE
            if (new := getattr(row.person, name)) and not _equal(name, new, getattr(person, name))
        }
        takes_guide = row.guide if case.guide_id is None else None
        if case.shielded or not (changes or takes_guide):  # a list is no way into a shielded case
            outcome.result = RowStatus.DUPLICATE
            outcome.reasons = [
                Remark("known", _("The unit already has this case, and the list says nothing new."))
            ]
            return
        said = [str(YoungPerson._meta.get_field(name).verbose_name) for name in changes]
        said += [_("guide")] if takes_guide else []
        outcome.result = RowStatus.UPDATE
        outcome.reasons = [
            Remark("update", _("The unit has this case. New: %(fields)s.") % {"fields": ", ".join(said)})
        ]
        outcome.details = " · ".join(_told(person, name, new) for name, new in changes.items())
        outcome.data = Update(person, case, changes, takes_guide)

    def shown(self, outcomes, *, by) -> None:
        """That the unit knows somebody, and what is new about them, is a look at their case."""
        people = [outcome.about for outcome in outcomes if outcome.about]
        if people:
            cases = [case for person in people for case in person.cases.all()]
            record_list("import", by=by, cases=cases)
            met_shielded(Case.objects.filter(pk__in=[case.pk for case in cases]), by=by, how="import")

    def write(self, outcomes, *, unit, by, source: str) -> list[Case]:
        """Open a case for each new row and update the known ones; returns the new cases, in the rows' order."""
        new = [outcome.data for outcome in outcomes if outcome.result == RowStatus.NEW]
        cases = open_cases([self._newcomer(row, source) for row in new], by=by)
        for outcome in outcomes:
            if outcome.result == RowStatus.UPDATE:
                outcome.data.write(by=by)
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


def _equal(name: str, new, old) -> bool:
    """The same value; a telephone number is its digits, however they are spaced."""
    if name == "phone":
        return re.sub(r"[^\d+]", "", new) == re.sub(r"[^\d+]", "", old).removeprefix("+45")
    return new == old


class _Seen:
    """The young people of the rows so far, to know them again further down."""

    def __init__(self):
        self._rows: dict[tuple, CaseRow] = {}

    def add(self, row: CaseRow) -> None:
        """Remember the row by its number, and by name and birth date."""
        self._rows.setdefault(row.who_by_name, row)
        self._rows[row.who] = row

    def before(self, row: CaseRow) -> int | None:
        """The number of the row that was about the same young person. Two CPR numbers are always two people."""
        if earlier := self._rows.get(row.who):
            return earlier.number
        namesake = self._rows.get(row.who_by_name)
        return namesake.number if namesake and not (namesake.person.cpr and row.person.cpr) else None


def _told(person: YoungPerson, name: str, new) -> str:
    """What changes, from what to what; a CPR number is never shown."""
    label = YoungPerson._meta.get_field(name).verbose_name
    if name in ("cpr", "address_protected"):
        return str(label)
    return f"{label}: {getattr(person, name) or '–'} → {new}"


@dataclass
class Update:
    """What a list says anew about somebody the unit already has."""

    person: YoungPerson
    case: Case
    changes: dict
    guide: User | None

    def write(self, *, by) -> None:
        """Through the actions, with the old and the new in the trail (a CPR number never)."""
        if self.changes:
            old = {name: getattr(self.person, name) for name in self.changes}
            for name, value in self.changes.items():
                setattr(self.person, name, value)
            self.person.derive()
            derived = ["search_name", "sort_name", "cpr_index"]
            save_versioned(self.person, self.person.version, [*self.changes, *derived])
            told = {name: [old[name], new] for name, new in self.changes.items() if name != "cpr"}
            if "cpr" in self.changes:
                told["cpr"] = ["", "set"]
            trail.record("person.edited", by=by, case_id=self.case.pk, obj=self.person, changes=told)
        if self.guide:
            actions.assign(self.case, self.guide, by=by)


def _known(unit, rows: list[CaseRow]) -> dict[tuple, YoungPerson]:
    """The unit's young people whom the rows are about, by the same key."""
    people = YoungPerson.objects.filter(unit=unit).prefetch_related("cases")
    by_index = {blind_index(row.person.cpr): row.who for row in rows if row.person.cpr}
    found: dict[tuple, YoungPerson] = {}
    indexes = list(by_index)
    for start in range(0, len(indexes), BATCH):
        for person in people.filter(cpr_index__in=indexes[start : start + BATCH]):
            found[by_index[person.cpr_index]] = person
    # without a number on one of the sides, name and birth date tell
    unmatched = [row for row in rows if row.who not in found]
    births = sorted({row.person.birth_date for row in unmatched})
    for start in range(0, len(births), BATCH):
        by_name = {
            (text.fold(person.name), person.birth_date): person
            for person in people.filter(birth_date__in=births[start : start + BATCH])
        }
        for row in unmatched:
            person = by_name.get((text.fold(row.person.name), row.person.birth_date))
            if person and not (person.cpr and row.person.cpr):
                found[row.who] = person
    return found
