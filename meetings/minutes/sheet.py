"""The minutes on paper: what each audience may read of them, as plain values.

For the unit all of it. For a partner who was asked, what its bases cover on the day: without what came of confidential
points, and without what may tell of a topic that is not covered. For a colleague who was there and does not work with
the case, what is not confidential. For the young person what `meetings.minutes.young_person` says. `sheet_for` decides
what is said, `meetings.minutes.pdf` how.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.consents.disclosure import Coverage, coverage
from cases.models import Topic
from core import clock
from meetings.agenda.models import AgendaItem
from meetings.minutes.actions import minutes_of, silent
from meetings.minutes.agreed import AGREED, Agreed, agreement_of
from meetings.minutes.models import Decision, Minutes
from meetings.minutes.telling import covered_partners
from meetings.minutes.young_person import own_minutes_of
from meetings.planning.models import Attendee, Meeting
from plans.handover.protection import address_hider
from plans.handover.scope import NotAllowed, name_told
from plans.plan.reading import open_plan_of
from plans.plan.topics import proposed_by

UNIT, COLLEAGUE, YOUTH = "enheden", "kollega", "ung"


@dataclass(frozen=True)
class Point:
    """A point of the agenda, and what came of it."""

    title: str
    purpose: str
    outcome: str
    agreements: tuple[Agreed, ...] = ()
    is_confidential: bool = False
    # Put off to the next meeting.
    is_parked: bool = False
    # Something came of it that this audience is not told.
    is_cut: bool = False


@dataclass(frozen=True)
class Sheet:
    """Everything that one audience's minutes say."""

    audience: str
    unit: str
    whom: str
    form: str
    starts_at: datetime
    place: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    points: tuple[Point, ...]
    text: str
    state: str
    approved_by: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    additions: tuple[tuple[date, str], ...] = ()
    left_out: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def agreements(self) -> tuple[Agreed, ...]:
        """All that was agreed, in the order of the points."""
        return tuple(row for point in self.points for row in point.agreements)


def audiences(
    meeting: Meeting, minutes: Minutes, attendees: Iterable[Attendee], on: date
) -> list[tuple[str, str]]:
    """For whom the minutes can be made: the unit; once shared, the young person and partners' people who were asked, if
    covered.

    One query, however many were there.
    """
    found = [(UNIT, _("The unit"))]
    if minutes.is_draft:
        return found
    if minutes.youth_text:
        found.append((YOUTH, meeting.case.person.called))
    theirs = [row for row in attendees if row.contact_id]
    covered = covered_partners(meeting.case, {row.contact.partner_id for row in theirs}, on) if theirs else ()
    return found + [
        (row.key, f"{row.name}, {row.part}") for row in theirs if row.contact.partner_id in covered
    ]


def sheet_for(meeting: Meeting, audience: str, *, on: date) -> Sheet:
    """What ``audience`` may read on the day ``on``, straight from the database.

    Raises plans.handover.scope.NotAllowed for everybody but the unit while the minutes are not shared, for a partner
    who was not asked or whose bases do not cover the plan, and for the young person while nothing is written to them.
    """
    minutes = minutes_of(meeting)
    if audience == UNIT:
        sheet = _whole(meeting, minutes)
    elif minutes.is_draft:
        raise NotAllowed(_("The minutes are still being written. Share them first: then they can be given."))
    elif audience == COLLEAGUE:
        sheet = _to_a_colleague(meeting, minutes)
    elif audience == YOUTH:
        sheet = _to_the_young_person(meeting, minutes)
    else:
        sheet = _to_a_partner(meeting, minutes, audience, on)
    if audience != UNIT and meeting.case.person.address_protected:
        return _without_address(sheet, meeting.case)
    return sheet


def _whole(meeting: Meeting, minutes: Minutes) -> Sheet:
    rows = list(meeting.attendees.asked().named())
    # Nobody was silent about what nobody was asked to approve yet.
    unsaid = silent(minutes) if minutes.is_approved else []
    approved = [row.attendee.name for row in _approvals(minutes)]
    additions = minutes.additions.all() if minutes.pk else ()
    return Sheet(
        audience=UNIT,
        unit=meeting.case.unit.name,
        whom=meeting.case.person.name,
        form=str(meeting.type),
        starts_at=meeting.starts_at,
        place=meeting.place,
        present=tuple(_named(row) for row in rows if row.attended),
        absent=tuple(_named(row) for row in rows if not row.attended),
        points=tuple(_point(item, meeting.case) for item in meeting.agenda.prefetch_related(*AGREED)),
        text=minutes.text,
        state=str(minutes.get_state_display()),
        approved_by=tuple(approved),
        silent=tuple(row.name for row in unsaid),
        additions=tuple((clock.local_date(row.at), row.text) for row in additions),
    )


def _approvals(minutes: Minutes):
    if minutes.pk is None:
        return []
    rows = minutes.approvals.filter(of_version=minutes.version)
    return rows.select_related(
        "attendee__guardian", "attendee__user", "attendee__contact", "attendee__meeting__case__person"
    )


def _named(row: Attendee) -> str:
    return f"{row.name}, {row.part}" if row.part else row.name


def _point(item: AgendaItem, case) -> Point:
    return Point(
        title=item.title,
        purpose=str(item.get_purpose_display()),
        outcome=item.outcome,
        agreements=tuple(agreement_of(row, case) for row in item.decisions.all()),
        is_confidential=item.is_confidential,
        is_parked=item.is_parked,
    )


