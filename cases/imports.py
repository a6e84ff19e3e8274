"""A caseload list: what every row becomes, and the writing of it.

Ages are counted so that the answer keeps: somebody is too young by their age today, and too old by their age on the day the
list was drawn (when its title tells) or today. Whoever was of age when the list was made is a case to close, not to lose."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import Role, User
from audit import trail
from cases import actions, rules
from cases.access import record_list
from cases.import_fields import FIELDS, OTHERS, PERSONAL, REMARKS, read_activity, read_cpr
from cases.intake import BATCH, Newcomer, open_cases
from cases.models import Activity, Case, YoungPerson
from core import clock, text
from core.crypto import blind_index
from core.importing.importer import Importer, Progress, no_progress
from core.tables import values
from core.tables.finding import Table
from core.tables.headings import normalise
from core.tables.outcomes import Outcome, Remark, Result
from core.tables.reading import Cell
from core.versions import save_versioned

UPDATABLE = ("phone", "email", "address", "postal_code", "city", "address_protected", "preferred_name", "cpr")
_STATED_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}|\d{1,2}\.?\s+[a-zæøå]+\.?\s+\d{4}", re.I
)
_CALLED = re.compile(
    r"(?:ønsker at blive kaldt|vil kaldes|kaldes|wants to be called)\s*[:\"“”»«'’]*\s*([^\"“”»«'’.,;\n]{1,80})",
    re.I,
)


def list_date(preamble: list[str]) -> date | None:
    """The day a list says it was drawn, in the lines above its headings; never a day to come."""
    for line in preamble:
        for match in _STATED_DATE.finditer(line):
            try:
                stated = values.parse_date(match[0])
            except ValueError:
                continue
            if clock.today() - timedelta(days=3 * 366) <= stated <= clock.today():
                return stated
    return None


class Guides:
    """Finds the guide that a list writes as initials, a name in any letters, an e-mail, or part of a name."""

    def __init__(self, unit):
        users = User.objects.filter(unit=unit, is_active=True, role__in=(Role.GUIDE, Role.LEADER)).order_by(
            "pk"
        )
        self._by_word: dict[str, set[User]] = {}
        self._users = list(users)
        for user in self._users:
            for word in (user.initials, user.name, user.email, user.email.split("@")[0]):
                if word:
                    self._by_word.setdefault(text.fold(word), set()).add(user)

    def find(self, written: str) -> User | None:
        """The one user who answers to the words, else None."""
        # "Mette Kofoed (MKO)" and "MKO - Mette Kofoed" say the same thing twice
        parts = [part for part in re.split(r"[()/,;]|\s[-–]\s", written) if part.strip()]
        for words in (written, *parts):
            found = self._by_word.get(text.fold(words), set()) or self._partly(words)
            if len(found) == 1:
                return next(iter(found))
        return None

    def _partly(self, words: str) -> set[User]:
        """Users whose name holds every word: "Jamila Andersen" for "Jamila Iqbal Andersen". Initials are never partial."""
        wanted = set(text.fold(words).split())
        if not wanted or max(map(len, wanted)) < 4:
            return set()
        return {user for user in self._users if wanted <= set(text.fold(user.name).split())}


@dataclass
class CaseRow:
    """A row read into values, with what was wrong and what to look at."""

    number: int
    person: YoungPerson
    written: dict[str, str]  # the row's own words, by field
    opened_on: date | None = None
    known_on: date | None = None  # the day the list speaks of
    guide: User | None = None
    activity: str = ""
    hours_per_week: int | None = None
    kept: list[tuple[str, str]] = field(default_factory=list)  # words without a field of their own
    reasons: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    def reject(self, code: str, message: str) -> None:
        """The row cannot come in, and why."""
        self.reasons.append(Remark(code, message))

    def warn(self, code: str, message: str) -> None:
        """The row comes in, and somebody should look."""
        self.warnings.append(Remark(code, message))

    @property
    def who(self) -> tuple:
        """The same for two rows about the same person: the CPR number, else name and birth date."""
        return (
            (self.person.cpr,) if self.person.cpr else (text.fold(self.person.name), self.person.birth_date)
        )

    @property
    def details(self) -> str:
        """What the case will begin with, in a line."""
        guide = self.guide.name if self.guide else _("waits for a guide")
        parts = [guide, _("from %(date)s") % {"date": values.as_text(self.opened_on)}]
        if self.activity:
            parts.append(str(Activity(self.activity).label))
        if self.person.address_protected:
            parts.append(_("protected address"))
        return " · ".join(parts)

    def note(self, source: str) -> str:
        """The journal note of an imported row: where it came from, and the words that no field took."""
        labelled = [
            (_("Goal"), self.written.get("goal")),
            (_("Consent"), self.written.get("consent")),
            (_("Activity"), self.written.get("activity")),
            (_("Guide"), "" if self.guide else self.written.get("guide")),
            *self.kept,
        ]
        lines = [f"{label}: {words}" if label else words for label, words in labelled if words]
        return "\n".join(
            [_("From the list “%(name)s”, row %(row)s.") % {"name": source, "row": self.number}, *lines]
        )


class RowReader:
    """Reads the rows of one list for one unit."""

    def __init__(self, unit, table: Table):
        self.unit, self.guides, self.today = unit, Guides(unit), clock.today()
        self.drawn_on = list_date(table.preamble) or self.today
        self.has_start = table.has("start_date")

    def read(self, number: int, record: dict) -> CaseRow:
        """One row, all of its faults in the order a person would meet them."""
        written = {key: values.as_text(cell) for key, cell in record.items() if not isinstance(cell, list)}
        row = CaseRow(number, YoungPerson(unit=self.unit), written)
        row.kept += [(heading, values.as_text(cell)) for heading, cell in record.get(REMARKS, []) if cell]
        self._name(row)
        self._birth(row, record)
        self._start(row, record)
        if not row.reasons:
            self._contact(row)
            self._guide(row)
            self._activity(row)
            self._words(row)
            row.known_on = max(self.drawn_on, row.opened_on)
        return row

    def _name(self, row: CaseRow) -> None:
        written, person = row.written, row.person
        person.first_name, person.last_name = written.get("first_name", ""), written.get("last_name", "")
        for key in ("full_name", "last_first_name"):
            if written.get(key) and not (person.first_name and person.last_name):
                first, last = values.split_name(written[key], last_first=key == "last_first_name")
                person.first_name, person.last_name = person.first_name or first, person.last_name or last
        if "," in person.last_name and not person.first_name:
            person.first_name, person.last_name = values.split_name(person.last_name)
        if not person.first_name:
            row.reject("no_name", _("The name is missing."))
        elif len(person.first_name) > 80 or len(person.last_name) > 80:
            row.reject("bad_name", _("The name is longer than 80 letters."))

    def _birth(self, row: CaseRow, record: dict[str, Cell]) -> None:
        if row.written.get("cpr"):
            self._cpr(row)
        elif record.get("birth_date"):
            try:
                row.person.birth_date = values.parse_date(record["birth_date"], birth=True)
            except ValueError:
                row.reject(
                    "bad_birth_date",
                    _("“%(text)s” is no date of birth.") % {"text": row.written["birth_date"]},
                )
        else:
            row.reject("no_birth_date", _("Neither a CPR number nor a date of birth is given."))
        if row.person.birth_date:
            self._age(row)

    def _cpr(self, row: CaseRow) -> None:
        try:
            cpr, zero_added = read_cpr(row.written["cpr"])
        except rules.BadCpr as error:
            messages = {
                "length": _("The CPR number has not ten digits."),
                "date": _("The CPR number begins with a date that does not exist."),
            }
            row.reject(f"bad_cpr_{error.code}", messages[error.code])
            return
        row.person.cpr, row.person.birth_date = cpr.digits, cpr.birth_date
        if zero_added:
            row.warn(
                "cpr_zero_added", _("The CPR number had nine digits; a zero was put in front. Check it.")
            )
        if not cpr.is_replacement and not cpr.passes_modulus_11:
            row.warn(
                "cpr_modulus_11", _("The CPR number has an unusual check digit. It may be right; check it.")
            )

    def _age(self, row: CaseRow) -> None:
        born, unit = row.person.birth_date, self.unit
        if born > self.today or rules.age_on(born, self.today) < unit.min_age:
            row.reject("too_young", _("Has not turned %(age)s.") % {"age": unit.min_age})
        elif rules.age_on(born, max(self.drawn_on, born)) > unit.max_age:
            row.reject("too_old", _("Is older than %(age)s.") % {"age": unit.max_age})

    def _start(self, row: CaseRow, record: dict[str, Cell]) -> None:
        row.opened_on = self.drawn_on
        if not record.get("start_date"):
            if self.has_start:
                row.warn("no_start", _("The start date is missing; the list's own date is used."))
            return
        try:
            start = values.parse_date(record["start_date"])
        except ValueError:
            row.reject(
                "bad_start", _("“%(text)s” is no start date.") % {"text": row.written["start_date"][:40]}
            )
            return
        if row.person.birth_date and start < row.person.birth_date:
            row.reject("bad_start", _("The start date is before the young person was born."))
        elif start > self.today:
            row.opened_on = self.today
            row.kept.append((_("Start date"), row.written["start_date"]))
            row.warn("future_start", _("The start date is still to come; the case opens today."))
        else:
            row.opened_on = start

    def _contact(self, row: CaseRow) -> None:
        written, person = row.written, row.person
        person.address, person.postal_code, person.city = values.split_address(written.get("address", ""))
        if written.get("postal_city"):
            try:
                person.postal_code, person.city = values.split_postal(written["postal_city"])
            except ValueError:
                row.kept.append((_("Postal code and town"), written["postal_city"]))
        person.postal_code = written.get("postal_code") or person.postal_code
        person.city = written.get("city") or person.city
        self._try(row, "phone", values.parse_phone, _("Phone"))
        # An address with æ, ø or å before the @ is real, but few mail systems send to it: it stays in the note.
        self._try(row, "email", _deliverable, _("E-mail"))
        try:
            person.address_protected = values.parse_yes_no(written.get("address_protected", ""))
        except ValueError:
            person.address_protected = True  # words nobody expected: the careful reading
            row.kept.append((_("Name and address protection"), written["address_protected"]))
            row.warn(
                "address_protection",
                _("The words about address protection are unclear; it was set to protected."),
            )
        for name, limit in (("address", 200), ("postal_code", 10), ("city", 80)):
            if len(value := getattr(person, name)) > limit:
                row.kept.append((str(YoungPerson._meta.get_field(name).verbose_name), value))
                setattr(person, name, value[:limit])

    def _try(self, row: CaseRow, name: str, parse, label: str) -> None:
        """Keep a value that parses on the person, and the words of one that does not in the note."""
        if not row.written.get(name):
            return
        try:
            setattr(row.person, name, parse(row.written[name]))
        except (ValueError, ValidationError):
            row.kept.append((label, row.written[name]))

    def _guide(self, row: CaseRow) -> None:
        written = row.written.get("guide", "")
        row.guide = self.guides.find(written) if written else None
        if written and row.guide is None:
            row.warn(
                "unknown_guide",
                _("Nobody in the unit is called “%(name)s”. The case waits for a guide.")
                % {"name": written[:60]},
            )

    def _activity(self, row: CaseRow) -> None:
        written = row.written.get("activity", "")
        if not written:
            return
        known = read_activity(written)
        if known is None:
            row.warn(
                "unknown_activity",
                _("“%(text)s” is no activity we know; it stays in the note.") % {"text": written[:60]},
            )
            return
        row.activity, row.hours_per_week = known

    def _words(self, row: CaseRow) -> None:
        called = row.written.get("preferred_name", "")
        if not called:
            match = next((m for _heading, words in row.kept if (m := _CALLED.search(words))), None)
            called = match[1].strip() if match else ""
        row.person.preferred_name = called[:80]


def _deliverable(cell: str) -> str:
    email = values.parse_email(cell)
    validate_email(email)
    return email


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

    def plan(self, table: Table, *, unit, by, progress: Progress = no_progress) -> list[Outcome]:
        """Read every row, then compare with the rows before it and with what the unit already has."""
        reader = RowReader(unit, table)
        rows = []
        for done, (number, record) in enumerate(table.records(), start=1):
            rows.append(reader.read(number, record))
            if done % 100 == 0:
                progress(done, len(table.rows))
        known = _known(unit, [row for row in rows if not row.reasons])
        first: dict[tuple, int] = {}
        outcomes = []
        for row in rows:
            outcome = Outcome(row.number, Result.NEW, warnings=row.warnings, title=row.person.name, data=row)
            if row.reasons:
                outcome.result, outcome.reasons = Result.REJECTED, row.reasons
            elif earlier := first.get(row.who):
                outcome.result = Result.DUPLICATE
                outcome.reasons = [
                    Remark("duplicate", _("The same young person as in row %(row)s.") % {"row": earlier})
                ]
            else:
                first[row.who] = row.number
                if person := known.get(row.who):
                    self._compare(outcome, row, person)
                else:
                    outcome.details = row.details
            if outcome.result in (Result.DUPLICATE, Result.REJECTED):
                outcome.warnings = []  # nothing is written that somebody should look at
            outcomes.append(outcome)
        return outcomes

    def _compare(self, outcome: Outcome, row: CaseRow, person: YoungPerson) -> None:
        """A row about somebody the unit knows: their contact details may be new, nothing else is touched."""
        outcome.about = person
        case = next((case for case in person.cases.all() if not case.is_closed), None)
        if case is None:
            outcome.result = Result.DUPLICATE
            outcome.reasons = [
                Remark("closed", _("The unit has had a case, and it is closed. Reopen it if need be."))
            ]
            return
        changes = {
            name: new
            for name in UPDATABLE
            if (new := getattr(row.person, name)) and new != getattr(person, name)
        }
        takes_guide = row.guide if case.guide_id is None else None
        if case.shielded or not (changes or takes_guide):  # a list is no way into a shielded case
            outcome.result = Result.DUPLICATE
            outcome.reasons = [
                Remark("known", _("The unit already has this case, and the list says nothing new."))
            ]
            return
        said = [str(YoungPerson._meta.get_field(name).verbose_name) for name in changes]
        said += [_("guide")] if takes_guide else []
        outcome.result = Result.UPDATE
        outcome.reasons = [
            Remark("update", _("The unit has this case. New: %(fields)s.") % {"fields": ", ".join(said)})
        ]
        outcome.details = " · ".join(_told(person, name, new) for name, new in changes.items())
        outcome.data = Update(person, case, changes, takes_guide)

    def shown(self, outcomes, *, by) -> None:
        """That the unit knows somebody, and what is new about them, is a look at their case."""
        people = [outcome.about for outcome in outcomes if outcome.about]
        if people:
            record_list("import", by=by, cases=[case for person in people for case in person.cases.all()])

    def write(self, outcomes, *, unit, by, source: str) -> list[Case]:
        """Open a case for each new row and update the known ones; returns the new cases, in the rows' order."""
        new = [outcome.data for outcome in outcomes if outcome.result == Result.NEW]
        cases = open_cases([self._newcomer(row, source) for row in new], by=by)
        for outcome in outcomes:
            if outcome.result == Result.UPDATE:
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
        """Through the verbs, with the old and the new in the trail (a CPR number never)."""
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
