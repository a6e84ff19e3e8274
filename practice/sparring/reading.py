"""The agenda of sparring, who thanks whom, and whose turn it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, Unit, User
from cases.access.permissions import Relation
from cases.duty.clocks import open_clocks
from cases.guides.proposals import present_weight, weight_by_facts
from cases.models import Case
from core import clock
from practice.postcards.rules import in_months
from practice.sparring.models import SparringMark, SparringMeeting, SparringOpening
from practice.sparring.rules import LOOKED_BACK_MONTHS, Facts, Reason, Why, place, reasons


@dataclass(frozen=True, slots=True)
class Item:
    """A marked case on the agenda: why it stands there, and what it is to who looks."""

    mark: SparringMark
    case: Case
    why: list[str]
    # Whether it is the user's own, and whether they may open it by now.
    is_own: bool
    is_open: bool
    opened_by: list[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """When somebody's case was last taken, and how many were in the last LOOKED_BACK_MONTHS."""

    guide: User
    last: date | None
    number: int


def running_meeting(unit: Unit) -> SparringMeeting | None:
    """The unit's meeting that is under way, if any."""
    return SparringMeeting.objects.filter(unit=unit).running(clock.now()).select_related("started_by").first()


def agenda_of(user, on: date) -> list[Item]:
    """The unit's marked cases of which the user may know, the one to be taken first at the top.

    As many queries however many cases. Of a colleague's case it tells that it exists, whose it is and the question, as
    the one who marked it was told; a shielded case stands there for those who may know of it alone.
    """
    marks = {mark.case_id: mark for mark in SparringMark.objects.open().of_unit(user.unit_id)}
    known = Case.objects.filter(pk__in=list(marks)).select_related("person", "guide", "unit").known_to(user)
    cases = list(known.annotate(given=present_weight()))
    visible = Case.objects.filter(pk__in=list(marks)).visible_to(user, why=False)
    is_open = set(visible.values_list("pk", flat=True))
    limits = _limits(cases, on)
    rows = [(_facts(case, marks[case.pk], limits.get(case.pk), on), case) for case in cases]
    rows.sort(key=lambda row: (*place(row[0], on), marks[row[1].pk].pk))
    opened = _opened([marks[case.pk] for case in cases])
    return [
        Item(
            mark=marks[case.pk],
            case=case,
            why=[in_words(reason) for reason in reasons(facts, on)],
            is_own=case.relation == Relation.OWN,
            is_open=case.pk in is_open,
            opened_by=opened.get(marks[case.pk].pk, []),
        )
        for facts, case in rows
    ]


def _limits(cases: list[Case], on: date) -> dict:
    """The first day of an open statutory limit, by case."""
    days = {pk: [one.due_on for one in left if one.due_on] for pk, left in open_clocks(cases, on).items()}
    return {pk: min(found) for pk, found in days.items() if found}


def _facts(case: Case, mark: SparringMark, limit_on: date | None, on: date) -> Facts:
    person = case.person
    weight = (
        case.given
        or weight_by_facts(
            activity=case.activity,
            birth_date=person.birth_date,
            custody=person.custody,
            needs_interpreter=person.needs_interpreter,
            on=on,
        )[0]
    )
    silent = case.signs.latest if case.is_stalled(on) else None
    return Facts(clock.local_date(mark.marked_at), weight, limit_on, silent)


def _opened(marks: list[SparringMark]) -> dict[int, list[str]]:
    """Who opened each at a meeting of today, by mark."""
    rows = SparringOpening.objects.filter(mark__in=marks, grant__granted_at__gte=clock.at(clock.today()))
    found: dict[int, list[str]] = {}
    for mark_id, name in rows.order_by("pk").values_list("mark_id", "grant__user__name"):
        if name not in found.setdefault(mark_id, []):
            found[mark_id].append(name)
    return found


def in_words(reason: Reason) -> str:
    """A reason as the agenda says it."""
    n = reason.number
    if reason.what == Why.LIMIT:
        if n < 0:
            return _("a statutory limit has passed")
        words = ngettext("a statutory limit ends in %(n)s day", "a statutory limit ends in %(n)s days", n)
        return words % {"n": n} if n else _("a statutory limit ends today")
    if reason.what == Why.SILENT:
        return ngettext("nothing has happened for %(n)s day", "nothing has happened for %(n)s days", n) % {
            "n": n
        }
    if reason.what == Why.WAITED:
        return ngettext("has waited for %(n)s week", "has waited for %(n)s weeks", n) % {"n": n}
    if reason.what == Why.MARKED:
        return _("was marked within the last week")
    return _("is a heavy case (weight %(n)s of 3)") % {"n": n}


def thanks(unit: Unit, since: datetime) -> Iterable[SparringMark]:
    """The cases taken since, of which the guide thanks somebody: names of colleagues, no case; two queries."""
    rows = SparringMark.objects.of_unit(unit).filter(settled_at__gte=since, thanked__isnull=False)
    rows = rows.distinct().select_related("settled_by").prefetch_related("thanked")
    return rows.order_by("-settled_at", "-pk")


def turns(unit: Unit, on: date) -> list[Turn]:
    """Every guide of the unit by name: when a case of theirs was last taken, and how many lately. Two queries."""
    since = clock.at(in_months(on, -LOOKED_BACK_MONTHS))
    rows = SparringMark.objects.of_unit(unit).exclude(settled_at=None).order_by().values_list("settled_by")
    rows = rows.annotate(last=Max("settled_at"), number=Count("pk", filter=Q(settled_at__gte=since)))
    told = {user_id: (last, number) for user_id, last, number in rows}
    guides = User.objects.carriers(unit.pk).filter(role=Role.GUIDE)
    return [
        Turn(
            guide,
            clock.local_date(told[guide.pk][0]) if guide.pk in told else None,
            told.get(guide.pk, (0, 0))[1],
        )
        for guide in guides
    ]


def marked_now(unit: Unit) -> int:
    """How many cases are marked, as a number for everybody; shielded ones, which not all may know of, are left out."""
    return SparringMark.objects.open().of_unit(unit).filter(case__shielded=False).count()
