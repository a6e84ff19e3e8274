"""The directory from a unit's own list: one partner a row, or one more contact of a partner named before."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import municipalities, text
from core.importing.importer import Importer, Progress, no_progress
from core.phones import clean_phone
from core.spreadsheets import parsers
from core.spreadsheets.columns import IGNORE, Field, normalise
from core.spreadsheets.detection import Table
from core.spreadsheets.results import Remark, RowResult, RowStatus
from partners import actions
from partners.duplicates import fingerprint, fingerprints
from partners.models import Contact, Partner, PartnerCategory, Side
from partners.rules import Fingerprint, Reason, clean_cvr, likeness

FIELDS = (
    Field(
        "name",
        gettext_lazy("Name"),
        ("navn", "partner", "organisation", "virksomhed", "firma", "sted", "institution"),
    ),
    Field("cvr", gettext_lazy("CVR number"), ("cvr", "cvr nr", "cvr-nr.", "cvrnr", "cvr nummer", "p-nummer")),
    Field(
        "side",
        gettext_lazy("Internal or external"),
        ("intern/ekstern", "intern ekstern", "side", "intern", "ekstern", "internal external"),
        looks_like=lambda cell: normalise(str(cell)) in ("intern", "ekstern", "internal", "external"),
    ),
    Field(
        "category",
        gettext_lazy("Category"),
        ("type", "kategori", "partnertype", "art", "slags", "område", "branche"),
    ),
    Field(
        "contact",
        gettext_lazy("Contact person"),
        ("kontaktperson", "kontakt", "kontaktnavn", "vores kontakt", "contact", "contact name"),
    ),
    Field(
        "contact_role",
        gettext_lazy("Contact's role"),
        ("kontaktens rolle", "stilling", "titel", "funktion", "rolle"),
    ),
    Field(
        "phone",
        gettext_lazy("Phone"),
        ("telefon", "tlf", "mobil", "telefonnummer", "tlf nr", "direkte telefon"),
    ),
    Field(
        "email",
        gettext_lazy("E-mail"),
        ("mail", "e-mail", "email", "mailadresse", "e-mailadresse"),
        looks_like=lambda cell: "@" in str(cell),
    ),
    Field("web", gettext_lazy("Web"), ("hjemmeside", "web", "website", "webadresse", "www", "url")),
    Field("address", gettext_lazy("Address"), ("adresse", "vej", "gade", "beliggenhed", "street")),
    Field("postal_code", gettext_lazy("Postal code"), ("postnr", "post nr", "postnummer", "zip")),
    Field("city", gettext_lazy("Town"), ("by", "postdistrikt", "bynavn", "city")),
    Field(
        "postal_city",
        gettext_lazy("Postal code and town"),
        ("postnr og by", "post nr. og by", "postnr/by", "postnr by"),
    ),
    Field("municipality", gettext_lazy("Municipality"), ("kommune", "kommunenavn", "hjemkommune")),
    Field("agreement", gettext_lazy("Agreement"), ("aftale", "samarbejdsaftale", "aftaleform", "kontrakt")),
    Field(
        "next_evaluation_on",
        gettext_lazy("Next evaluation"),
        ("næste evaluering", "evaluering", "evalueres", "næste opfølgning", "evalueringsdato", "opfølgning"),
    ),
    Field(
        "notes",
        gettext_lazy("Notes"),
        ("noter", "note", "bemærkninger", "bemærkning", "kommentar", "andet"),
        many=True,
    ),
    Field(IGNORE, gettext_lazy("Do not use"), ("nr", "id", "løbenr"), many=True),
)

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
    known: Partner | None = None  # the partner that the contact is added to
    earlier: "PartnerRow | None" = None  # or the row that makes it
    made: Partner | None = None  # set when the row is written

    def reject(self, code: str, message: str) -> None:
        """The row cannot come in, and why."""
        self.reasons.append(Remark(code, message))


class PartnerImporter(Importer):
    """The unit's directory of partners."""

    kind = "partners"
    urls = "partners:partner_import"
    title = gettext_lazy("Import partners")
    intro = gettext_lazy("The unit's own list of departments, schools, companies and associations, as it is.")
    done = ("partners:partner_list", gettext_lazy("See the partners"))
    fields = FIELDS

    def may(self, user) -> bool:
        """Admins only."""
        return user.is_admin

    def missing(self, table: Table) -> list[str]:
        """A partner has a name and a category."""
        sentences = []
        if not table.has("name"):
            sentences.append(_("Say which column holds the partner's name."))
        if not table.has("category"):
            sentences.append(_("Say which column holds the category (the type)."))
        return sentences

    def plan(self, table: Table, *, unit, by, progress: Progress = no_progress) -> list[RowResult]:
        """Read every row, and find it among the rows before it and in the directory."""
        categories, directory = Categories(), _Directory(unit)
        outcomes = []
        for number, record in table.records():
            row = _read(record, categories)
            outcome = RowResult(number, RowStatus.NEW, title=row.partner["name"], data=row)
            if row.reasons:
                outcome.result, outcome.reasons = RowStatus.REJECTED, row.reasons
            else:
                directory.settle(outcome, row)
            outcomes.append(outcome)
        return outcomes

    def write(self, outcomes, *, unit, by, source: str, file_id=None) -> list[Partner]:
        """Through the actions of the directory, in the rows' order."""
        for outcome in outcomes:
            row = outcome.data
            if outcome.result == RowStatus.NEW:
                row.made = actions.create_partner(unit=unit, by=by, **row.partner)
            elif outcome.result == RowStatus.UPDATE:
                row.made = row.known or row.earlier.made
            if row.made and row.contact:
                actions.add_contact(row.made, by=by, **row.contact)
        return [outcome.data.made for outcome in outcomes if outcome.result == RowStatus.NEW]


