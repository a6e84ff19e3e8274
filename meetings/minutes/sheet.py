"""The minutes on paper: what each audience may read of them, as plain values.

For the unit all of it. For a partner who was there, what its bases cover on the day: without what came of confidential
points, and without what may tell of a topic that is not covered. For the young person the text written to them,
with what was agreed. `sheet_for` decides what is said, `meetings.minutes.pdf` how.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.consents.disclosure import Coverage, coverage
from cases.models import Consent, Participation, Topic
from core import clock
from meetings.agenda.models import AgendaItem
from meetings.minutes.actions import minutes_of, silent
from meetings.minutes.models import Decision, Minutes
from meetings.planning.models import Attendee, Meeting
from plans.handover.protection import address_hider
from plans.handover.scope import NotAllowed
from plans.milestones.models import Milestone
from plans.plan.reading import open_plan_of
from plans.plan.topics import proposed_by

UNIT, YOUTH = "enheden", "ung"


@dataclass(frozen=True)
class Agreement:
    """What was agreed: what, who does it, and by when."""

    what: str
    who: str
    due_on: date | None


@dataclass(frozen=True)
class Point:
    """A point of the agenda, and what came of it."""

    title: str
    purpose: str
    outcome: str
    agreements: tuple[Agreement, ...] = ()
    is_confidential: bool = False


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
    def agreements(self) -> tuple[Agreement, ...]:
        """All that was agreed, in the order of the points."""
        return tuple(row for point in self.points for row in point.agreements)


def audiences(
    meeting: Meeting, minutes: Minutes, attendees: Iterable[Attendee], on: date
) -> list[tuple[str, str]]:
    """For whom the minutes can be made: the unit, the young person, and partners' people who were there, if covered.

    One query, however many were there.
    """
    found = [(UNIT, _("The unit"))]
    if minutes.youth_text:
        found.append((YOUTH, meeting.case.person.called))
    theirs = [row for row in attendees if row.attended and row.contact_id]
    covered = (
        _covered_partners(meeting.case, {row.contact.partner_id for row in theirs}, on) if theirs else ()
    )
    return found + [
        (row.key, f"{row.name}, {row.part}") for row in theirs if row.contact.partner_id in covered
    ]


def _covered_partners(case, partners: set[int], on: date) -> set[int]:
    """Those of the partners who take part and have a basis in force for the plan; as `coverage` says of one."""
    taking_part = Participation.objects.current().holding(on).filter(case=case, partner=OuterRef("partner"))
    rows = Consent.objects.filter(
        Consent.in_force_q(on), Exists(taking_part), case=case, partner__in=partners
    )
    return {partner for partner, topics in rows.values_list("partner_id", "topics") if Topic.PLAN in topics}


def sheet_for(meeting: Meeting, audience: str, *, on: date) -> Sheet:
    """What ``audience`` may read on the day ``on``, straight from the database.

    Raises plans.handover.scope.NotAllowed for a partner who was not there or whose bases do not cover the plan,
    and for the young person while nothing is written to them.
    """
    minutes = minutes_of(meeting)
    if audience == UNIT:
        sheet = _whole(meeting, minutes)
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
        points=tuple(_point(item, meeting.case) for item in meeting.agenda.prefetch_related(*_AGREED)),
        text=minutes.text,
        state=str(minutes.get_state_display()),
        approved_by=tuple(approved),
        silent=tuple(row.name for row in unsaid),
        additions=tuple((clock.local_date(row.at), row.text) for row in additions),
    )


_AGREED = ("decisions__milestone__contact__partner",)


def _approvals(minutes: Minutes):
    if minutes.pk is None:
        return []
    rows = minutes.approvals.filter(of_version=minutes.version)
    return rows.select_related(
        "attendee__guardian", "attendee__user", "attendee__contact", "attendee__meeting__case__person"
    )


def _named(row: Attendee) -> str:
    return f"{row.name}, {row.part}" if row.part else row.name


def _agreement(decision: Decision, case) -> Agreement:
    """What was agreed; the young person and the guide are named as everybody at the table called them."""
    milestone = decision.milestone
    who = milestone.carrier
    if milestone.responsible == Milestone.Responsible.YOUTH:
        who = case.person.called
    elif milestone.responsible == Milestone.Responsible.GUIDE and case.guide:
        who = case.guide.name
    return Agreement(milestone.own_words, who, milestone.due_on)


def _point(item: AgendaItem, case) -> Point:
    return Point(
        title=item.title,
        purpose=str(item.get_purpose_display()),
        outcome=item.outcome,
        agreements=tuple(_agreement(row, case) for row in item.decisions.all()),
        is_confidential=item.is_confidential,
    )


def _to_the_young_person(meeting: Meeting, minutes: Minutes) -> Sheet:
    """What was written to them, and what was agreed; what is confidential stays out."""
    if not minutes.youth_text:
        raise NotAllowed(_("Nothing is written to the young person yet."))
    shared = meeting.agenda.shared().prefetch_related(*_AGREED)
    told = (_point(item, meeting.case) for item in shared)
    points = tuple(point for point in told if point.agreements)
    sheet = replace(_whole(meeting, minutes), audience=YOUTH, text=minutes.youth_text, points=points)
    return replace(sheet, whom=meeting.case.person.called, approved_by=(), silent=(), additions=(), absent=())


def _to_a_partner(meeting: Meeting, minutes: Minutes, key: str, on: date) -> Sheet:
    rows = meeting.attendees.present().exclude(contact=None).named()
    attendee = next((row for row in rows if row.key == key), None)
    basis = coverage(meeting.case, attendee.contact.partner, on) if attendee else Coverage()
    if Topic.PLAN not in basis.topics:
        raise NotAllowed(_("No consent or other basis covers the plan for them."))
    covered = basis.topics
    items = list(meeting.agenda.shared().prefetch_related(*_AGREED))
    told = [_covered(item, meeting.case, covered) for item in items]
    points = tuple(point for point in told if point is not None)
    hides = len(points) < meeting.agenda.count() or any(
        point.outcome != item.outcome for point, item in zip(points, items, strict=False)
    )
    person, text = meeting.case.person, minutes.text if _is_covered(minutes.text, covered) else ""
    everybody = list(meeting.attendees.asked().named())
    return replace(
        _whole(meeting, minutes),
        audience=key,
        whom=person.name if Topic.CONTACT in covered else person.called,
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
        topics=tuple(sorted({Topic.PLAN, Topic.CONTACT} & covered)),
    )


def _is_covered(words: str, covered) -> bool:
    """Whether what the words are likely to tell of is covered."""
    return proposed_by(words) <= set(covered)


def _covered(item: AgendaItem, case, covered) -> Point | None:
    """The point as far as it may be told; None when its very title may not."""
    if not _is_covered(item.title, covered):
        return None
    agreed = [row for row in item.decisions.all() if row.milestone.may_be_told(covered)]
    outcome = item.outcome if _is_covered(item.outcome, covered) else ""
    return replace(_point(item, case), outcome=outcome, agreements=tuple(_agreement(r, case) for r in agreed))


def _known(row: Attendee, covered) -> str:
    """Who was there, as a partner may know them: no surname, and no family, that no basis covers."""
    person = row.meeting.case.person
    if row.is_youth:
        return person.name if Topic.CONTACT in covered else person.called
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
    words = _("Schools, places and partners: the young person's address is protected.")
    return replace(
        sheet,
        place="",
        points=points,
        text=hide(sheet.text),
        present=tuple(hide(name) for name in sheet.present),
        additions=tuple((day, hide(text)) for day, text in sheet.additions),
        left_out=(*sheet.left_out, words),
    )
