"""Breaking the glass: a shielded case opened by somebody who is not named on it, because waiting would do harm.

Whoever asks learns nothing but what they get: the answer is the same whether there is no such young person, no
case, or one that is not shielded. Every try is on the trail.
"""

import re
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.users.serving import mail_check
from audit import trail
from cases.access.models import BrokenGlass
from cases.casefile.models import Case
from cases.people.actions import find_known
from cases.people.models import YoungPerson
from core import clock
from core.logs import CPR_LIKE
from core.mail.outbox import queue_each
from core.text import fold

GLASS_LASTS = timedelta(minutes=60)


HIDDEN = "[…]"


class Refused(Exception):
    """Nothing was opened; it says no more."""


def find_person(unit, *, cpr="", name="", birth_date: date | None = None) -> YoungPerson | None:
    """The unit's young person with exactly this CPR number, or exactly this full name and date of birth."""
    if cpr:
        return find_known(unit, cpr=cpr)
    folded = fold(name)
    rows = YoungPerson.objects.filter(unit=unit, birth_date=birth_date) if folded and birth_date else ()
    found = [row for row in rows if folded in _full_names(row)]
    return found[0] if len(found) == 1 else None


def _full_names(person: YoungPerson) -> set[str]:
    """First and last name, folded; with what they want to be called as well."""
    firsts = filter(None, (person.first_name, person.preferred_name))
    return {fold(f"{first} {person.last_name}") for first in firsts}


def redact_reason(reason: str, person: YoungPerson) -> str:
    """The reason without what says who the young person is: their names, and anything like a CPR number."""
    names = {*person.first_name.split(), *person.last_name.split(), *person.preferred_name.split()}
    words = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    if words:
        pattern = "|".join(rf"(?<!\w){re.escape(word)}s?(?!\w)" for word in words)
        reason = re.sub(pattern, HIDDEN, reason, flags=re.IGNORECASE)
    return CPR_LIKE.sub(HIDDEN, reason)


@transaction.atomic
def break_glass(*, by, reason: str, cpr="", name="", birth_date: date | None = None) -> Case:
    """Open the shielded case of exactly this young person to ``by`` for an hour, to read; returns it.

    The leaders and the guide are told by mail that it happened, without a word of whom it is about. Raises Refused
    when there is nothing to open, whatever the cause; write that down with `record_refusal`, outside this
    transaction.
    """
    person = find_person(by.unit, cpr=cpr, name=name, birth_date=birth_date)
    rows = Case.objects.filter(person=person, shielded=True).select_related("guide") if person else ()
    case = max(rows, key=lambda row: (row.closed_on is None, row.opened_on), default=None)
    if case is None or not (by.is_guide or by.is_leader):
        raise Refused
    if Case.objects.visible_to(by).filter(pk=case.pk).exists():
        return case  # named, or their own: there is no glass to break
    if Case.objects.opened_in_emergency(by).filter(pk=case.pk).exists():
        return case
    moment = clock.now()
    glass = BrokenGlass.objects.create(
        case=case,
        user=by,
        reason=reason,
        told_reason=redact_reason(reason, person),
        broken_at=moment,
        expires_at=moment + GLASS_LASTS,
    )
    trail.record("glass.broken", by=by, case_id=case.pk, obj=glass, purpose=reason, relation="emergency")
    _tell(glass, case)
    return case


def record_refusal(*, by, how: str, why: str) -> None:
    """Write down a try that opened nothing: who, when, by which of number and name, and never what was typed."""
    trail.record("glass.refused", by=by, outcome="denied", changes={"how": [None, how], "why": [None, why]})


def _tell(glass: BrokenGlass, case: Case) -> None:
    """A mail to the unit's leaders and the guide; not to whoever broke it."""
    people = {user.pk: user for user in (*User.objects.leaders(case.unit_id), case.guide) if user}

    def told(user):
        page = reverse("cases:glass_list") if user.is_leader else reverse("workspace:my_day")
        body = (
            _(
                "%(who)s has used emergency access to a shielded case, for one hour, to read.\n\n"
                "When and why: %(link)s\n"
            )
            if user.is_leader
            else _(
                "%(who)s has used emergency access to a shielded case that you carry, for one hour, to read.\n\n"
                "The case's own log says why: %(link)s\n"
            )
        )
        return _("Emergency access was used"), body % {
            "who": glass.user.name,
            "link": settings.SITE_URL + page,
        }

    others = [user for user in people.values() if user.may_carry and user != glass.user]
    queue_each(others, told, key=f"glass:{glass.pk}", still_wanted=mail_check)
