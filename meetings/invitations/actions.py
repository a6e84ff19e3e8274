"""Telling those who are asked to a meeting that it is called, moved or cancelled, and taking their answers.

The rooms form no circle: planning calls this room, so this room reads meetings by their name (`apps.get_model`), or
from the meeting it is given.
"""

from datetime import datetime, timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold as hold_case
from core import clock
from core.crypto import new_secret, secret_hash
from core.mail.outbox import queue_mail
from meetings.invitations import mails
from meetings.invitations.models import Notice
from meetings.invitations.reach import Reach, Why, reaches

# A mail waits so long, and only the newest leaves: who moves a meeting twice in a row tells it once.
WAITS = timedelta(minutes=5)
# … unless the meeting is so near that waiting may be too late.
NEAR = timedelta(hours=1)


# How the mail of a notice that nobody got stands: it may be tried again when the meeting is told of anew.
_IN_VAIN = ("dropped", "failed")


@transaction.atomic
def announce(meeting) -> None:
    """Tell everybody asked to ``meeting``, and those taken off it (``left_at``), how it now stands.

    Called after people are invited, and after every change of time, place or people, and every cancelling since; never
    for a draft. Who has been told already, or cannot be told by mail, gets none. Of what was never told nothing is
    taken back.
    """
    if meeting.is_draft:
        raise ValueError("a draft is told to nobody")
    attendees = list(meeting.attendees.named().select_related("contact__user"))
    reached = reaches(meeting, attendees, clock.today())
    written: dict[int, list[Notice]] = {}
    for notice in Notice.objects.filter(attendee__in=attendees).select_related("mail").order_by("pk"):
        written.setdefault(notice.attendee_id, []).append(notice)
    for row in attendees:
        notices, reach = written.get(row.pk, []), reached[row.pk]
        if meeting.is_invited and row.is_asked:
            _invite(meeting, row, reach, notices)
        elif notices and notices[-1].method == Notice.Method.REQUEST:
            _call_off(meeting, row, reach, notices)


def _invite(meeting, row, reach: Reach, notices: list[Notice]) -> None:
    if not reach.email or meeting.starts_at <= clock.now() or _is_told(meeting, reach, notices):
        return
    sequence = _next(meeting, notices[-1] if notices else None)
    secret = "" if reach.signs_in else new_secret()
    is_change = any(notice.method == Notice.Method.REQUEST and notice.has_left for notice in notices)
    words = mails.invitation(meeting, reach, sequence=sequence, secret=secret, is_change=is_change)
    notice = Notice(attendee=row, method=Notice.Method.REQUEST, sequence=sequence)
    notice.secret_hash = secret_hash(secret) if secret else None
    _send(meeting, notice, reach.email, words)


def _is_told(meeting, reach: Reach, notices: list[Notice]) -> bool:
    """Whether the newest notice says all that there is to say, to the address that is theirs now. A cancellation that
    has not left is dropped when they are asked again, and what they heard before it stands.
    """
    taken_back = bool(notices) and notices[-1].method == Notice.Method.CANCEL and not notices[-1].has_left
    if taken_back:
        notices = [notice for notice in notices if notice.has_left]
    if not notices or notices[-1].method == Notice.Method.CANCEL:
        return False
    last = notices[-1]
    is_theirs = last.mail is None or (last.mail.to == reach.email and last.mail.state not in _IN_VAIN)
    return is_theirs and last.of_sequence == meeting.sequence


def _call_off(meeting, row, reach: Reach, notices: list[Notice]) -> None:
    """To the address that was told, whatever may be told by now: it says no more than that they need not come."""
    last = notices[-1]
    if last.mail is None:
        return
    sequence, known = _next(meeting, last), _known_start(meeting, notices)
    words = mails.cancellation(meeting, reach, last.mail.to, sequence=sequence, starts_at=known)
    _send(meeting, Notice(attendee=row, method=Notice.Method.CANCEL, sequence=sequence), last.mail.to, words)


def _known_start(meeting, notices: list[Notice]) -> datetime:
    """When they were told that it begins: a change that has not left them yet is never told."""
    heard = max((notice.made_at for notice in notices if notice.has_left), default=clock.now())
    since = meeting.moves.filter(at__gt=heard).order_by("at", "pk").first()
    return since.old_starts_at if since else meeting.starts_at


def _next(meeting, last: Notice | None) -> int:
    return meeting.sequence if last is None else max(meeting.sequence, last.sequence + 1)