class _Directory:
    """What the unit has, and what the rows before have added, to tell new partners from known ones."""

    def __init__(self, unit):
        self.unit = unit
        self.partners, self.known = fingerprints(unit)
        self.contacts: dict[object, set[str]] = defaultdict(set)  # by the partner's id, or its row's number
        for pk, name in Contact.objects.filter(partner__unit=unit).values_list("partner_id", "name"):
            self.contacts[pk].add(text.fold(name))
        self.added: list[tuple[Fingerprint, PartnerRow, int]] = []

    def settle(self, outcome: RowResult, row: PartnerRow) -> None:
        """Say whether the row makes a partner, adds a contact to one, or says nothing new."""
        own = {name: value for name, value in row.partner.items() if name != "category"}
        mark = fingerprint(Partner(unit=self.unit, **own))
        if found := next((other for other in self.known if _same(mark, other)), None):
            row.known = self.partners[found.pk]
            self._again(outcome, row, row.known.name, self.contacts[found.pk])
        elif found := next((added for added in self.added if _same(mark, added[0])), None):
            _mark, row.earlier, number = found
            self._again(
                outcome,
                row,
                _("the partner in row %(row)s") % {"row": number},
                self.contacts[f"row {number}"],
            )
        else:
            like = next((other for other in self.known if likeness(mark, other).likely), None)
            if like:
                words = {"name": self.partners[like.pk].name}
                outcome.warnings.append(
                    Remark("looks_like", _("Looks like “%(name)s”, which is here already.") % words)
                )
            outcome.details = _details(row)
            self.added.append((mark, row, outcome.row))
            if row.contact:
                self.contacts[f"row {outcome.row}"].add(text.fold(row.contact["name"]))

    def _again(self, outcome: RowResult, row: PartnerRow, which: str, contacts: set[str]) -> None:
        """A row about a partner that is there: a contact nobody has yet is added, the rest is left as it is."""
        name = row.contact.get("name", "")
        if name and text.fold(name) not in contacts:
            contacts.add(text.fold(name))
            outcome.result = RowStatus.UPDATE
            words = {"contact": name, "partner": which}
            outcome.reasons = [Remark("contact", _("Adds the contact %(contact)s to %(partner)s.") % words)]
        else:
            outcome.result = RowStatus.DUPLICATE
            outcome.reasons = [Remark("duplicate", _("The same as %(partner)s.") % {"partner": which})]


def _same(a: Fingerprint, b: Fingerprint) -> bool:
    """Surely one organisation: the same name, or the same CVR number outside the municipality."""
    reasons = likeness(a, b).reasons
    return Reason.SAME_NAME in reasons or (Reason.SAME_CVR in reasons and not (a.internal and b.internal))


def _details(row: PartnerRow) -> str:
    side = Side(row.partner["side"]).label
    return " · ".join(
        [str(row.partner["category"]), str(side), *([row.contact["name"]] if row.contact else [])]
    )


def _read(record: dict, categories: Categories) -> PartnerRow:
    """All of a row's values, and all of its faults."""
    written = {key: parsers.as_text(cell) for key, cell in record.items() if not isinstance(cell, list)}
    row = PartnerRow()
    name = re.sub(r"\s+", " ", written.get("name", "")).strip()
    row.partner["name"] = name[:150]
    if not name:
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
    notes = [f"{heading}: {parsers.as_text(cell)}" for heading, cell in record.get("notes", []) if cell]
    row.partner["notes"] = "\n".join(notes)
    return row


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
    if record.get("next_evaluation_on"):
        try:
            row.partner["next_evaluation_on"] = parsers.parse_date(record["next_evaluation_on"])
        except ValueError:
            row.reject(
                "bad_date",
                _("“%(text)s” is no date.") % {"text": parsers.echo(written["next_evaluation_on"])},
            )


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
    if code and not re.fullmatch(r"\d{4}", code):
        row.reject(
            "bad_postal_code", _("“%(text)s” is no Danish postal code.") % {"text": parsers.echo(code)}
        )
    row.partner |= {"address": address[:200], "postal_code": code[:4], "city": city[:80]}
    if written.get("municipality"):
        wanted = text.fold(written["municipality"]).removesuffix(" kommune").removesuffix("s")
        found = (
            code for code, name in municipalities.choices() if text.fold(name).removesuffix("s") == wanted
        )
        row.partner["municipality_code"] = next(found, "")


def _reach(row: PartnerRow, written: dict[str, str]) -> None:
    """Telephone and mail belong to the contact when the row names one, else to the partner."""
    to = row.partner
    if contact := written.get("contact", ""):
        to = row.contact = {"name": contact[:120], "role": written.get("contact_role", "")[:120]}
    try:
        to["phone"] = clean_phone(written.get("phone", ""))
    except ValueError:
        row.reject(
            "bad_phone", _("“%(text)s” is no telephone number.") % {"text": parsers.echo(written["phone"])}
        )
    if written.get("email"):
        try:
            to["email"] = parsers.parse_email(written["email"])
            validate_email(to["email"])
        except (ValueError, ValidationError):
            row.reject(
                "bad_email", _("“%(text)s” is no e-mail address.") % {"text": parsers.echo(written["email"])}
            )
    if web := written.get("web", ""):
        web = web if "://" in web else f"https://{web}"
        try:
            URLValidator(schemes=["http", "https"])(web)
            row.partner["web"] = web
        except ValidationError:
            row.reject("bad_web", _("“%(text)s” is no web address.") % {"text": parsers.echo(written["web"])})


PARTNERS = PartnerImporter().register()
