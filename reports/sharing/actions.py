"""Writing stories, making the unit's file, and taking in another unit's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock
from core.text import fold, holds_personal_number, tidy
from reports.periods.rules import Quarter
from reports.release.actions import release_figures
from reports.release.models import Release
from reports.sharing.content import content_of, report_of
from reports.sharing.models import SharedFile, Story
from reports.sharing.reading import read
from reports.sharing.shape import LONGEST_STORY, Shared
from reports.snapshots.canonical import canonical

# So far the clock of another municipality may be ahead of ours.
CLOCKS_APART = timedelta(days=1)


@transaction.atomic
def write_story(*, unit: Unit, by: User, theme: str, kind: str, text: str) -> Story:
    """Write down what others can learn from. Raises ValidationError for a CPR number in it."""
    text = tidy(text)
    if holds_personal_number(text):
        raise ValidationError(
            {"text": _("There is a CPR number in it. Take it out: nobody is to be recognised.")}
        )
    if len(text) > LONGEST_STORY:
        raise ValidationError(
            {"text": _("That is too long. Write at most %(most)d letters.") % {"most": LONGEST_STORY}}
        )
    story = Story(unit=unit, by=by, theme=theme, kind=kind, text=text, written_on=clock.today())
    story.full_clean()
    story.save()
    trail.record("story.write", by=by, obj=story)
    return story


@transaction.atomic
def withdraw_story(story: Story, *, by: User) -> None:
    """Let a story stand in no file from now on; those that were sent hold it still."""
    if Story.objects.filter(pk=story.pk, withdrawn_on=None).update(withdrawn_on=clock.today()):
        trail.record("story.withdraw", by=by, obj=story)


@transaction.atomic
def make_file(unit: Unit, quarter: Quarter, stories: Iterable[Story], *, by: User) -> bytes:
    """The unit's file of the quarter, as bytes. Its figures are released with it, so that nothing which leaves later
    gives them away. That it was made stands in the trail, with its fingerprint.
    """
    if report := report_of(unit, quarter):
        release_figures(report, Release.Kind.FILE, by=by)
    data = as_bytes(content_of(unit, quarter, stories))
    trail.record(
        "sharing.export",
        by=by,
        obj=unit,
        changes={"quarter": [None, str(quarter)], "sha256": [None, sha256(data).hexdigest()]},
    )
    return data


def as_bytes(shared: Shared) -> bytes:
    """The one way in which what a unit says is written as bytes."""
    return canonical(shared.as_file())


def _may_come(shared: Shared, unit: Unit, latest: datetime) -> None:
    """Raise ValidationError for one's own file, and for what has not come: its quarter, or the day it was made on."""
    if shared.municipality == unit.municipality_code and fold(shared.unit) == fold(unit.name):
        raise ValidationError(_("This is your own unit's file. Your own figures are there already."))
    if shared.quarter > Quarter.latest_over(clock.today()):
        raise ValidationError(_("It is about a quarter that is not over."))
    if shared.made_at > latest:
        raise ValidationError(_("The file says that it was made on a day that has not come."))


@transaction.atomic
def take_in_file(data: bytes, *, unit: Unit, by: User) -> SharedFile:
    """Keep a file that came. The same one again is the row that is there; a newer one of the same unit and quarter
    replaces the earlier, which stays as history. Raises ValidationError for one that cannot be read, that is one's own,
    older than what stands, dated ahead, or of a quarter that is not over.
    """
    shared = read(data)
    key, latest = fold(shared.unit), clock.now() + CLOCKS_APART
    _may_come(shared, unit, latest)
    kept = as_bytes(shared)
    # What is kept must be read again each time somebody compares.
    read(kept)
    digest = sha256(kept).hexdigest()
    Unit.objects.select_for_update().get(pk=unit.pk)
    rows = SharedFile.objects.filter(
        unit=unit, municipality=shared.municipality, sender_key=key, quarter=str(shared.quarter)
    )
    same = rows.filter(sha256=digest).first()
    if same and not same.taken_back_at:
        return same
    present = rows.counting().first()
    # One that was dated ahead stops no correction.
    if present and shared.made_at <= present.made_at <= latest:
        raise ValidationError(_("A newer file of this unit and quarter is here already."))
    rows.filter(replaced_at=None).update(replaced_at=clock.now())
    row = _kept(shared, kept, digest, unit=unit, by=by)
    changes = {"sender": [None, shared.unit], "quarter": [None, row.quarter], "sha256": [None, digest]}
    trail.record("sharing.import", by=by, obj=row, changes=changes)
    return row


def _kept(shared: Shared, data: bytes, digest: str, *, unit: Unit, by: User) -> SharedFile:
    """A row for the file; for one that was taken back the row that is there, with what it says again."""
    said = {"content": data.decode(), "by": by, "received_at": clock.now()}
    said |= {"replaced_at": None, "taken_back_at": None, "taken_back_by": None}
    sender = {"municipality": shared.municipality, "sender": shared.unit, "sender_key": fold(shared.unit)}
    new = said | sender | {"quarter": str(shared.quarter), "made_at": shared.made_at}
    rows = SharedFile.objects
    return rows.update_or_create(unit=unit, sha256=digest, defaults=said, create_defaults=new)[0]


@transaction.atomic
def take_back_file(row: SharedFile, *, by: User) -> None:
    """Let a file that came count no more, and its content be gone; that it came, and who took it back, stays.

    An earlier one that it replaced does not count again. Sent twice it is done once.
    """
    gone = {"taken_back_at": clock.now(), "taken_back_by": by, "content": ""}
    if SharedFile.objects.counting().filter(pk=row.pk).update(**gone):
        trail.record("sharing.take_back", by=by, obj=row, changes={"sha256": [row.sha256, None]})
