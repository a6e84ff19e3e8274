"""The rows of a caseload list, read into young people and what is known about them.

Ages are counted so that the answer keeps: somebody is too young by their age today, and too old by their age on the
day the list was drawn (when its title tells) or today. Whoever was of age when the list was made is a case to
close, not to lose.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Activity, YoungPerson
from cases.people import rules
from cases.people.target import past_target
from core import clock, text
from core.spreadsheets import parsers
from core.spreadsheets.cells import Cell
from core.spreadsheets.detection import Table
from core.spreadsheets.results import Remark
from core.templatetags.kui import day as drawn_day
from intake.caseload.fields import FIELDS, REMARKS, read_activity, read_cpr
from intake.caseload.guides import Guides

_STATED_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}|\d{1,2}\.?\s+[a-zæøå]+\.?\s+\d{4}", re.I
)


# What a row cannot come in with in doubt: who it is about, and since when.
WITHOUT_WHICH = frozenset("cpr birth_date first_name last_name full_name last_first_name start_date".split())


_CALLED = re.compile(
    r"(?:ønsker at blive kaldt|vil kaldes|kaldes|wants to be called)\s*[:\"“”»«'’]*\s*([^\"“”»«'’.,;\n]{1,80})",
    re.I,
)


def list_date(preamble: list[str]) -> date | None:
    """The day a list says it was drawn, in the lines above its headings; never a day to come."""
    for line in preamble:
        for match in _STATED_DATE.finditer(line):
            try:
                stated = parsers.parse_date(match[0])
            except ValueError:
                continue
            if clock.today() - timedelta(days=3 * 366) <= stated <= clock.today():
                return stated
    return None


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
    said: list[str] = field(default_factory=list)  # how words were read that could be read otherwise
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
        return (self.person.cpr,) if self.person.cpr else self.who_by_name

    @property
    def who_by_name(self) -> tuple:
        """Name and birth date: all there is when one of two rows has no CPR number."""
        return text.fold(self.person.name), self.person.birth_date

    @property
    def details(self) -> str:
        """What the case will begin with, in a line."""
        guide = self.guide.name if self.guide else _("waits for a guide")
        parts = [guide, _("from %(date)s") % {"date": drawn_day(self.opened_on)}]
        if self.activity:
            parts.append(str(Activity(self.activity).label))
        if self.person.address_protected:
            parts.append(_("protected address"))
        parts += self.said
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
        self.unit, self.table, self.guides, self.today = unit, table, Guides(unit), clock.today()
        self.drawn_on = list_date(table.preamble) or self.today
        self.has_start = table.has("start_date")

    def read(self, number: int, record: dict) -> CaseRow:
        """One row, all of its faults in the order a person would meet them."""
        doubts = self.table.doubts(number, record)
        record = {key: "" if key in doubts else cell for key, cell in record.items()}
        written = {key: parsers.as_text(cell) for key, cell in record.items() if not isinstance(cell, list)}
        row = CaseRow(number, YoungPerson(unit=self.unit), written)
        row.kept += [(heading, parsers.as_text(cell)) for heading, cell in record.get(REMARKS, []) if cell]
        self._name(row)
        self._birth(row, record)
        self._start(row, record)
        row.warnings += [doubt for key, doubt in doubts.items() if key not in WITHOUT_WHICH]
        if stops := [doubt for key, doubt in doubts.items() if key in WITHOUT_WHICH]:
            # what the empty field would be blamed for is said better by what stands in the cell
            others = [reason for reason in row.reasons if reason.code not in ("no_name", "no_birth_date")]
            row.reasons = [*stops, *others]
        if "address_protected" in doubts:
            row.written["address_protected"] = doubts["address_protected"].message  # read with care below
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
            if not written.get(key):
                continue
            if person.first_name and person.last_name:
                self._second_name(row, key)
                continue
            first, last = parsers.split_name(written[key], last_first=key == "last_first_name")
            person.first_name, person.last_name = person.first_name or first, person.last_name or last
            if key == "last_first_name" and "," not in written[key]:
                words = {"written": parsers.echo(written[key]), "first": first, "last": last or "–"}
                row.warn(
                    "no_comma",
                    _("“%(written)s” has no comma. First name: %(first)s, last name: %(last)s. Check it.")
                    % words,
                )
        if "," in person.last_name and not person.first_name:
            person.first_name, person.last_name = parsers.split_name(person.last_name)
        for name in ("first_name", "last_name"):
            if (said := getattr(person, name)) and not text.has_letter(said):
                setattr(person, name, "")
                self._not_taken(row, f"bad_{name}", _label(name), said)
        if not person.first_name:
            row.reject("no_name", _("The name is missing."))
        elif len(person.first_name) > 80 or len(person.last_name) > 80:
            row.reject("bad_name", _("The name is longer than 80 letters."))

    def _second_name(self, row: CaseRow, key: str) -> None:
        """A name beside first and last name: the same one in another order says nothing."""
        words = row.written[key]
        if sorted(text.fold(words).split()) == sorted(text.fold(row.person.name).split()):
            return
        label = next(str(field.label) for field in FIELDS if field.key == key)
        row.kept.append((label, words))
        told = {"written": parsers.echo(words), "name": parsers.echo(row.person.name)}
        row.warn(
            "two_names",
            _("The row has two names: “%(name)s” is used, “%(written)s” stays in the note.") % told,
        )

    def _birth(self, row: CaseRow, record: dict[str, Cell]) -> None:
        if row.written.get("cpr"):
            self._cpr(row)
            self._agrees(row, record)
        elif record.get("birth_date"):
            try:
                row.person.birth_date = parsers.parse_date(record["birth_date"], birth=True)
                self._year_read(row, "birth_date", row.person.birth_date, _("born"))
            except ValueError:
                row.reject(
                    "bad_birth_date",
                    _("“%(text)s” is no date of birth.") % {"text": parsers.echo(row.written["birth_date"])},
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
                "length": _(
                    "The CPR number has not ten digits, nor the two letters of a replacement number."
                ),
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

    def _agrees(self, row: CaseRow, record: dict[str, Cell]) -> None:
        """A date of birth beside a CPR number says the same, or is told."""
        if not record.get("birth_date") or row.person.birth_date is None:
            return
        try:
            agrees = parsers.parse_date(record["birth_date"], birth=True) == row.person.birth_date
        except ValueError:
            agrees = False
        if not agrees:
            row.kept.append((_("Date of birth"), row.written["birth_date"]))
            words = _(
                "The CPR number and the date of birth do not agree; the number's date is used. Check it."
            )
            row.warn("birth_date_differs", words)

    def _year_read(self, row: CaseRow, key: str, day: date, label: str) -> None:
        """Say which year two digits were read as."""
        if parsers.has_short_year(row.written[key]):
            words = {"label": label, "date": parsers.as_text(day), "written": row.written[key]}
            row.said.append(_("%(label)s %(date)s, written “%(written)s”") % words)

    def _age(self, row: CaseRow) -> None:
        born, unit = row.person.birth_date, self.unit
        if born > self.today or rules.age_on(born, self.today) < unit.min_age:
            row.reject("too_young", _("Has not turned %(age)s.") % {"age": unit.min_age})
        elif rules.age_on(born, max(self.drawn_on, born)) > unit.max_age:
            row.reject("too_old", _("Is older than %(age)s.") % {"age": unit.max_age})
        elif words := past_target(born, self.today):
            row.said.append(words)  # no fault of the row: the report counts what somebody must look at

    def _start(self, row: CaseRow, record: dict[str, Cell]) -> None:
        row.opened_on = self.drawn_on
        if not record.get("start_date"):
            if self.has_start:
                row.warn("no_start", _("The start date is missing; the list's own date is used."))
            return
        try:
            start = parsers.parse_date(record["start_date"])
            self._year_read(row, "start_date", start, _("start"))
        except ValueError:
            row.reject(
                "bad_start",
                _("“%(text)s” is no start date.") % {"text": parsers.echo(row.written["start_date"])},
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
        self._place(row)
        self._try(row, "phone", parsers.parse_phone, _("Phone"))
        self._email(row)
        try:
            person.address_protected = parsers.parse_yes_no(written.get("address_protected", ""))
        except ValueError:
            person.address_protected = True  # words nobody expected: the careful reading
            row.kept.append((_("Name and address protection"), written["address_protected"]))
            row.warn(
                "address_protection",
                _("The words about address protection are unclear; it was set to protected."),
            )

    def _place(self, row: CaseRow) -> None:
        """Street, postal code and town; what two columns say differently, or no field holds, is kept and told."""
        written, person = row.written, row.person
        person.address, *found = parsers.split_address(written.get("address", ""))
        places = [found]
        if written.get("postal_city"):
            try:
                places.append(parsers.split_postal(written["postal_city"]))
            except ValueError:
                self._not_taken(row, "bad_postal_code", _("Postal code and town"), written["postal_city"])
        code, city = "", written.get("city", "")
        self._try(row, "postal_code", parsers.parse_postal_code, _("Postal code"))
        places.append((person.postal_code, city))
        for code, city in reversed(places):
            for name, value in (("postal_code", code), ("city", city)):
                stands = getattr(person, name)
                if not stands:
                    setattr(person, name, value)
                elif value and text.fold(value) != text.fold(stands):
                    self._not_taken(row, "two_places", _label(name), value)
        for name in ("address", "city"):
            if (value := getattr(person, name)) and not text.has_letter(value):
                self._not_taken(row, f"bad_{name}", _label(name), value)
                setattr(person, name, "")
        for name, limit in (("address", 200), ("postal_code", 10), ("city", 80)):
            if len(value := getattr(person, name)) > limit:
                self._not_taken(row, "too_long", _label(name), value)
                setattr(person, name, value[:limit])

    def _email(self, row: CaseRow) -> None:
        """An address with æ, ø or å before the @ is real, but few mail systems send to it: it stays in the note."""
        self._try(row, "email", parsers.parse_email, _("E-mail"))
        try:
            validate_email(row.person.email or "a@eksempel.dk")
        except ValidationError:
            row.kept.append((_("E-mail"), row.person.email))
            row.said.append(
                _("%(email)s stays in the note: few mail systems send to it") % {"email": row.person.email}
            )
            row.person.email = ""

    def _try(self, row: CaseRow, name: str, parse, label: str) -> None:
        """Keep a value that parses on the person, and the words of one that does not in the note."""
        if not row.written.get(name):
            return
        try:
            setattr(row.person, name, parse(row.written[name]))
        except ValueError:
            self._not_taken(row, f"bad_{name}", label, row.written[name])

    def _not_taken(self, row: CaseRow, code: str, label: str, words: str) -> None:
        """No field takes the words: they stay in the note, and somebody should look, at the cell they are all of."""
        row.kept.append((label, words))
        cell = self.table.cell_of(row.number, (key for key, said in row.written.items() if said == words))
        told = {"field": f"{label} ({cell})" if cell else label, "text": parsers.echo(words)}
        row.warn(code, _("%(field)s: “%(text)s” was not taken; it stays in the note.") % told)

    def _guide(self, row: CaseRow) -> None:
        written = row.written.get("guide", "")
        row.guide = self.guides.find(written) if written else None
        if written and row.guide is None:
            row.warn(
                "unknown_guide",
                _("Nobody in the unit is called “%(name)s”. The case waits for a guide.")
                % {"name": parsers.echo(written)},
            )

    def _activity(self, row: CaseRow) -> None:
        written = row.written.get("activity", "")
        if not written:
            return
        known = read_activity(written)
        if known is None:
            row.warn(
                "unknown_activity",
                _("“%(text)s” is no activity we know; it stays in the note.")
                % {"text": parsers.echo(written)},
            )
            return
        row.activity, row.hours_per_week = known

    def _words(self, row: CaseRow) -> None:
        called = row.written.get("preferred_name", "")
        if not called:
            match = next((m for _heading, words in row.kept if (m := _CALLED.search(words))), None)
            called = match[1].strip() if match else ""
        if called and not text.has_letter(called):
            self._not_taken(row, "bad_preferred_name", _label("preferred_name"), called)
            called = ""
        row.person.preferred_name = called[:80]


def _label(name: str) -> str:
    return str(YoungPerson._meta.get_field(name).verbose_name).capitalize()
