"""A row of the list read into the values of a partner and a contact, with what is wrong with it."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from core import clock, municipalities
from core.phones import clean_phone
from core.spreadsheets import parsers
from core.spreadsheets.columns import normalise
from core.spreadsheets.results import Remark
from core.text import has_letter, line
from partners.categories.models import PartnerCategory, Side
from partners.directory.models import Partner
from partners.directory.rules import clean_cvr

# Words of a type column that the names of the categories do not hold, by category code.
_TYPES = (
    (r"\buu\b|vejledning", "uu"),
    (r"beskaeftigelse|jobcent", "employment"),
    (r"familieafd|familie og boern|boern og famil|boerne ?fam", "family"),
    (r"socialpsyk", "social_psychiatry"),
    (r"rusmiddel|misbrug", "substance_treatment"),
    (r"udskoling|folkeskole|grundskole", "lower_secondary"),
    (r"^klub|ungdomsklub|fritidsklub", "clubs"),
    (r"ydelse", "benefits"),
    (r"\bfgu\b", "fgu"),
    (r"\beud\b|erhvervsskole|teknisk skole|erhvervsudd", "eud"),
    (r"ungdomsskole", "youth_school"),
    (r"gymnasi|\bstx\b|\bhhx\b|\bhtx\b|\bhf\b", "upper_secondary"),
    (r"efterskole|hoejskole", "efterskole"),
    (r"virksomhed|firma|butik|haandvaerk|arbejdsgiver", "company"),
    (r"civil|frivillig", "civil_society"),
    (r"forening|idraet|sport", "association"),
    (r"kultur|museum|teater|bibliotek", "culture"),
    (r"psykiatri", "psychiatry"),
    (r"laege", "gp"),
    (r"politi", "police"),
    (r"bosted|botilbud|opholdssted", "housing"),
    (r"kommune", "other_municipality"),
)
_AGREEMENTS = {
    "": Partner.Agreement.NONE,
    "ingen aftale": Partner.Agreement.NONE,
    "no agreement": Partner.Agreement.NONE,
    "nej": Partner.Agreement.NONE,
    "ingen": Partner.Agreement.NONE,
    "ja": Partner.Agreement.WRITTEN,
    "skriftlig": Partner.Agreement.WRITTEN,
    "skriftligt": Partner.Agreement.WRITTEN,
    "written": Partner.Agreement.WRITTEN,
    "mundtlig": Partner.Agreement.ORAL,
    "mundtligt": Partner.Agreement.ORAL,
    "oral": Partner.Agreement.ORAL,
}


class Categories:
    """Finds the category that a list writes in its own words."""

    def __init__(self):
        self._categories = list(PartnerCategory.objects.filter(is_active=True))
        self._by_code = {category.code: category for category in self._categories}
        self._by_name = {
            normalise(name): category
            for category in self._categories
            for name in (category.code, category.name_da, category.name_en, *category.name_da.split("/"))
        }

    def find(self, written: str) -> PartnerCategory | None:
        """By its code or name, else by the words that units use."""
        words = normalise(written)
        if category := self._by_name.get(words):
            return category
        codes = (code for pattern, code in _TYPES if words and re.search(pattern, words))
        return next((self._by_code[code] for code in codes if code in self._by_code), None)


@dataclass
class PartnerRow:
    """A row read into values, with what was wrong."""

    partner: dict = field(default_factory=dict)
    contact: dict = field(default_factory=dict)
    reasons: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    known: Partner | None = None  # the partner that the contact is added to
    earlier: "PartnerRow | None" = None  # or the row that makes it
    made: Partner | None = None  # set when the row is written

    def reject(self, code: str, message: str) -> None:
        """The row cannot come in, and why."""
        self.reasons.append(Remark(code, message))


def read_row(record: dict, categories: Categories) -> PartnerRow:
    """All of a row's values, and all of its faults."""
    written = {key: parsers.as_text(cell) for key, cell in record.items() if not isinstance(cell, list)}
    row = PartnerRow()
    name = line(written.get("name", ""))
    row.partner["name"] = _fitting(row, "name", name, 150)
    if not has_letter(name) and not re.search(r"[1-9]", name, re.ASCII):
        row.reject("no_name", _("The name is missing."))
    category = categories.find(written.get("category", ""))
    if category is None:
        said = written.get("category", "")
        message = (
            _("“%(text)s” is no category we know.") % {"text": parsers.echo(said)}
            if said
            else _("The category is missing.")
        )
        row.reject("unknown_category", message)
    else:
        row.partner["category"] = category
        row.partner["side"] = _side(written.get("side", ""), category, row)
    _numbers(row, written, record)
    _place(row, written)
    _reach(row, written)
    _period(row, written, record)
    _web(row, written)
    _marks(row, written)
    notes = [(heading, parsers.as_text(cell)) for heading, cell in record.get("notes", []) if cell]
    # A single column of notes is the notes; of several each says which it is.
    row.partner["notes"] = (
        notes[0][1] if len(notes) == 1 else "\n".join(f"{label}: {words}" for label, words in notes)
    )
    return row


def _marks(row: PartnerRow, written: dict[str, str]) -> None:
    """Whether the partner has authority, and is in use; who says nothing leaves both as they begin."""
    for name in ("has_authority", "is_active"):
        if not written.get(name):
            continue
        try:
            row.partner[name] = parsers.parse_yes_no(written[name])
        except ValueError:
            row.reject(
                f"bad_{name}", _("“%(text)s” is neither yes nor no.") % {"text": parsers.echo(written[name])}
            )


