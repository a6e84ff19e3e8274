"""Meetings: planned like the plan, minuted like notes, read like the plan."""

from datetime import timedelta

from core import clock
from meetings.models import (
    AgendaItem,
    Attendee,
    Decision,
    Meeting,
    MeetingMove,
    MeetingType,
    Minutes,
    MinutesAddition,
    MinutesComment,
)
from tests.access_rows import ACTS, KINDS, PRINCIPALS, Row, is_theirs_to_read

WORDS = {
    "meeting": ("place", "online"),
    "move": ("old_place", "why"),
    "called_off": ("cancelled_why",),
    "point": ("title", "outcome", "who"),
    "decision": ("what", "who"),
    "minutes": ("text", "youth_text"),
    "comment": ("text",),
    "addition": ("text",),
}


def _word(kind: str, holder: str, field: str) -> str:
    return f"knrmoede{kind.replace(' ', '')}x{holder}{field}".replace("_", "")


def _said(kind: str, holder: str) -> dict:
    return {field: _word(kind, holder, field) for field in WORDS[holder]}


def _of(made, kind: str, by) -> None:
    """A meeting to come, one held with minutes out for comment, one cancelled; closed cases have them too."""
    common = {"case": made.case, "type": MeetingType.objects.get(code="follow-up"), "led_by": by}
    today = clock.today()
    made.planned = Meeting.objects.create(
        **common, starts_at=clock.at(today, 15), state="invited", **_said(kind, "meeting")
    )
    Attendee.objects.create(meeting=made.planned, is_youth=True)
    MeetingMove.objects.create(
        meeting=made.planned, old_starts_at=clock.at(today, 8), by=by, **_said(kind, "move")
    )
    made.planned_point = AgendaItem.objects.create(meeting=made.planned, title="Bolig")
    made.draft_meeting = Meeting.objects.create(**common, starts_at=clock.at(today + timedelta(days=9), 9))
    Attendee.objects.create(meeting=made.draft_meeting, is_youth=True)
    made.meeting = Meeting.objects.create(
        **common, starts_at=clock.at(today, 9), state="held", note=made.note, locked_at=clock.now()
    )
    made.youth_there = Attendee.objects.create(meeting=made.meeting, is_youth=True, attended=True)
    contact = made.partner.contacts.first()
    Attendee.objects.create(meeting=made.meeting, contact=contact, attended=True)
    made.point = AgendaItem.objects.create(meeting=made.meeting, **_said(kind, "point"))
    made.decision = Decision.objects.create(
        item=made.point, milestone=made.milestone, by=by, responsible="youth", **_said(kind, "decision")
    )
    made.minutes = Minutes.objects.create(
        meeting=made.meeting,
        state="sent",
        sent_at=clock.now(),
        comment_until=today + timedelta(days=7),
        by=by,
        **_said(kind, "minutes"),
    )
    MinutesComment.objects.create(
        minutes=made.minutes, attendee=made.youth_there, by=by, **_said(kind, "comment")
    )
    MinutesAddition.objects.create(minutes=made.minutes, by=by, **_said(kind, "addition"))
    made.called_off = Meeting.objects.create(
        **common, starts_at=clock.at(today, 12), state="cancelled", **_said(kind, "called_off")
    )


def extend(w):
    """Meetings of each kind of case."""
    for kind in KINDS:
        _of(w.kinds[kind], kind, w.people["owner"])
    vars(w).update(vars(w.kinds["plain"]))
    w.meeting_type = MeetingType.objects.get(code="follow-up")


def sow(w):
    """Whose eyes the words of meetings are for: those who read the case."""
    for kind in KINDS:
        words = {
            _word(kind, holder, field): f"{holder}{field}".replace("_", "")
            for holder, fields in WORDS.items()
            for field in fields
        }
        for principal in PRINCIPALS:
            if principal not in ACTS["read the case"][kind]:
                w.foreign[principal] |= {
                    word: f"{word} of a meeting of the {kind} case"
                    for word, field in words.items()
                    if not is_theirs_to_read(principal, kind, field)
                }


def _when(w) -> dict:
    day = clock.today() + timedelta(days=3)
    return {"day": day.isoformat(), "time": "10:00", "led_by": w.people["owner"].pk, "people": ["youth"]}


def _planned(w):
    return {"meeting_id": w.planned.pk}


def _held(w):
    return {"meeting_id": w.meeting.pk}


def _planned_point(w):
    return {"meeting_id": w.planned.pk, "item_id": w.planned_point.pk}


def _type(w):
    return {"name_da": "Møde", "name_en": "Meeting", "lasts_minutes": 60, "position": 5}


