"""Keeping the template, starting a list, ticking its points, ending it, and having read who is new."""

from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock
from core.constraints import Taken
from practice.onboarding.models import Introduction, Point, TemplatePoint, WelcomeRead
from practice.onboarding.rules import Direction, due_on

PROPOSAL = Path(__file__).parent / "data" / "template.txt"


@transaction.atomic
def add_template_point(*, by: User, direction: str, text: str, days: int, link: str = "") -> TemplatePoint:
    """Add a point to the unit's template. Raises ValidationError."""
    point = TemplatePoint(unit=by.unit, direction=direction, text=text, link=link, days=days)
    point.full_clean(exclude=["unit"])
    point.save(force_insert=True)
    trail.record("introduction.template_added", by=by, obj=point)
    return point


@transaction.atomic
def begin_template(unit: Unit, *, by: User) -> int:
    """Begin with the product's own points, which the leader then makes the unit's; returns how many. None when the unit
    has some already.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    if TemplatePoint.objects.filter(unit=unit).exists():
        return 0
    rows = [line.split("|") for line in PROPOSAL.read_text(encoding="utf-8").splitlines()]
    for direction, days, text, page in rows:
        link = reverse(page) if page else ""
        add_template_point(by=by, direction=direction, text=text, days=int(days), link=link)
    return len(rows)


@transaction.atomic
def start_list(
    user: User, *, by: User, direction: str, day: date, mentor: User | None = None, welcome: str = ""
) -> Introduction:
    """Start a list from the unit's template; colleagues are told of who is new (`workspace.notices.colleagues`).

    Raises ValidationError for somebody of another unit or oneself, and when the template is empty or such a list runs.
    """
    if user.unit_id != by.unit_id or not user.may_carry or user.pk == by.pk:
        raise ValidationError({"user": _("Choose a colleague of the unit.")})
    rows = TemplatePoint.objects.filter(unit=by.unit, direction=direction, is_active=True)
    if not rows:
        raise ValidationError(_("The template has no points yet. Write them first."))
    made = Introduction(
        unit=by.unit, user=user, direction=direction, day=day, mentor=mentor, welcome=welcome, started_by=by
    )
    made.started_on = clock.today()
    made.full_clean(exclude=["unit", "started_by"])
    made.save(force_insert=True)
    Point.objects.bulk_create(
        Point(introduction=made, text=row.text, link=row.link, due_on=due_on(direction, day, row.days))
        for row in rows
    )
    changes = {"user": [None, user.pk], "direction": [None, direction], "day": [None, day]}
    trail.record("introduction.started", by=by, obj=made, changes=changes)
    return made


@transaction.atomic
def tick(point: Point, *, by: User, done: bool = True) -> None:
    """Say that a point is done today, or that it is not after all. Sent again it changes nothing.

    Raises ValidationError on a list that has ended.
    """
    if not point.introduction.is_running:
        raise ValidationError(_("The list has ended."))
    rows = Point.objects.filter(pk=point.pk)
    if done:
        changed = rows.filter(ticked_on=None).update(ticked_on=clock.today(), ticked_by=by)
    else:
        changed = rows.exclude(ticked_on=None).update(ticked_on=None, ticked_by=None)
    if changed:
        trail.record("introduction.ticked" if done else "introduction.unticked", by=by, obj=point)


@transaction.atomic
def end_list(one: Introduction, *, by: User) -> None:
    """End a list; what is open on it stays so. Raises `Taken` when it has ended already."""
    rows = Introduction.objects.running().filter(pk=one.pk)
    if not rows.update(ended_on=clock.today(), version=F("version") + 1):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    left = Point.objects.filter(introduction=one, ticked_on=None).count()
    trail.record("introduction.ended", by=by, obj=one, changes={"open": [None, left]})


@transaction.atomic
def reopen_list(one: Introduction, *, by: User) -> None:
    """Let a list run again that was ended by mistake: what was ticked is, and what was open may be ticked.

    Raises `Taken` when it runs already, ValidationError when another such list runs for the colleague meanwhile.
    """
    rows = Introduction.objects.filter(user=one.user_id, direction=one.direction, unit=by.unit_id)
    ended = rows.select_for_update().filter(pk=one.pk).exclude(ended_on=None).first()
    if ended is None:
        raise Taken(_("Something has happened to it since. It was left as it is."))
    if rows.running().exists():
        raise ValidationError(_("Such a list runs already for this colleague."))
    rows.filter(pk=one.pk).update(ended_on=None, version=F("version") + 1)
    trail.record("introduction.reopened", by=by, obj=one, changes={"ended_on": [ended.ended_on, None]})


def read_welcome(user: User, pk: int) -> bool:
    """Tell ``user`` no more of who is new; whether there is such a list in their unit. It changes nothing else."""
    rows = Introduction.objects.filter(pk=pk, unit=user.unit_id, direction=Direction.JOINING)
    one = rows.first()
    if one is not None:
        WelcomeRead.objects.get_or_create(introduction=one, user=user)
    return one is not None
