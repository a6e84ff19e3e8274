"""The unit's staff from its own list. They become invited users: no password until they follow their invitation."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import AT_WORK, Role
from accounts.users import actions
from accounts.users.models import Unit, User
from audit import trail
from core import text
from core.importing.importer import Importer, Progress, no_progress
from core.phones import phone_in
from core.spreadsheets import parsers
from core.spreadsheets.cells import Cell
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
        words=True,
    ),
    Field("first_name", gettext_lazy("First name"), ("fornavn", "fornavne", "given name"), words=True),
    Field("last_name", gettext_lazy("Last name"), ("efternavn", "efternavne", "surname"), words=True),
    Field(
        "last_first_name",
        gettext_lazy("Last name, first name"),
        ("efternavn, fornavn", "efternavn fornavn", "efternavn og fornavn"),
        words=True,
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
        words=True,
    ),
    Field(IGNORE, gettext_lazy("Do not use"), ("nr", "id", "løbenr"), many=True),
)

# The titles that are a role, word for word. Any other title is asked about: a project leader leads no unit, and a
# super user of the accounts keeps no users. Nobody becomes a partner here.
_ROLES = {
    Role.GUIDE: (
        "ungeguide",
        "guide",
        "ungevejleder",
        "vejleder",
        "kui vejleder",
        "uu vejleder",
        "youth guide",
    ),
    Role.LEADER: ("leder", "leader", "enhedsleder", "leder af enheden"),
    Role.ADMIN: ("administrator",),
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}


def read_role(words: str) -> str:
    """The role that a title names, or "" for a title that names none."""
    return _ROLE_OF.get(normalise(words), "")


@dataclass
class _There:
    """Who is there: users with one of the list's e-mails, the unit's initials and its names, and the rows before."""

    unit: Unit
    taken: dict[str, User]
    asks: bool  # whether somebody sits there to be asked
    initials: set[str] = field(default_factory=set)
    alike: dict[str, str] = field(default_factory=dict)  # what is said of a second person of that name
    emails: set[str] = field(default_factory=set)  # of the rows before

    def __post_init__(self):
        for user in (
            User.objects.filter(unit=self.unit).exclude(role=Role.PARTNER).order_by("-is_active", "pk")
        ):
            words = _("Looks like %(name)s, who has another e-mail.") % {"name": user.name}
            self.alike.setdefault(text.fold(user.name), words)
        members = User.objects.filter(unit=self.unit).values_list("initials", flat=True)
        self.initials |= {text.fold(word) for word in members if word}

    def has(self, email: str) -> bool:
        """Whether the e-mail is somebody's already."""
        return email.casefold() in self.emails or email.casefold() in self.taken

    def add(self, user: User, row: int) -> None:
        """A row makes this user."""
        self.emails.add(user.email.casefold())
        self.alike.setdefault(text.fold(user.name), _("Looks like row %(row)s.") % {"row": row})


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
        """A new user for each e-mail nobody has. Users that exist are left alone.

        Somebody of the same name may be the same person with a new e-mail: whoever imports is asked before there are
        two. The command, where nobody can answer, takes the row and says so.
        """
        rows = list(table.records())
        emails = [_email(record.get("email", "")).casefold() for _number, record in rows]
        taken = {user.email.casefold(): user for user in User.objects.filter(_any_of(emails))}
        there, outcomes = _There(unit, taken, asks=by is not None), []
        for number, record in rows:
            chosen = table.choices.get("rows", {}).get(str(number), [])
            outcome = self._row(number, record, there, chosen)
            if doubts := table.doubts(number, record):
                outcome.result, outcome.reasons = RowStatus.REJECTED, list(doubts.values())
            outcomes.append(outcome)
        return outcomes

    def _row(self, number, record, there: _There, chosen) -> RowResult:
        written = {key: parsers.as_text(cell) for key, cell in record.items() if not isinstance(cell, list)}
        outcome = RowResult(number, RowStatus.NEW, title=parsers.echo(_name(written)))
        email, role = _email(written.get("email", "")), read_role(written.get("role", ""))
        alike = there.alike.get(text.fold(_name(written)), "") if not there.has(email) else ""
        doubts = _doubts(role, written, alike if there.asks else "")
        if doubts:
            outcome.asks = _answers(role)
            role = outcome.chosen = next((key for key in chosen if key in dict(outcome.asks)), "")
        if not email:
            outcome.reasons.append(Remark("bad_email", _bad_email(written.get("email", ""))))
        if not text.has_letter(_name(written)):
            outcome.reasons.append(Remark("no_name", _("The name is missing.")))
        if outcome.reasons:  # no choice would bring it in
            outcome.result, outcome.asks = RowStatus.REJECTED, []
        elif there.has(email):
            self._already(outcome, there.taken.get(email.casefold()), there.unit, written)
        elif not role:
            outcome.result, outcome.reasons = RowStatus.REJECTED, doubts
        else:
            outcome.data = User(
                email=email,
                name=_name(written),
                initials=_free_initials(outcome, written.get("initials", ""), there.initials),
                role=role,
                unit=there.unit,
                phone=_phone(outcome, written.get("phone", "")),
                qualification=written.get("qualification", ""),
            )
            if alike:
                outcome.warnings.append(Remark("looks_like", alike))
            self._judge(outcome)
            if outcome.result == RowStatus.NEW:
                there.add(outcome.data, number)
        return outcome

    def _judge(self, outcome: RowResult) -> None:
        """As the writing judges: a row that cannot be written is told before, by its own name."""
        user = outcome.data
        outcome.details = f"{Role(user.role).label} · {user.email}"
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            outcome.result, outcome.data = RowStatus.REJECTED, None
            for name, messages in error.message_dict.items():
                label = User._meta.get_field(name).verbose_name
                outcome.reasons.append(Remark(f"bad_{name}", f"{label}: {' '.join(messages)}"))

    def _already(self, outcome: RowResult, user, unit, written: dict) -> None:
        outcome.result, outcome.asks = RowStatus.DUPLICATE, []
        message = _("There is already a user with this e-mail.")
        if user is not None and user.unit_id == unit.pk:
            told = {
                "name": _name(written),
                "role": read_role(written.get("role", "")),
                "phone": _bare(written),
            }
            said = [name for name, value in told.items() if value and value != getattr(user, name)]
            if said:
                labels = ", ".join(str(User._meta.get_field(name).verbose_name) for name in said)
                message += " " + _("What it says otherwise is not taken: %(fields)s.") % {"fields": labels}
        outcome.reasons = [Remark("known", message)]
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


