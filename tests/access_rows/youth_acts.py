"""What the young person does on Min plan: theirs alone, and what they read there of what was said and of meetings."""

from datetime import timedelta

from core import clock
from meetings.models import Attendee, Meeting
from progress.models import WellbeingAnswer
from tests.access_rows import Row

_MINE, _WRITES = "Min plan, alone", "Min plan, to write"
_BOTH = ("get", "post")
_CALM = {f"item_{n}": 3 for n in range(1, 6)}


def extend(w):
    """A meeting to come, and an answer of the young person's own."""
    youth = w.people["youth"]
    w.my_meeting = Meeting.objects.create(
        case=w.case, type=w.meeting_type, led_by=w.owner, state="invited",
        starts_at=clock.at(clock.today() + timedelta(days=2), 10),
    )  # fmt: skip
    Attendee.objects.create(meeting=w.my_meeting, is_youth=True)
    w.my_answer = WellbeingAnswer.objects.create(
        case=w.case, voice="youth", answered_as="self", by=youth, score=60, form="da-1998",
        measured_on=clock.today() - timedelta(days=9), **_CALM,
    )  # fmt: skip


def sow(w):
    """Of their own case they read what was said, why a step of theirs cannot be done yet, where they meet and what was
    written to them of a meeting.
    """
    for principal, kind in (("youth", "plain"), ("youth, closed", "closed")):
        read = ("remarktheirs", "remarkours", "closedmilestonecannot")
        said = {w.canaries[kind][name] for name in read}
        of_meetings = ("meetingplace", "meetingonline", "minutesyouthtext")
        for word in said | {f"knrmoede{kind}x{name}" for name in of_meetings}:
            w.foreign[principal].pop(word, None)


def _step(w):
    return {"step_id": w.milestone.pk}


def _part(w):
    return {"kind": "maal", "ref": str(w.goal.pk)}


def _held(w):
    return {"meeting_id": w.meeting.pk}


ROWS = [
    Row("portal:my_steps", _MINE),
    Row("portal:my_step_done", _WRITES, methods=("post",), kwargs=_step),
    Row("portal:my_step_undone", _WRITES, methods=("post",), kwargs=_step),
    Row(
        "portal:my_step_cannot",
        _WRITES,
        methods=_BOTH,
        kwargs=_step,
        data=lambda w: {"reason": "Jeg er syg"},
    ),
    Row("portal:my_step_can", _WRITES, methods=("post",), kwargs=_step),
    Row("portal:my_answer", _WRITES, methods=_BOTH, data=lambda w: {"answer": "no", "because": "Nej"}),
    Row("portal:my_dream", _WRITES, methods=_BOTH, data=lambda w: {"words": "En hund", "version": 1}),
    Row(
        "portal:my_words",
        _WRITES,
        methods=_BOTH,
        kwargs=_part,
        data=lambda w: {"words": "En skole", "version": 1},
    ),
    Row("portal:my_talks", _MINE),
    Row("portal:my_talk", _MINE, methods=_BOTH, kwargs=_part, data=lambda w: {"text": "Hej"}),
    Row("portal:my_talk_read", _WRITES, methods=("post",), kwargs=_part),
    # Answered by them on the day already, once a guide wrote it down.
    Row("portal:my_scales", _WRITES, methods=_BOTH, data=lambda w: {"now_skole": 4}, ok=(200, 409)),
    Row("portal:my_wellbeing", _WRITES, methods=_BOTH, data=lambda w: _CALM, ok=(200, 409)),
    Row("portal:my_wellbeing_told", _MINE, kwargs=lambda w: {"answer_id": w.my_answer.pk}),
    Row("portal:my_meetings", _MINE),
    Row(
        "portal:my_meeting_answer",
        _WRITES,
        methods=("post",),
        kwargs=lambda w: {"meeting_id": w.my_meeting.pk},
        data=lambda w: {"answer": "yes"},
    ),
    Row(
        "portal:my_point",
        _WRITES,
        methods=_BOTH,
        kwargs=lambda w: {"meeting_id": w.my_meeting.pk},
        data=lambda w: {"title": "Min søvn", "purpose": "discuss"},
    ),
    Row("portal:my_minutes", _MINE, methods=_BOTH, kwargs=_held, data=lambda w: {"text": "Fint"}),
    Row("portal:my_minutes_approve", _WRITES, methods=("post",), kwargs=_held, data=lambda w: {"version": 1}),
]
