"""Saying what one has learnt, seeing a paper, and sharing a course."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.guides.actions import describe_guide
from cases.models import GuideProfile, Knowledge
from core import clock
from core.constraints import Taken
from practice.competences.models import Competence, Course
from practice.competences.rules import is_told_of, share_by

LONGEST_WHERE = Course._meta.get_field("shared_where").max_length
# Apps above add what else a struck course asks for: each gets the course and who struck it.
WHEN_STRUCK: list[Callable[[Course, User], None]] = []
# What a leader sees on the paper: once it is changed, nobody has seen it.
ON_THE_PAPER = ("kind", "since_on")


@transaction.atomic
def describe_self(
    *,
    by: User,
    knowledge: Iterable[Knowledge],
    qualification: str,
    expected_version: int,
    education: str = "",
    kind: str = "",
    since_on: date | None = None,
    until_on: date | None = None,
    note: str = "",
) -> Competence:
    """Say what one knows and is qualified as: the fields and the title where proposals for a guide read them, the rest
    beside. What a leader has seen on paper is to be seen anew once it says something else.

    Raises core.versions.Conflict when one's card was changed meanwhile, ValidationError for a title without a day, and
    for one who is qualified and under way.
    """
    if bool(qualification) != (since_on is not None):
        raise ValidationError({"since_on": _("Say since when.")})
    if until_on is not None and qualification:
        raise ValidationError({"until_on": _("Either qualified, or under way.")})
    profile = GuideProfile.objects.filter(user=by).first()
    said = {"knowledge": knowledge, "qualification": qualification, "expected_version": expected_version}
    describe_guide(by, by=by, works_with_intake=profile is None or profile.works_with_intake, **said)
    row = Competence.objects.get_or_create(user=by)[0]
    new = {"education": education, "kind": kind, "since_on": since_on, "until_on": until_on, "note": note}
    changes = trail.changed({name: getattr(row, name) for name in new}, new)
    if any(name in changes for name in ON_THE_PAPER):
        new |= {"seen_title": "", "seen_on": None, "seen_by": None}
    if changes:
        _write(row, **new)
        told = {name: change for name, change in changes.items() if name != "note"}
        trail.record("competence.described", by=by, obj=row, changes=told)
    return row


def _write(row: Competence | Course, **values) -> None:
    """Write values over the version that was read. Raises `Taken` when somebody was first."""
    rows = type(row).objects.filter(pk=row.pk, version=row.version)
    if not rows.update(version=F("version") + 1, **values):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


@transaction.atomic
def see_paper(user: User, *, by: User, title: str) -> None:
    """Say that one has seen the paper of a qualification, as its owner calls it: ``title`` is what the leader read.

    Raises ValidationError for one's own, and for somebody who does not lead the unit; `Taken` when it says something
    else by now.
    """
    if not by.is_leader or by.unit_id != user.unit_id or by.pk == user.pk:
        raise ValidationError(_("Another who leads the unit sees the paper."))
    if not title or not User.objects.filter(pk=user.pk, qualification=title).exists():
        raise Taken(_("Something has happened to it since. It was left as it is."))
    row = Competence.objects.get_or_create(user=user)[0]
    _write(row, seen_title=title, seen_on=clock.today(), seen_by=by)
    trail.record("competence.paper_seen", by=by, obj=row, changes={"seen_title": ["", title]})


@transaction.atomic
def add_course(*, by: User, title: str, held_on: date) -> Course:
    """Write down a course of one's own: one has been there, or goes there. Raises ValidationError."""
    course = Course(user=by, title=title, held_on=held_on, share_by=share_by(held_on, clock.today()))
    course.full_clean(exclude=["user", "share_by"])
    course.save(force_insert=True)
    trail.record("course.added", by=by, obj=course, changes={"held_on": [None, held_on]})
    return course


@transaction.atomic
def share_course(course: Course, *, by: User | None, on: date, where: str) -> None:
    """Say when and where it was shared with colleagues. Raises ValidationError for a day before the course's last or
    one to come; `Taken` when it was shared or struck already.
    """
    if not course.held_on <= on <= clock.today():
        raise ValidationError({"on": _("Choose a day from the course's last day until today.")})
    if course.shared_on or course.struck_on:
        raise Taken(_("Something has happened to it since. It was left as it is."))
    _write(course, shared_on=on, shared_where=where)
    trail.record("course.shared", by=by, obj=course, changes={"shared_on": [None, on]})


@transaction.atomic
def share_by_report(user: User, *, course_on: date, where: str, by: User | None) -> Course | None:
    """A report that colleagues can read shares the course that it tells of: one of ``user``'s that awaits it, the first
    that it can be. Returns it, or None.
    """
    awaited = Course.objects.awaiting_sharing(clock.today()).filter(user=user).order_by("held_on", "pk")
    for course in awaited:
        if is_told_of(course.held_on, course_on):
            share_course(course, by=by, on=clock.today(), where=where[:LONGEST_WHERE])
            return course
    return None


@transaction.atomic
def strike_course(course: Course, *, by: User) -> None:
    """It was entered by mistake, or one was not there; a meeting that colleagues were called to is called off. Raises
    `Taken` when it was shared or struck already.
    """
    if course.shared_on or course.struck_on:
        raise Taken(_("Something has happened to it since. It was left as it is."))
    _write(course, struck_on=clock.today())
    trail.record("course.struck", by=by, obj=course)
    for told in WHEN_STRUCK:
        told(course, by)


@transaction.atomic
def call_together(
    course: Course, starts_at: datetime, ends_at: datetime, *, people: Iterable[User], by: User
) -> int:
    """Remember the meeting at which it is to be shared, and whom it was told; returns how often colleagues were called
    before.

    Who calls tells them (`workspace.colleagues`). Raises ValidationError for a moment that has passed; `Taken` when the
    course is shared or struck.
    """
    if starts_at <= clock.now():
        raise ValidationError({"day": _("That has passed. Choose a time to come.")})
    if course.shared_on or course.struck_on:
        raise Taken(_("Something has happened to it since. It was left as it is."))
    before = course.calls
    _write(course, meets_at=starts_at, meets_until=ends_at, calls=before + 1)
    course.called.add(*people)
    trail.record("course.called", by=by, obj=course, changes={"meets_at": [None, starts_at]})
    return before