def _email(said: Cell) -> str:
    try:
        return parsers.parse_email(said)
    except ValueError:
        return ""


def _bad_email(said: str) -> str:
    if not said:
        return _("The e-mail is missing.")
    return _("“%(text)s” is no e-mail address.") % {"text": parsers.echo(said)}


def _doubts(role: str, written: dict[str, str], alike: str) -> list[Remark]:
    """What somebody must answer before the row becomes a user."""
    doubts = [] if role else [_unknown_role(written.get("role", ""))]
    if alike:
        doubts.append(Remark("looks_like", alike + " " + _("Choose below if it is somebody else.")))
    return doubts


def _answers(role: str) -> list[tuple[str, str]]:
    """What is chosen among: the role that the list says, for somebody else of that name; or any."""
    if role:
        return [(role, _("Somebody else: invite as %(role)s") % {"role": Role(role).label})]
    return [(role.value, str(role.label)) for role in AT_WORK if role != Role.PARTNER]


def _unknown_role(said: str) -> Remark:
    if "partner" in normalise(said):
        return Remark("bad_role", _("Partners are invited from the partner's page."))
    if not said:
        return Remark("no_role", _("The role is missing. Choose one."))
    words = {"text": parsers.echo(said)}
    return Remark(
        "unknown_role",
        _("“%(text)s” is no role we know. Choose one.") % words,
    )


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


def _phone(outcome: RowResult, written: str) -> str:
    """The number; what is none is told, and not kept."""
    number = phone_in(written)
    if written and not number:
        words = {"text": parsers.echo(written)}
        outcome.warnings.append(Remark("bad_phone", _("“%(text)s” is no telephone number.") % words))
    return number


def _bare(written: dict) -> str:
    return phone_in(written.get("phone", ""))


STAFF = StaffImporter().register()