BOTH = ("get", "post")
ROWS = [
    Row("meetings:meetings", "read the plan"),
    Row("meetings:meeting", "read the plan", kwargs=_planned),
    Row("meetings:meeting", "read the plan", kwargs=_held),
    Row("meetings:meeting", "read the plan", kwargs=lambda w: {"meeting_id": w.called_off.pk}),
    Row(
        "meetings:meeting_add",
        "write the plan",
        methods=BOTH,
        data=lambda w: {**_when(w), "type": w.meeting_type.pk},
    ),
    Row(
        "meetings:meeting_edit",
        "write the plan",
        methods=BOTH,
        kwargs=_planned,
        data=lambda w: {**_when(w), "version": 1, "why": "Skolen"},
    ),
    Row(
        "meetings:meeting_invite",
        "write the plan",
        methods=("post",),
        kwargs=lambda w: {"meeting_id": w.draft_meeting.pk},
        ok=(303,),
    ),
    Row(
        "meetings:meeting_cancel",
        "write the plan",
        methods=BOTH,
        kwargs=_planned,
        data=lambda w: {"why": "Sygdom"},
    ),
    Row(
        "meetings:meeting_hold",
        "write a note",
        methods=BOTH,
        kwargs=_planned,
        data=lambda w: {"present": ["youth"]},
    ),
    Row("meetings:agenda_propose", "write the plan", methods=("post",), kwargs=_planned, ok=(303,)),
    Row(
        "meetings:agenda_add",
        "write the plan",
        methods=BOTH,
        kwargs=_planned,
        data=lambda w: {"title": "Bolig", "purpose": "discuss", "minutes": 10},
    ),
    Row(
        "meetings:agenda_edit",
        "write the plan",
        methods=BOTH,
        kwargs=_planned_point,
        data=lambda w: {"title": "Bolig", "purpose": "decide", "minutes": 10, "version": 1},
    ),
    Row("meetings:agenda_remove", "write the plan", methods=("post",), kwargs=_planned_point, ok=(303,)),
    Row("meetings:agenda_park", "write the plan", methods=("post",), kwargs=_planned_point, ok=(303,)),
    Row(
        "meetings:agenda_shift",
        "write the plan",
        methods=("post",),
        kwargs=_planned_point,
        data=lambda w: {"direction": "up"},
        ok=(303,),
    ),
    Row(
        "meetings:minutes_write",
        "write a note",
        methods=BOTH,
        kwargs=_held,
        data=lambda w: {"version": w.minutes.version, f"outcome_{w.point.pk}": "Aftalt"},
    ),
    Row(
        "meetings:decision_add",
        "write the plan",
        methods=BOTH,
        kwargs=lambda w: {"meeting_id": w.meeting.pk, "item_id": w.point.pk},
        data=lambda w: {"what": "Ringe", "who": "youth", "due_on": clock.today().isoformat()},
    ),
    Row(
        "meetings:minutes_send",
        "write a note",
        methods=("post",),
        kwargs=_held,
        data=lambda w: {"comment_until": (clock.today() + timedelta(days=5)).isoformat()},
    ),
    Row(
        "meetings:minutes_comment",
        "write a note",
        methods=BOTH,
        kwargs=_held,
        data=lambda w: {"attendee": w.youth_there.pk, "text": "Fint"},
    ),
    Row(
        "meetings:minutes_approve",
        "write a note",
        methods=("post",),
        kwargs=lambda w: {"meeting_id": w.meeting.pk, "attendee_id": w.youth_there.pk},
        ok=(303,),
    ),
    Row("meetings:minutes_lock", "write a note", methods=("post",), kwargs=_held, ok=(303,)),
    Row("meetings:minutes_add", "write a note", methods=BOTH, kwargs=_held, data=lambda w: {"text": "Og"}),
    Row("meetings:minutes_pdf", "read the plan", kwargs=_held, ok=(200,)),
    Row("meetings:minutes_pdf", "read the plan", kwargs=_held, query="?til=ung", ok=(200,)),
    Row(
        "meetings:minutes_give",
        "hand over the plan",
        methods=("post",),
        kwargs=_held,
        data=lambda w: {"til": f"contact-{w.partner.contacts.first().pk}"},
        ok=(200, 303),
    ),
    Row("meetings:type_list", "admins"),
    Row("meetings:type_add", "admins", methods=BOTH, data=_type),
    Row(
        "meetings:type_edit",
        "admins",
        methods=BOTH,
        kwargs=lambda w: {"type_id": w.meeting_type.pk},
        data=lambda w: {**_type(w), "version": w.meeting_type.version},
    ),
]