def _to_the_young_person(meeting: Meeting, minutes: Minutes) -> Sheet:
    """What was written to them, and what was agreed."""
    own = own_minutes_of(meeting)
    if own is None:
        raise NotAllowed(_("Nothing is written to the young person yet."))
    agreed = (Point(title="", purpose="", outcome="", agreements=own.agreements),) if own.agreements else ()
    sheet = replace(_whole(meeting, minutes), audience=YOUTH, text=own.text, points=agreed)
    return replace(sheet, whom=meeting.case.person.called, approved_by=(), silent=(), additions=(), absent=())


def _to_a_colleague(meeting: Meeting, minutes: Minutes) -> Sheet:
    """All but what came of confidential points; who was there may read it without opening the case."""
    items = list(meeting.agenda.prefetch_related(*AGREED))
    points = tuple(_point(item, meeting.case) for item in items if not item.is_confidential)
    left_out = (_("Points that are not for sharing."),) if len(points) < len(items) else ()
    return replace(_whole(meeting, minutes), audience=COLLEAGUE, points=points, left_out=left_out)


def _to_a_partner(meeting: Meeting, minutes: Minutes, key: str, on: date) -> Sheet:
    rows = meeting.attendees.asked().exclude(contact=None).named()
    attendee = next((row for row in rows if row.key == key), None)
    basis = coverage(meeting.case, attendee.contact.partner, on) if attendee else Coverage()
    if Topic.PLAN not in basis.topics:
        raise NotAllowed(_("No consent or other basis covers the plan for them."))
    covered = basis.topics
    items = list(meeting.agenda.shared().prefetch_related(*AGREED))
    told = [_covered(item, meeting.case, covered) for item in items]
    points = tuple(point for point in told if point is not None)
    hides = len(points) < meeting.agenda.count() or any(point.is_cut for point in points)
    person, text = meeting.case.person, minutes.text if _is_covered(minutes.text, covered) else ""
    everybody = list(meeting.attendees.asked().named())
    sheet = replace(
        _whole(meeting, minutes),
        audience=key,
        whom=name_told(person, covered),
        present=tuple(_known(row, covered) for row in everybody if row.attended),
        absent=(),
        points=points,
        text=text,
        approved_by=(),
        silent=(),
        additions=tuple(
            (clock.local_date(row.at), row.text)
            for row in (minutes.additions.all() if minutes.pk else ())
            if _is_covered(row.text, covered)
        ),
        left_out=(_("Parts of the minutes: they are not for sharing, or no basis covers them."),)
        if hides or text != minutes.text
        else (),
    )
    return replace(sheet, topics=_told(sheet, items, everybody, covered))


def _told(sheet: Sheet, items: list[AgendaItem], everybody: list[Attendee], covered) -> tuple[str, ...]:
    """The topics that the sheet tells of, for the log of what was told."""
    words = [sheet.text, *(text for _day, text in sheet.additions)]
    words += [text for point in sheet.points for text in (point.title, point.outcome)]
    found = {Topic.PLAN, Topic.CONTACT, *proposed_by("\n".join(words))}
    for item in items:
        found.update(topic for row in item.decisions.all() for topic in row.milestone.topics)
    if any(row.guardian_id and row.attended for row in everybody):
        found.add(Topic.FAMILY)
    return tuple(sorted(found & covered))


def _is_covered(words: str, covered) -> bool:
    """Whether what the words are likely to tell of is covered."""
    return proposed_by(words) <= set(covered)


def _covered(item: AgendaItem, case, covered) -> Point | None:
    """The point as far as it may be told; None when its very title may not."""
    if not _is_covered(item.title, covered):
        return None
    decided = item.decisions.all()
    agreed = [row for row in decided if _may_be_told(row, covered)]
    outcome = item.outcome if _is_covered(item.outcome, covered) else ""
    return replace(
        _point(item, case),
        outcome=outcome,
        agreements=tuple(agreement_of(row, case) for row in agreed),
        is_cut=outcome != item.outcome or len(agreed) < len(decided),
    )


def _may_be_told(decision: Decision, covered) -> bool:
    """Whether an agreement may be told: as the plan tells of its milestone, and in the words that the minutes keep."""
    kept = not decision.differs or _is_covered(decision.what, covered)
    return kept and decision.milestone.may_be_told(covered)


def _known(row: Attendee, covered) -> str:
    """Who was there, as a partner may know them: no surname, and no family, that no basis covers."""
    person = row.meeting.case.person
    if row.is_youth:
        return name_told(person, covered)
    if row.guardian_id:
        return _named(row) if Topic.FAMILY in covered else _("an adult around the young person")
    return _named(row)


def _without_address(sheet: Sheet, case) -> Sheet:
    """The minutes of somebody whose address is protected: neither it nor what gives it away stands in them."""
    hide = address_hider(case, open_plan_of(case))
    points = tuple(
        replace(
            point,
            title=hide(point.title),
            outcome=hide(point.outcome),
            agreements=tuple(
                replace(row, what=hide(row.what), who=hide(row.who)) for row in point.agreements
            ),
        )
        for point in sheet.points
    )
    words = _("Schools, places and partners: the address is protected.")
    return replace(
        sheet,
        place="",
        points=points,
        text=hide(sheet.text),
        present=tuple(hide(name) for name in sheet.present),
        additions=tuple((day, hide(text)) for day, text in sheet.additions),
        left_out=(*sheet.left_out, words),
    )
