"""The directory from a unit's own list: one partner a row, or one more contact of a partner named before."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import text
from core.importing.importer import Importer, Progress, no_progress
from core.spreadsheets.detection import Table
from core.spreadsheets.results import Remark, RowResult, RowStatus
from partners.categories.models import Side
from partners.directory import actions
from partners.directory.duplicates import fingerprint, fingerprints
from partners.directory.models import Contact, Partner
from partners.directory.rules import Fingerprint, Reason, likeness
from partners.imports.fields import FIELDS
from partners.imports.rows import Categories, PartnerRow, read_row


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
            row = read_row(record, categories)
            title, warnings = row.partner["name"], row.warnings
            outcome = RowResult(number, RowStatus.NEW, title=title, warnings=warnings, data=row)
            row.reasons += table.doubts(number, record).values()
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
        # By the partner's id, or its row's number: the days of each contact, by name.
        self.contacts: dict[object, dict[str, dict]] = defaultdict(dict)
        rows = Contact.objects.filter(partner__unit=unit).order_by("pk")
        for row in rows.values("partner_id", "name", "from_on", "until_on"):
            self.contacts[row.pop("partner_id")][text.fold(row.pop("name"))] = row
        self.added: list[tuple[Fingerprint, PartnerRow, int]] = []

    def settle(self, outcome: RowResult, row: PartnerRow) -> None:
        """Say whether the row makes a partner, adds a contact to one, or says nothing new."""
        own = {name: value for name, value in row.partner.items() if name != "category"}
        partner = Partner(unit=self.unit, category=row.partner["category"], **own)
        mark = fingerprint(partner)
        known = [other for other in self.known if _same(mark, other)]
        if found := next((other for other in known if _one_place(partner, self.partners[other.pk])), None):
            row.known = self.partners[found.pk]
            self._again(outcome, row, row.known.name, self.contacts[found.pk], row.known)
            return
        for other, earlier, number in self.added:
            there = Partner(
                **{name: earlier.partner.get(name, "") for name in ("cvr", "postal_code", "city")}
            )
            if _same(mark, other) and _one_place(partner, there):
                row.earlier = earlier
                which = _("the partner in row %(row)s") % {"row": number}
                self._again(outcome, row, which, self.contacts[f"row {number}"], Partner(**earlier.partner))
                return
        like = next(
            (other for other in self.known if _same(mark, other) or likeness(mark, other).likely), None
        )
        if like:
            words = {"name": self.partners[like.pk].name}
            told = _("Looks like “%(name)s”, which is here already.") % words
            outcome.warnings.append(Remark("looks_like", told))
        elif like := next(
            (number for other, _row, number in self.added if likeness(mark, other).likely), None
        ):
            outcome.warnings.append(Remark("looks_like", _("Looks like row %(row)s.") % {"row": like}))
        outcome.details = _details(row)
        self.added.append((mark, row, outcome.row))
        if row.contact:
            self.contacts[f"row {outcome.row}"][text.fold(row.contact["name"])] = row.contact

    def _again(
        self, outcome: RowResult, row: PartnerRow, which: str, contacts: dict[str, dict], there: Partner
    ) -> None:
        """A row about a partner that is there: a contact nobody has yet is added; what else it says new is told."""
        name = row.contact.get("name", "")
        if name and text.fold(name) not in contacts:
            contacts[text.fold(name)] = row.contact
            outcome.result = RowStatus.UPDATE
            words = {"contact": name, "partner": which}
            outcome.reasons = [Remark("contact", _("Adds the contact %(contact)s to %(partner)s.") % words)]
        else:
            outcome.result = RowStatus.DUPLICATE
            outcome.reasons = [Remark("duplicate", _("The same as %(partner)s.") % {"partner": which})]
        fields = [
            Partner._meta.get_field(key) for key, value in row.partner.items() if value not in ("", None)
        ]
        other = [f for f in fields if row.partner[f.name] != getattr(there, f.name) and not _default(f, row)]
        labels = [str(field.verbose_name) for field in other if field.name != "name"]
        if outcome.result == RowStatus.DUPLICATE and name:
            labels += _other_days(row, contacts[text.fold(name)])
        if labels:
            told = _("What it says otherwise is not taken: %(fields)s.") % {"fields": ", ".join(labels)}
            outcome.warnings.append(Remark("differs", told))


def _other_days(row: PartnerRow, there: dict) -> list[str]:
    """The contact's days that a row says otherwise than they stand."""
    days = {"from_on": _("Contact's first day"), "until_on": _("Contact's last day")}
    return [
        label for name, label in days.items() if row.contact.get(name, there.get(name)) != there.get(name)
    ]


def _default(field, row: PartnerRow) -> bool:
    """Whether the row says nothing about the field: no agreement is what a blank cell means too."""
    return field.name == "agreement" and row.partner["agreement"] == Partner.Agreement.NONE


def _same(a: Fingerprint, b: Fingerprint) -> bool:
    """Surely one organisation: the same name, or nearly so with the same CVR number outside the municipality."""
    reasons = likeness(a, b).reasons
    if a.cvr and b.cvr and a.cvr != b.cvr:
        return False
    near = Reason.SIMILAR_NAME in reasons and Reason.SAME_CVR in reasons and not (a.internal and b.internal)
    return Reason.SAME_NAME in reasons or near


def _one_place(a: Partner, b: Partner) -> bool:
    """Not two branches of one name: neither says another postal code or town than the other."""
    pairs = [(a.postal_code, b.postal_code), (text.fold(a.city), text.fold(b.city))]
    return all(not one or not other or one == other for one, other in pairs)


def _details(row: PartnerRow) -> str:
    side = Side(row.partner["side"]).label
    return " · ".join(
        [str(row.partner["category"]), str(side), *([row.contact["name"]] if row.contact else [])]
    )


PARTNERS = PartnerImporter().register()
