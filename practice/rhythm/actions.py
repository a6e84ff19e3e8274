"""Agreeing on what comes back, changing it, ending it, and saying that it was held."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock
from core.constraints import Taken
from core.versions import save_versioned
from practice.rhythm.models import EarlierMinutes, Rhythm, TeamMeeting
from practice.rhythm.rules import Every

# What a unit is proposed to begin with: what, how often, weekday (Monday is 0).
READY = (
    (Rhythm.Kind.TEAM, Every.WEEK, 0),
    (Rhythm.Kind.SPARRING, Every.WEEK, 3),
    (Rhythm.Kind.THEME, Every.HALF_YEAR, 2),
    (Rhythm.Kind.BAROMETER, Every.MONTH, 0),
)


def ready_rows(unit: Unit, owner: User) -> list[Rhythm]:
    """What the unit is proposed to begin with, owned by ``owner`` until somebody else is; not saved."""
    made = {"unit": unit, "owner": owner, "from_on": clock.today()}
    return [Rhythm(kind=kind, every=every, weekday=weekday, **made) for kind, every, weekday in READY]


@transaction.atomic
def begin(unit: Unit, *, by: User) -> None:
    """Take the ready rows into use, those of a kind that the unit has not yet; sent twice it is done once."""
    there = set(Rhythm.objects.of_unit(unit).in_use().values_list("kind", flat=True))
    for row in ready_rows(unit, by):
        if row.kind not in there:
            _save_new(row, by=by)


@transaction.atomic
def add_rhythm(unit: Unit, *, by: User, **values) -> Rhythm:
    """Agree on something that comes back. Raises ValidationError."""
    row = Rhythm(unit=unit, **values)
    row.full_clean()
    return _save_new(row, by=by)


def _save_new(row: Rhythm, *, by: User) -> Rhythm:
    row.save(force_insert=True)
    trail.record(
        "rhythm.agreed", by=by, obj=row, changes={"kind": [None, row.kind], "every": [None, row.every]}
    )
    return row


@transaction.atomic
def edit_rhythm(rhythm: Rhythm, values: Mapping, *, by: User, expected_version: int) -> None:
    """Change it. Raises core.versions.Conflict when somebody else saved first."""
    old = {name: getattr(rhythm, name) for name in values}
    changes = trail.changed(old, dict(values))
    if not changes:
        return
    for name, value in values.items():
        setattr(rhythm, name, value)
    save_versioned(rhythm, expected_version, list(changes))
    trail.record("rhythm.edited", by=by, obj=rhythm, changes=changes)


@transaction.atomic
def end_rhythm(rhythm: Rhythm, *, by: User) -> None:
    """It comes back no more; what was held stays. Sent twice it ends once."""
    if (
        Rhythm.objects.in_use()
        .filter(pk=rhythm.pk)
        .update(ended_on=clock.today(), version=rhythm.version + 1)
    ):
        trail.record("rhythm.ended", by=by, obj=rhythm)


@transaction.atomic
def hold_meeting(rhythm: Rhythm, *, by: User, held_on: date, minutes: str = "") -> TeamMeeting:
    """Say that it was held, with short minutes. Raises ValidationError for a day to come, Taken for a second time."""
    if held_on > clock.today():
        raise ValidationError({"held_on": _("That day is still to come.")})
    row, made = TeamMeeting.objects.get_or_create(
        rhythm=rhythm, held_on=held_on, defaults={"minutes": minutes, "by": by}
    )
    if not made:
        raise Taken(_("That it was held this day stands there already."))
    trail.record("team_meeting.held", by=by, obj=row, changes={"held_on": [None, held_on]})
    return row


@transaction.atomic
def correct_minutes(meeting: TeamMeeting, *, by: User, minutes: str, expected_version: int) -> None:
    """Let the minutes say something else; what they said stays to be read. Nothing happens when they say it already.

    Raises core.versions.Conflict when somebody else saved first. The trail says that they were corrected, never what.
    """
    before = TeamMeeting.objects.get(pk=meeting.pk)
    if before.minutes == minutes:
        return
    meeting.minutes, meeting.corrected_by, meeting.corrected_at = minutes, by, clock.now()
    save_versioned(meeting, expected_version, ("minutes", "corrected_by", "corrected_at"))
    EarlierMinutes.objects.create(
        meeting=meeting,
        minutes=before.minutes,
        by_id=before.corrected_by_id or before.by_id,
        written_at=before.corrected_at or before.recorded_at,
    )
    trail.record("team_meeting.corrected", by=by, obj=meeting)
