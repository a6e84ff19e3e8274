"""Several people invited at once: a line each, judged as one alone is; one that cannot be stops no other."""

from dataclasses import dataclass, field

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import AT_WORK, Role
from accounts.users import actions
from accounts.users.forms import UserForm, namesake
from accounts.users.models import User
from core.idempotency import SubmitKeyForm

MOST = 100
# What may stand between the parts of a line: as cells are pasted, or as one writes.
SEPARATORS = ("\t", ";", ",")
# Beside their names, the words for roles that staff use of themselves.
SAID = {"vejleder": Role.GUIDE, "guide": Role.GUIDE, "admin": Role.ADMIN}


@dataclass(slots=True)
class Invited:
    """A line and what became of it: the user it made, or why it made none."""

    line: str
    user: User | None = None
    why: list[str] = field(default_factory=list)


class InviteManyForm(SubmitKeyForm):
    """A pasted list: name, e-mail and, where it is not the one chosen for all, a role."""

    people = forms.CharField(
        label=gettext_lazy("People, one on each line"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Name; e-mail; role. The role may be left out. Cells can be pasted from a sheet."
        ),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role of those without one"),
        choices=[("", gettext_lazy("None: I write it on every line")), (Role.GUIDE, Role.GUIDE.label)],
        required=False,
    )
    administrators = forms.BooleanField(
        label=gettext_lazy("Those with the role administrator are to be administrators"), required=False
    )

    def clean_people(self):
        """The lines with something on them; not more than one can look through."""
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip(" \t;,")]
        if len(lines) > MOST:
            raise forms.ValidationError(_("At most %(n)s at a time.") % {"n": MOST})
        return lines


def invite_many(lines: list[str], role: str, *, administrators: bool, by: User) -> list[Invited]:
    """Invite everybody whom the lines name, and say why where it cannot be; each alone, as `invite_user` does.

    Nobody becomes an administrator unless their own line says so and ``administrators`` too.
    """
    return [_invite(line, role, administrators, by) for line in lines]


def _invite(line: str, role: str, administrators: bool, by: User) -> Invited:
    parts = _parts(line)
    said = parts[2] if len(parts) > 2 else ""
    chosen = _role_of(said) if said else role
    why = []
    if len(parts) < 2 or len(parts) > 3:
        why.append(_("Write name, e-mail and perhaps a role, with a semicolon between them."))
    elif not chosen:
        why.append(
            _("“%(role)s” is no role here. Write youth guide, leader or administrator.") % {"role": said}
            if said
            else _("Write the role, or choose one for those without.")
        )
    elif chosen == Role.ADMIN and not administrators:
        why.append(_("Tick below that administrators are to be administrators."))
    if why:
        return Invited(line, why=why)
    form = UserForm({"name": parts[0], "email": parts[1], "role": chosen}, instance=User(unit=by.unit))
    if not form.is_valid():
        return Invited(line, why=[" ".join(errors) for errors in form.errors.values()])
    if alike := namesake(form.cleaned_data["name"], by.unit_id):
        return Invited(line, why=[alike, _("Invite them alone if it is somebody else.")])
    values = {name: form.cleaned_data[name] for name in actions.EDITABLE}
    try:
        with transaction.atomic():
            return Invited(line, actions.invite_user(by=by, **values))
    except (forms.ValidationError, ValueError) as refused:
        return Invited(line, why=getattr(refused, "messages", None) or [str(refused)])


def _parts(line: str) -> list[str]:
    separator = next((one for one in SEPARATORS if one in line), ";")
    parts = [" ".join(part.split()) for part in line.split(separator)]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def _role_of(said: str) -> str:
    """The role that the words name, in the reader's language or by its code; "" when they name none of staff's."""
    wanted = said.casefold()
    names = (
        {str(role.label).casefold(): role for role in AT_WORK} | {role.value: role for role in AT_WORK} | SAID
    )
    role = names.get(wanted, "")
    return "" if role == Role.PARTNER else role