def _side(written: str, category: PartnerCategory, row: PartnerRow) -> str:
    words = normalise(written)
    if words.startswith(("intern", "kommunal")):
        return Side.INTERNAL
    if words.startswith(("ekstern", "extern")):
        return Side.EXTERNAL
    if words:
        row.reject(
            "bad_side", _("“%(text)s” is neither internal nor external.") % {"text": parsers.echo(written)}
        )
    return category.side


def _numbers(row: PartnerRow, written: dict[str, str], record: dict) -> None:
    try:
        row.partner["cvr"] = clean_cvr(written.get("cvr", ""))
    except ValueError:
        row.reject(
            "bad_cvr",
            _("%(text)s is no CVR number: its digits do not check. Look for a slip.")
            % {"text": parsers.echo(written["cvr"])},
        )
    agreement = _AGREEMENTS.get(normalise(written.get("agreement", "")))
    if agreement is None:
        row.reject(
            "bad_agreement",
            _("“%(text)s” is no kind of agreement: say yes, no, written or oral.")
            % {"text": parsers.echo(written["agreement"])},
        )
    row.partner["agreement"] = agreement or Partner.Agreement.NONE
    if day := _date(row, record.get("next_evaluation_on")):
        row.partner["next_evaluation_on"] = day


def _date(row: PartnerRow, cell) -> date | None:
    """The day a cell says; what is none refuses the row."""
    try:
        return parsers.parse_date(cell) if cell else None
    except ValueError:
        row.reject("bad_date", _("“%(text)s” is no date.") % {"text": parsers.echo(cell)})
        return None


def _place(row: PartnerRow, written: dict[str, str]) -> None:
    address, code, city = parsers.split_address(written.get("address", ""))
    if written.get("postal_city"):
        try:
            code, city = parsers.split_postal(written["postal_city"])
        except ValueError:
            row.reject(
                "bad_postal_code",
                _("“%(text)s” is no postal code and town.") % {"text": parsers.echo(written["postal_city"])},
            )
    code, city = written.get("postal_code") or code, written.get("city") or city
    try:
        code = parsers.parse_postal_code(code) if code else ""
    except ValueError:
        code = code or "?"
    if code and not re.fullmatch(r"[0-9]{4}", code):
        row.reject(
            "bad_postal_code", _("“%(text)s” is no Danish postal code.") % {"text": parsers.echo(code)}
        )
    row.partner["address"] = _fitting(row, "address", address, 200)
    row.partner |= {"postal_code": code, "city": _fitting(row, "city", city, 80)}
    if written.get("municipality"):
        row.partner["municipality_code"] = code = municipalities.code_of(written["municipality"])
        if not code:
            words = {"text": parsers.echo(written["municipality"])}
            row.warnings.append(
                Remark(
                    "unknown_municipality",
                    _("“%(text)s” is no municipality we know; it was not taken.") % words,
                )
            )


def _reach(row: PartnerRow, written: dict[str, str]) -> None:
    """Telephone and mail belong to the contact when the row names one and the contact has no columns of its own."""
    own = {"phone": written.get("contact_phone", ""), "email": written.get("contact_email", "")}
    shared = {"phone": written.get("phone", ""), "email": written.get("email", "")}
    contact = line(written.get("contact", ""))
    if has_letter(contact):
        row.contact = {
            "name": _fitting(row, "contact", contact, 120),
            "role": _fitting(row, "role", written.get("contact_role", ""), 120),
        }
        separate = "contact_phone" in written or "contact_email" in written
        _call(row, row.contact, own if separate else shared)
        _call(row, row.partner, shared if separate else {})
        return
    _call(row, row.partner, shared)
    about = ("contact_role", "contact_from", "contact_until")
    if contact or any(own.values()) or any(written.get(key) for key in about):
        words = _("The row says something about a contact without a name; it was not taken.")
        row.warnings.append(Remark("nameless_contact", words))


def _period(row: PartnerRow, written: dict[str, str], record: dict) -> None:
    """From when the contact is there, and until when; who says nothing is there from today."""
    if not row.contact:
        return
    first, last = (_date(row, record.get(key)) for key in ("contact_from", "contact_until"))
    if first and last and last < first:
        row.reject("bad_period", _("The contact's last day is before the first."))
    if last:
        row.contact["until_on"] = last
    if first or last:
        row.contact["from_on"] = first or min(clock.today(), last)


def _call(row: PartnerRow, to: dict, said: dict[str, str]) -> None:
    """The number and the address in `said` are those of `to`; what is none refuses the row."""
    try:
        to["phone"] = clean_phone(said.get("phone", ""))
    except ValueError:
        row.reject(
            "bad_phone", _("“%(text)s” is no telephone number.") % {"text": parsers.echo(said["phone"])}
        )
    if said.get("email"):
        try:
            to["email"] = parsers.parse_email(said["email"])
            validate_email(to["email"])
        except (ValueError, ValidationError):
            row.reject(
                "bad_email", _("“%(text)s” is no e-mail address.") % {"text": parsers.echo(said["email"])}
            )


def _fitting(row: PartnerRow, name: str, value: str, most: int) -> str:
    """The value as far as the field holds it, and a word when it does not hold all."""
    if len(value) > most:
        words = {"text": parsers.echo(value), "most": most}
        row.warnings.append(Remark(f"long_{name}", _("“%(text)s” was cut to %(most)s letters.") % words))
    return value[:most]


def _web(row: PartnerRow, written: dict[str, str]) -> None:
    """The web address; one without its scheme is https."""
    if web := written.get("web", ""):
        web = web if "://" in web else f"https://{web}"
        try:
            URLValidator(schemes=["http", "https"])(web)
            row.partner["web"] = web
        except ValidationError:
            row.reject("bad_web", _("“%(text)s” is no web address.") % {"text": parsers.echo(written["web"])})