def _send(meeting, notice: Notice, to: str, words: dict) -> None:
    notice.of_sequence, notice.made_at = meeting.sequence, clock.now()
    notice.save(force_insert=True)
    near = meeting.starts_at - clock.now() < NEAR
    notice.mail = queue_mail(
        to,
        still_wanted=f"meetings.invitations.actions.is_wanted:{notice.pk}",
        not_before=clock.now() if near else clock.now() + WAITS,
        sender=mails.sender_of(meeting.case.unit),
        **words,
    )
    notice.save(update_fields=["mail"])


def is_wanted(notice_id: str) -> bool:
    """Asked by the outbox at the moment of sending: whether the notice still is the newest, and true.

    A cancellation is wanted by those alone whose invitation left.
    """
    rows = Notice.objects.select_related("mail", "attendee__meeting__case__person")
    notice = rows.filter(pk=notice_id).first()
    if notice is None or Notice.objects.filter(attendee=notice.attendee_id, pk__gt=notice.pk).exists():
        return False
    row, meeting = notice.attendee, notice.attendee.meeting
    if notice.method == Notice.Method.CANCEL:
        told = Notice.objects.filter(attendee=row).exclude(pk=notice.pk).left().first()
        off = meeting.is_cancelled or not row.is_asked
        return off and told is not None and told.method == Notice.Method.REQUEST
    if not (meeting.is_invited and row.is_asked and meeting.starts_at > clock.now()):
        return False
    row = meeting.attendees.named().select_related("contact__user").get(pk=row.pk)
    return reaches(meeting, [row], clock.today())[row.pk].email == notice.mail.to


def opens(notice: Notice) -> bool:
    """Whether the link of a notice opens now: the meeting is one to come to, and who was written to may still be told
    of it, at the address that was written to. Asked at every request, as `is_wanted` is for every mail.
    """
    row, meeting = notice.attendee, notice.attendee.meeting
    coming = meeting.is_invited and row.is_asked and meeting.ends_at > clock.now()
    if not coming or meeting.case.is_closed:
        return False
    reach = reaches(meeting, [row], clock.today())[row.pk]
    if reach.why == Why.PROTECTED:
        return True  # no mail any more; the page tells when, and no place
    return bool(reach.email) and (notice.mail is None or notice.mail.to == reach.email)


@transaction.atomic
def answer(attendee, value: str, *, by=None, how: str = "link") -> None:
    """Write down what somebody asked to a meeting answers: one of ``Attendee.Answer``, and not “no answer yet”.

    ``by`` is who is signed in, the attendee or a guide who was told by phone; None for who came by a link. Raises
    ValidationError when the meeting is not one to come to any more.
    """
    hold_case(attendee.meeting.case)  # whoever cancels or moves the meeting waits, and is waited for
    rows = apps.get_model("meetings.Attendee").objects.select_related("meeting__case")
    row = rows.get(pk=attendee.pk)
    meeting = row.meeting
    if value not in (row.Answer.YES, row.Answer.NO, row.Answer.ONLINE):
        raise ValidationError({"answer": _("Choose an answer.")})
    if not (meeting.is_invited and row.is_asked and meeting.ends_at > clock.now()):
        raise ValidationError(_("The meeting is over, or cancelled, or you are no longer asked to it."))
    if row.answer == value:
        return
    old, row.answer, row.answered_at = row.answer, value, clock.now()
    row.save(update_fields=["answer", "answered_at"])
    trail.record(
        "meeting.answered",
        by=by,
        case_id=meeting.case_id,
        obj=row,
        changes={"answer": [old, value], "how": [None, how]},
    )


@transaction.atomic
def tell_the_others(meeting, *, by) -> None:
    """Invite those who may be written to by now and got no mail: an address or a consent came later, or a mail failed.

    Sent twice it is done once. Raises ValidationError when nobody is invited to the meeting any more.
    """
    hold_case(meeting.case)
    meeting.refresh_from_db(fields=["state", "sequence", "starts_at"])
    if not meeting.is_invited:
        raise ValidationError(_("The meeting is over, or cancelled, or you are no longer asked to it."))
    before = Notice.objects.filter(attendee__meeting=meeting).count()
    announce(meeting)
    if Notice.objects.filter(attendee__meeting=meeting).count() > before:
        trail.record("meeting.told", by=by, case_id=meeting.case_id, obj=meeting)


@transaction.atomic
def require(attendee, required: bool, *, by) -> None:
    """Say whether somebody must be there for the meeting to be worth holding. Sent twice it is done once."""
    rows = apps.get_model("meetings.Attendee").objects.filter(pk=attendee.pk)
    if rows.exclude(is_required=required).update(is_required=required):
        changes = {"must attend": [not required, required]}
        trail.record(
            "meeting.required", by=by, case_id=attendee.meeting.case_id, obj=attendee, changes=changes
        )
