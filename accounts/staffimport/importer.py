"""The unit's staff from its own list. They become invited users: no password until they follow their invitation."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from accounts.users import actions
from accounts.users.models import User
from audit import trail
from core import text
from core.importing.importer import Importer, Progress, no_progress
from core.spreadsheets import parsers
from core.spreadsheets.columns import IGNORE, Field, normalise
from core.spreadsheets.detection import Table
from core.spreadsheets.results import Remark, RowResult, RowStatus

FIELDS = (
    Field(
        "initials",
        gettext_lazy("Initials"),
        ("initialer", "init", "ini", "bruger", "brugernavn", "medarbejder id"),
    ),
    Field(
        "name",
        gettext_lazy("Name"),
        ("navn", "fulde navn", "medarbejder", "medarbejdernavn", "ansat", "full name"),
    ),
    Field("first_name", gettext_lazy("First name"), ("fornavn", "fornavne", "given name")),
    Field("last_name", gettext_lazy("Last name"), ("efternavn", "efternavne", "surname")),
    Field(
        "last_first_name",
        gettext_lazy("Last name, first name"),
        ("efternavn, fornavn", "efternavn fornavn", "efternavn og fornavn"),
    ),
    Field(
        "email",
        gettext_lazy("E-mail"),
        ("mail", "e-mail", "email", "mailadresse", "e-mailadresse", "arbejdsmail"),
        looks_like=lambda cell: "@" in str(cell),
    ),
    Field("role", gettext_lazy("Role"), ("rolle", "stilling", "titel", "funktion", "job title")),
    Field(
        "phone",
        gettext_lazy("Phone"),
        ("telefon", "mobil", "tlf", "mobilnr", "direkte nummer", "telefonnummer"),
    ),
    Field(
        "qualification",
        gettext_lazy("Guidance qualification"),
        ("vejlederuddannelse", "uddannelse", "kvalifikation"),
    ),
    Field(IGNORE, gettext_lazy("Do not use"), ("nr", "id", "løbenr"), many=True),
)

# By the first word that fits. Whoever is not named a leader or an administrator guides; nobody becomes a partner here.
_ROLES = (
    (r"leder|chef|leader|head", Role.LEADER),
    (r"admin|system|superbruger", Role.ADMIN),
    (r"partner", None),
)


def read_role(words: str) -> str | None:
    """The role that a title means, or None for somebody who is not staff."""
    for pattern, role in _ROLES:
        # "vejleder" holds "leder" and leads nobody
        if re.search(pattern, re.sub(r"vejleder", "", normalise(words))):
            return role
    return Role.GUIDE


class StaffImporter(Importer):
    """Staff of a unit, found again by their e-mail."""

    kind = "staff"
    fields = FIELDS
    urls = "accounts:staff_import"
    title = gettext_lazy("Import staff")
    intro = gettext_lazy(
        "The unit's own list of staff. Everybody on it is invited by e-mail to choose a password."
    )
    done = ("accounts:user_list", gettext_lazy("See the users"))

    def may(self, user) -> bool:
        """Admins only."""
        return user.is_admin

    def missing(self, table: Table) -> list[str]:
        """A name and an e-mail make a user."""
        sentences = []
        if not any(table.has(key) for key in ("name", "first_name", "last_first_name")):
            sentences.append(_("Say which column holds the name."))
        if not table.has("email"):
            sentences.append(_("Say which column holds the e-mail."))
        return sentences

    def plan(self, table: Table, *, unit, by, progress: Progress = no_progress) -> list[RowResult]:
        """A new user for each e-mail nobody has. Users that exist are left alone."""
        members = User.objects.filter(unit=unit).values_list("initials", flat=True)
        initials = {text.fold(word) for word in members if word}
        rows = list(table.records())
        emails = [str(record.get("email", "")).strip().casefold() for _number, record in rows]
        taken = {user.email.casefold(): user for user in User.objects.filter(_any_of(emails))}
        outcomes, seen = [], set()
        for number, record in rows:
            outcomes.append(self._row(number, record, unit, taken, seen, initials))
        return outcomes

    def _row(self, number, record, unit, taken, seen, initials) -> RowResult:
        written = {key: parsers.as_text(cell) for key, cell in record.items() if not isinstance(cell, list)}
        outcome = RowResult(number, RowStatus.NEW, title=_name(written))
        try:
            email = parsers.parse_email(written.get("email", ""))
        except ValueError:
            email = ""
        role = read_role(written.get("role", ""))
        if not outcome.title:
            outcome.reasons.append(Remark("no_name", _("The name is missing.")))
        if not email:
            outcome.reasons.append(Remark("bad_email", _bad_email(written.get("email", ""))))
        if role is None:
            outcome.reasons.append(Remark("bad_role", _("Partners are invited from the partner's page.")))
        if outcome.reasons:
            outcome.result = RowStatus.REJECTED
        elif email.casefold() in seen or email.casefold() in taken:
            self._already(outcome, taken.get(email.casefold()), unit)
        else:
            seen.add(email.casefold())
            outcome.data = User(
                email=email,
                name=outcome.title[:120],
                initials=_free_initials(outcome, written.get("initials", ""), initials)[:10],
                role=role,
                unit=unit,
                phone=_phone(written.get("phone", "")),
                qualification=written.get("qualification", "")[:120],
            )
        return outcome

    def _already(self, outcome: RowResult, user, unit) -> None:
        outcome.result = RowStatus.DUPLICATE
        outcome.reasons = [Remark("known", _("There is already a user with this e-mail."))]
        if user is not None and user.unit_id != unit.pk:
            outcome.result = RowStatus.REJECTED
            outcome.reasons = [Remark("other_unit", _("The e-mail belongs to a user of another unit."))]

    def write(self, outcomes, *, unit, by, source: str, file_id=None) -> list[User]:
        """Invite the new users as an administrator does one by one. From the command nobody invites, and no mail is
        sent: an administrator sends the invitations when the house is ready."""
        users = [outcome.data for outcome in outcomes if outcome.result == RowStatus.NEW]
        names = ("email", "name", "initials", "role", "phone", "qualification")
        for user in users:
            values = {name: getattr(user, name) for name in names}
            if by is not None:
                actions.invite_user(by=by, **values)
            else:
                user = User.objects.create_user(unit=unit, **values)
                trail.record("user.invite", by=None, obj=user, purpose=source)
        return users


def _bad_email(said: str) -> str:
    if not said:
        return _("The e-mail is missing.")
    return _("“%(text)s” is no e-mail address.") % {"text": parsers.echo(said)}


def _free_initials(outcome: RowResult, short: str, used: set[str]) -> str:
    """The initials, unless somebody has them; from now on they are used."""
    if short and text.fold(short) in used:
        told = _("Somebody has the initials “%(text)s”; they were left out.") % {"text": parsers.echo(short)}
        outcome.warnings.append(Remark("initials_taken", told))
        short = ""
    used.add(text.fold(short))
    return short


def _any_of(emails: list[str]) -> Q:
    condition = Q(pk__in=[])
    for email in dict.fromkeys(filter(None, emails)):
        condition |= Q(email__iexact=email)
    return condition


def _name(written: dict[str, str]) -> str:
    if written.get("last_first_name"):
        return " ".join(parsers.split_name(written["last_first_name"], last_first=True)).strip()
    if written.get("name"):
        return " ".join(parsers.split_name(written["name"])).strip()
    return f"{written.get('first_name', '')} {written.get('last_name', '')}".strip()


def _phone(written: str) -> str:
    try:
        return parsers.parse_phone(written) if written else ""
    except ValueError:
        return written[:30]


STAFF = StaffImporter().register()
