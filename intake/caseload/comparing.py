"""A row about somebody the unit knows: every difference, and which of them is taken unless somebody chooses otherwise.

What the latest list said is the third side: a word that changed here since, and not in the list, is kept.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from audit import trail
from cases.guides import actions
from cases.models import Activity, Case, YoungPerson
from core import clock, text
from core.spreadsheets.parsers import as_text, echo
from core.versions import save_versioned
from intake.caseload.bulk import BATCH
from intake.caseload.models import ListedCase
from intake.caseload.rows import CaseRow

NAMES = ("first_name", "last_name")
CONTACT = ("preferred_name", "phone", "email", "address", "postal_code", "city")


@dataclass(frozen=True)
class Difference:
    """A field in which the list says otherwise. `takes`: the list's word is written; `may`: one may choose so."""

    field: str
    label: str
    here: str
    there: str
    takes: bool
    may: bool = True


@dataclass
class Update:
    """What a list says otherwise about somebody the unit already has, and what of it is taken."""

    person: YoungPerson
    case: Case
    row: CaseRow
    differences: list[Difference] = field(default_factory=list)

    @property
    def taken(self) -> list[str]:
        """The fields that are written."""
        return [difference.field for difference in self.differences if difference.takes]

    def write(self, *, by) -> None:
        """Through the actions, with the old and the new in the trail (a CPR number never)."""
        if names := [name for name in self.taken if name != "guide"]:
            old = {name: getattr(self.person, name) for name in names}
            for name in names:
                setattr(self.person, name, getattr(self.row.person, name))
            self.person.derive()
            derived = ["search_name", "sort_name", "cpr_index"]
            save_versioned(self.person, self.person.version, [*names, *derived])
            told = {name: [old[name], getattr(self.person, name)] for name in names if name != "cpr"}
            if "cpr" in names:
                told["cpr"] = ["", "set"]
            trail.record("person.edited", by=by, case_id=self.case.pk, obj=self.person, changes=told)
        if "guide" in self.taken:
            actions.assign(self.case, self.row.guide, by=by)


def compare(
    row: CaseRow, person: YoungPerson, case: Case, said: dict, chosen: Sequence[str] | None
) -> Update:
    """What the row says otherwise. `said`: the latest list's words; `chosen`: the fields somebody takes, or None."""
    update = Update(person, case, row)

    def add(name: str, label: str, here, there, takes: bool, may: bool = True) -> None:
        takes = may and (takes if chosen is None else name in chosen)
        told = (
            as_text if name == "phone" else echo
        )  # of other words a CPR number is shown as it is everywhere
        update.differences.append(Difference(name, label, told(here), told(there), takes, may))

    # One column of names is cut otherwise than we have it; the name is the same.
    one_name = text.fold(person.name) == text.fold(row.person.name) and not row.written.get("last_name")
    for name in CONTACT if one_name else (*NAMES, *CONTACT):
        here, there = getattr(person, name), getattr(row.person, name)
        if there and not _same(name, here, there):
            untouched = name in CONTACT and name in said and _same(name, here, said[name])
            add(name, _label(name), here or "–", there, not here or (untouched and said[name] != there))
    if row.person.birth_date != person.birth_date and row.person.cpr in ("", person.cpr):
        add("birth_date", _label("birth_date"), person.birth_date, row.person.birth_date, False, may=False)
    if row.person.cpr and not person.cpr:
        add("cpr", _label("cpr"), "–", row.person.cpr[:6] + "-••••", True)
    _compare_protection(row, person, add)
    if row.guide and row.guide.pk != case.guide_id:
        here = case.guide.name if case.guide else "–"
        add("guide", str(_("guide")), here, row.guide.name, case.guide_id is None)
    if row.activity not in ("", Activity.UNKNOWN, case.activity):
        here, there = case.get_activity_display(), Activity(row.activity).label
        add("activity", str(_("activity")), here, there, False, may=False)
    if row.written.get("start_date") and row.opened_on not in (case.opened_on, clock.today()):
        add("start", str(_("start date")), case.opened_on, row.opened_on, False, may=False)
    return update


def _compare_protection(row: CaseRow, person: YoungPerson, add) -> None:
    """The list's yes protects at once; its no takes nobody's protection away unless somebody chooses so."""
    here, there = person.address_protected, row.person.address_protected
    if there and not here:
        add("address_protected", _label("address_protected"), _("no"), _("yes"), True)
    elif here and not there and row.written.get("address_protected"):
        add("address_protected", _label("address_protected"), _("yes"), _("no"), False)


def _label(name: str) -> str:
    return str(YoungPerson._meta.get_field(name).verbose_name)


def _same(name: str, one: str, other: str) -> bool:
    """The same value; a telephone number is its digits, however they were spaced before numbers were kept bare."""
    if name == "phone":
        one, other = (re.sub(r"[^\d+]", "", value).removeprefix("+45") for value in (one, other))
    return text.line(one) == text.line(other)


def words_of(row: CaseRow) -> dict:
    """What a list said, to know in the next one what is new."""
    return {name: value for name in (*NAMES, *CONTACT) if (value := getattr(row.person, name))}


def said_of(cases: Sequence) -> dict:
    """What the latest list said about each case that stood on one."""
    found: dict = {}
    keys = list(cases)
    for start in range(0, len(keys), BATCH):
        for listed in ListedCase.objects.filter(case__in=keys[start : start + BATCH]):
            found[listed.case_id] = json.loads(listed.said or "{}")
    return found


def remember(rows: dict, *, made: set, file_id) -> None:
    """Keep what the list said about each case (`rows`: id → row), and which of them it opened."""
    earlier = said_of(rows)
    ListedCase.objects.bulk_create(
        [
            ListedCase(
                case_id=pk,
                said=json.dumps(earlier.get(pk, {}) | words_of(row), ensure_ascii=False),
                made_by=file_id if pk in made else None,
            )
            for pk, row in rows.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["said", "at"],
    )
