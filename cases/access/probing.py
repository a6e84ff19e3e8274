"""A CPR number typed where it must be new: the answer tells whether the unit knows it, and a shielded case with it. So
does opening again one case of somebody who has another.

The answer cannot be another, since a number stands once. So every such number is counted, few of them are answered,
and of a shielded case its own trail says who met it, and the leader and its guide are told.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.signin import throttle
from accounts.users.serving import mail_check
from audit import trail
from core import clock
from core.mail.outbox import queue_each

if TYPE_CHECKING:
    from cases.casefile.models import Case

# A slip or two in a number happens; nobody meets ten known numbers in an hour by accident.
KNOWN_NUMBERS = throttle.RateLimit("known-number", 10, 60 * 60)


class Asking:
    """One number that somebody types where it must be new. Counted before it is looked at, as a password is.

    Raises accounts.signin.throttle.TooManyAttempts when too many known numbers were met already: whatever the number
    is.
    """

    def __init__(self, by, cpr: str, how: str):
        self.by, self.cpr, self.how = by, cpr, how
        if cpr:
            throttle.record_attempt(KNOWN_NUMBERS, str(by.pk))

    def answered(self, *, known: bool) -> None:
        """The unit knows the number, or does not: then it is as if it had not been counted."""
        if not self.cpr:
            return
        if not known:
            throttle.undo_attempt(KNOWN_NUMBERS, str(self.by.pk))
            return
        # By a number they had once they are known as well.
        people = apps.get_model("cases.YoungPerson").objects.numbered(self.cpr)
        cases = apps.get_model("cases.Case").objects.filter(unit=self.by.unit_id, person__in=people)
        met_shielded(cases, by=self.by, how=self.how)


def too_many(request, error: throttle.TooManyAttempts, how: str):
    """The page that says so; that it was shown is on the trail."""
    trail.record("number.refused", by=request.user, outcome="denied", changes={"how": [None, how]})
    return render(request, "429.html", {"minutes": -(-error.seconds // 60)}, status=429)


def met_shielded(cases, *, by, how: str) -> None:
    """Write on the trail of each shielded case among ``cases`` that ``by`` may not open that they met it, and tell."""
    met = cases.filter(shielded=True).exclude(pk__in=cases.visible_to(by).values("pk"))
    for case in met.select_related("guide"):
        trail.record(
            "case.number_met", by=by, case_id=case.pk, outcome="denied", changes={"how": [None, how]}
        )
        _tell(case, _told(case, by), by=by)


def _told(case: "Case", by) -> Iterable[User]:
    leaders = User.objects.leaders(case.unit_id)
    people = {user.pk: user for user in (*leaders, case.guide) if user and user.may_carry and user != by}
    return people.values()


def _tell(case: "Case", people: Iterable[User], *, by) -> None:
    """Once a day: who, and never whom it was about."""
    link = settings.SITE_URL + reverse("workspace:my_day")

    def told(_user):
        body = _(
            "%(who)s has met a young person whose case is shielded, by the CPR number or by another case of theirs,"
            " and could see that it is known.\n\nIt may be a coincidence. Ask what it was for: %(link)s\n"
        )
        return _("A shielded case was met"), body % {"who": by.name, "link": link}

    queue_each(people, told, key=f"number-met:{case.pk}:{by.pk}:{clock.today()}", still_wanted=mail_check)
