"""Shared minutes: read by the partner's contact who was asked, while a basis covers them, and by the colleague who was
there. What the guide kept out is read by neither.
"""

from datetime import timedelta

from core import clock
from meetings.agenda.actions import add_item
from meetings.minutes.actions import send_minutes, write_minutes
from tests.access_rows import PAGES, Row
from tests.helpers.meetings import hold_one

CONFIDENTIAL = "knrfortroligtpunktireferat"
OUTSIDE = (
    "anonymous",
    "colleague",
    "admin",
    "partner",
    "partner unassigned",
    "partner withdrawn",
    "partner expired",
    "partner elsewhere",
    "named",
    "emergency",
    "stranger",
    "strange leader",
)


def extend(w):
    """Minutes out for comment: a colleague and two partners' people were there, one of them without a basis by now."""
    case = w.kinds["plain"].case
    contacts = [w.people[name].partner_contact for name in ("partner", "partner withdrawn")]
    keys = ["youth", f"colleague-{w.user.pk}", *(f"contact-{contact.pk}" for contact in contacts)]
    w.minuted = meeting = hold_one(case, people=keys)
    kept = add_item(meeting, by=w.owner, title="Andet")
    outcomes = {kept.pk: (CONFIDENTIAL, True)}
    minutes = write_minutes(meeting, by=w.owner, expected_version=0, text="Vi mødes igen", outcomes=outcomes)
    send_minutes(minutes, by=w.owner, comment_until=clock.today() + timedelta(days=5))
    w.colleague_there = meeting.attendees.get(user=w.user)
    w.contact_there, w.contact_withdrawn = (meeting.attendees.get(contact=contact) for contact in contacts)


def sow(w):
    """What came of a confidential point is for those who read the case."""
    for principal in OUTSIDE:
        w.foreign[principal][CONFIDENTIAL] = "what came of a confidential point"


def _of(name: str):
    return lambda w: {"attendee_id": getattr(w, name).pk}


def _comment(w):
    return {"text": "Datoen mangler"}


def _version(w):
    return {"version": w.minuted.minutes.version}


_COLLEAGUE, _PARTNER, _NOBODY = frozenset({"colleague"}), frozenset({"partner"}), frozenset()

ROWS = [
    Row(
        "meetings:comments_seen",
        "write a note",
        methods=("post",),
        kwargs=lambda w: {"meeting_id": w.meeting.pk},
    ),
    Row(
        "meetings:decision_anew",
        "write a note",
        methods=("post",),
        kwargs=lambda w: {
            "meeting_id": w.meeting.pk,
            "item_id": w.point.pk,
            "decision_id": w.decision.pk,
        },
    ),
    Row(
        "meetings:own_minutes",
        "guides and leaders",
        methods=("get", "post"),
        kwargs=_of("colleague_there"),
        data=_comment,
        only=_COLLEAGUE & PAGES["guides and leaders"],
    ),
    Row(
        "meetings:own_minutes_approve",
        "guides and leaders",
        methods=("post",),
        kwargs=_of("colleague_there"),
        data=_version,
        only=_COLLEAGUE,
    ),
    Row(
        "portal:our_minutes",
        "partners",
        methods=("get", "post"),
        kwargs=_of("contact_there"),
        data=_comment,
        only=_PARTNER,
    ),
    Row(
        "portal:our_minutes_approve",
        "partners",
        methods=("post",),
        kwargs=_of("contact_there"),
        data=_version,
        only=_PARTNER,
    ),
    Row("portal:our_minutes", "partners", kwargs=_of("contact_withdrawn"), only=_NOBODY),
    Row(
        "portal:our_minutes_approve",
        "partners",
        methods=("post",),
        kwargs=_of("contact_withdrawn"),
        data=_version,
        only=_NOBODY,
    ),
]
