"""Planning, moving, inviting to, cancelling and holding meetings."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold as hold_case
from cases.models import Note
from cases.network.people_around import people_around, pick_people
from cases.notes.actions import add_note, edit_note
from core import clock
from core.templatetags.kui import day
from core.versions import Conflict, save_versioned
from meetings.invitations.actions import announce
from meetings.invitations.told import told_of
from meetings.planning.models import Attendee, Meeting, MeetingMove

LINKS = {"adult": "guardian_id", "colleague": "user_id", "contact": "contact_id"}

# Of a planned meeting, what those invited are told when it changes.
_TOLD = {"starts_at", "place", "online", "lasts_minutes"}
# What the callers choose among rows of their own, and the database holds them to.
_GIVEN = ["case", "type", "led_by", "follows", "note", "recorded_by"]
_PLANNED = (Meeting.State.DRAFT, Meeting.State.INVITED)


def link_of(key: str) -> dict:
    """The columns of an `Attendee` that name whom a form calls ``key``: ``youth``, ``adult-3`` …"""
    kind, _dash, pk = key.partition("-")
    return {"is_youth": True} if kind == "youth" else {LINKS[kind]: int(pk)}


def _row(meeting: Meeting, key: str) -> Attendee:
    return Attendee(meeting=meeting, **link_of(key))


@transaction.atomic
def plan_meeting(
    case,
    *,
    by,
    type,
    starts_at: datetime,
    lasts_minutes: int | None = None,
    place="",
    online="",
    led_by=None,
    follows: Meeting | None = None,
    people: Iterable[str] = (),
) -> Meeting:
    """Plan a meeting as a draft, which tells nobody.

    ``people`` are the keys of those to be asked (`link_of`). The meeting takes its length from its form, unless it is
    said. Raises ValidationError when the case is closed or the meeting is not valid.
    """
    hold_case(case)
    meeting = Meeting(
        case=case,
        type=type,
        starts_at=starts_at,
        lasts_minutes=lasts_minutes or type.lasts_minutes,
        place=place,
        online=online,
        led_by=led_by or by,
        follows=follows,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    meeting.full_clean(exclude=_GIVEN, validate_unique=False)
    meeting.save(force_insert=True)
    Attendee.objects.bulk_create(_row(meeting, key) for key in dict.fromkeys(people))
    trail.record("meeting.planned", by=by, case_id=case.pk, obj=meeting)
    return meeting


def _claim(meeting: Meeting, states: tuple[str, ...], refusal: str) -> None:
    """Hold the case, and let the meeting say what stands. Raises ValidationError when it is in none of ``states``."""
    hold_case(meeting.case)
    now = Meeting.objects.values("state", "sequence", "version", "note_id", "locked_at").get(pk=meeting.pk)
    for name, value in now.items():
        setattr(meeting, name, value)
    if meeting.state not in states:
        raise ValidationError(refusal)


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    by,
    starts_at: datetime,
    place: str,
    why: str,
    expected_version: int,
    values: Mapping | None = None,
) -> bool:
    """Give a meeting another time or place, and what else of it stands in ``values``: length, online, who leads it.
    Returns whether those invited are told.

    After people were invited the old time and place stay as a `MeetingMove` with ``why``, ``sequence`` rises, and all
    are told and asked again. Raises core.versions.Conflict when somebody saved first, ValidationError when it is held
    or cancelled, or an invited one is moved without a reason.
    """
    _claim(meeting, _PLANNED, _("The meeting is held or cancelled: it is not moved any more."))
    old = Meeting.objects.get(pk=meeting.pk)
    if old.version != expected_version:
        raise Conflict(old)
    new = {"starts_at": starts_at, "place": place, **(values or {})}
    changes = trail.changed({name: getattr(old, name) for name in new}, new)
    if not changes:
        return False
    for name in changes:
        setattr(meeting, name, new[name])
    told = meeting.is_invited and bool(changes.keys() & _TOLD)
    if told and changes.keys() & {"starts_at", "place"}:
        _remember(old, why, by=by)
    meeting.sequence += told
    meeting.full_clean(exclude=_GIVEN, validate_unique=False)
    save_versioned(meeting, expected_version, [*changes, "sequence"])
    act = "meeting.moved" if told else "meeting.changed"
    trail.record(act, by=by, case_id=meeting.case_id, obj=meeting, purpose=why, changes=changes)
    if told:
        announce(meeting)
        _ask_again(meeting, all_of_them="starts_at" in changes)
    return told


def _ask_again(meeting: Meeting, *, all_of_them: bool) -> None:
    """Let no answer stand that was given to another time, nor that of who has to be phoned about the change."""
    rows = meeting.attendees.asked().exclude(answer="")
    if not all_of_them:
        asked = told_of(meeting, rows.named().select_related("contact__user"), clock.today())
        rows = rows.filter(pk__in=[one.attendee.pk for one in asked if not one.is_told])
    rows.update(answer="", answered_at=None)


def _remember(old: Meeting, why: str, *, by) -> None:
    """Keep when and where a meeting was to be that people were invited to."""
    if not why.strip():
        raise ValidationError({"why": _("Say why, in a few words. Those invited have planned their day.")})
    where = {"old_starts_at": old.starts_at, "old_place": old.place}
    MeetingMove.objects.create(meeting=old, why=why.strip(), by=by, at=clock.now(), **where)


@transaction.atomic
def ask_people(meeting: Meeting, keys: Iterable[str], *, by) -> bool:
    """Let exactly those whom ``keys`` name be asked to a planned meeting (`link_of`); returns whether they are told.

    Whoever is taken off a draft is gone; whoever was invited keeps their row, and is told. Nothing is written when
    nothing changes. Raises ValidationError when the meeting is held or cancelled.
    """
    _claim(meeting, _PLANNED, _("The meeting is held or cancelled: nobody is asked to it any more."))
    rows = {row.key: row for row in meeting.attendees.all()}
    wanted = dict.fromkeys(keys)
    new = [_row(meeting, key) for key in wanted if key not in rows]
    back = [row.pk for key, row in rows.items() if key in wanted and not row.is_asked]
    off = [row.pk for key, row in rows.items() if key not in wanted and row.is_asked]
    if not (new or back or off):
        return False
    Attendee.objects.bulk_create(new)
    meeting.attendees.filter(pk__in=back).update(left_at=None, answer="", answered_at=None)
    if meeting.is_draft:
        meeting.attendees.filter(pk__in=off).delete()
    else:
        meeting.attendees.filter(pk__in=off).update(left_at=clock.now())
    save_versioned(meeting, meeting.version, [])
    counts = {"asked": [None, len(new) + len(back)], "taken_off": [None, len(off)]}
    trail.record("meeting.people", by=by, case_id=meeting.case_id, obj=meeting, changes=counts)
    if meeting.is_invited:
        announce(meeting)
    return meeting.is_invited


@transaction.atomic
def give_over(meeting: Meeting, to, *, by) -> None:
    """Let ``to`` lead a meeting in place of who stopped, and have what is left of its minutes. Twice is once.

    Nobody who was invited is told: neither time nor place changes. Raises ValidationError when the case is closed.
    """
    hold_case(meeting.case)
    old = Meeting.objects.values_list("led_by", flat=True).get(pk=meeting.pk)
    if old == to.pk:
        return
    Meeting.objects.filter(pk=meeting.pk).update(led_by=to, version=F("version") + 1)
    changes = {"led_by": [old, to.pk]}
    trail.record("meeting.given_over", by=by, case_id=meeting.case_id, obj=meeting, changes=changes)


@transaction.atomic
def invite(meeting: Meeting, *, by) -> None:
    """Tell those asked to a draft of the meeting. Sent twice they are told once.

    Raises ValidationError when it is held or cancelled, has begun already, or nobody is asked.
    """
    _claim(meeting, _PLANNED, _("The meeting is held or cancelled: nobody is invited to it any more."))
    if meeting.is_invited:
        return
    if meeting.starts_at <= clock.now():
        raise ValidationError(_("The meeting has begun already. Give it a time to come first."))
    if not meeting.attendees.asked().exists():
        raise ValidationError(_("Nobody is asked to the meeting yet. Choose who is to come first."))
    meeting.state = Meeting.State.INVITED
    save_versioned(meeting, meeting.version, ["state"])
    trail.record("meeting.invited", by=by, case_id=meeting.case_id, obj=meeting)
    announce(meeting)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by, why: str) -> None:
    """Cancel a meeting; those invited are told. It stays in the list with its reason. Sent twice it is done once.

    Raises ValidationError without a reason, or when it is held.
    """
    states = (*_PLANNED, Meeting.State.CANCELLED)
    _claim(meeting, states, _("The meeting is held: it is not cancelled any more."))
    if meeting.is_cancelled:
        return
    if not why.strip():
        raise ValidationError({"why": _("Say why the meeting is cancelled.")})
    _cancel(meeting, why, by=by)


def _cancel(meeting: Meeting, why: str, *, by) -> None:
    told = meeting.is_invited
    meeting.state, meeting.cancelled_why = Meeting.State.CANCELLED, why.strip()
    meeting.sequence += told
    save_versioned(meeting, meeting.version, ["state", "cancelled_why", "sequence"])
    trail.record("meeting.cancelled", by=by, case_id=meeting.case_id, obj=meeting, purpose=why)
    if told:
        announce(meeting)


@transaction.atomic
def cancel_those_of_closed_cases() -> int:
    """Cancel every planned meeting of a case that is closed, and tell those invited; returns how many."""
    rows = Meeting.objects.planned().exclude(case__closed_on=None)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    done = 0
    for pk in ids:
        meeting = Meeting.objects.select_related("case__person", "type").get(pk=pk)
        hold_case(meeting.case, may_be_closed=True)
        meeting.refresh_from_db(fields=["state", "sequence", "version"])
        if meeting.is_planned and meeting.case.is_closed:
            _cancel(meeting, _("The case is closed."), by=None)
            done += 1
    return done


@transaction.atomic
def hold(meeting: Meeting, *, by, present: Iterable[str]) -> Note:
    """Write down that a meeting was held, and who of those asked was there (``present``: their keys).

    Writes the note of the journal, which is what counts as contact with the young person, when they were there. Others
    who came are first asked (`ask_people`). Raises ValidationError when the meeting is cancelled or held already, when
    its day has not come, or when nobody was there.
    """
    _claim(meeting, _PLANNED, _("The meeting is cancelled, or written down as held already."))
    if meeting.on > clock.today():
        raise ValidationError(_("The day of the meeting has not come yet."))
    note = _note(meeting, _mark(meeting, set(present)), by=by)
    meeting.state, meeting.note = Meeting.State.HELD, note
    save_versioned(meeting, meeting.version, ["state", "note"])
    trail.record("meeting.held", by=by, case_id=meeting.case_id, obj=meeting)
    return note


def _mark(meeting: Meeting, present: set[str]) -> list[Attendee]:
    """Write down of each who was asked whether they were there; returns those who were. Raises ValidationError when
    nobody was.
    """
    asked = list(meeting.attendees.asked().named())
    if not present & {row.key for row in asked}:
        raise ValidationError(
            {"present": _("Say who was there. If nobody came, cancel the meeting instead.")}
        )
    for row in asked:
        row.attended = row.key in present
    Attendee.objects.bulk_update(asked, ["attended"])
    return [row for row in asked if row.attended]


def _with_whom(meeting: Meeting, there: list[Attendee]) -> dict:
    """Who took part, as the journal writes it."""
    keys = {f"partner-{row.contact.partner_id}" if row.contact else row.key for row in there}
    others = pick_people(people_around(meeting.case), keys)
    return {"with_youth": any(row.is_youth for row in there), "others": others}


def _note(meeting: Meeting, there: list[Attendee], *, by) -> Note:
    """The note of the journal: which meeting, and with whom."""
    words = _("%(form)s, %(day)s. What was said and decided stands in the minutes.")
    return add_note(
        meeting.case,
        by=by,
        text=words % {"form": meeting.type, "day": day(meeting.on)},
        kind=Note.Kind.MEETING,
        happened_on=meeting.on,
        **_with_whom(meeting, there),
    )


@transaction.atomic
def correct_presence(meeting: Meeting, *, by, present: Iterable[str]) -> None:
    """Correct who was there, and with it the note of the journal, as long as its writer may correct that.

    Raises ValidationError afterwards, once the minutes are sent, or when nobody was there.
    """
    _claim(meeting, (Meeting.State.HELD,), _("The meeting is not held yet."))
    was = {row.key for row in meeting.attendees.present()}
    if was == set(present := list(present)):
        return
    note = Note.objects.select_related("case__person").get(pk=meeting.note_id)
    if meeting.locked_at or not note.editable_by(by):
        raise ValidationError(
            _("It stands in the journal now. Write in the minutes, or in a note, who was there after all.")
        )
    there = _mark(meeting, set(present))
    edit_note(
        note,
        by=by,
        expected_version=note.version,
        text=note.text,
        kind=note.kind,
        happened_on=note.happened_on,
        **_with_whom(meeting, there),
    )
    trail.record("meeting.presence", by=by, case_id=meeting.case_id, obj=meeting)
