"""Holding an occasion, writing at its stations, closing it, and taking a text away that names somebody."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock
from core.text import holds_personal_number, tidy
from practice.reflection.models import Occasion, Prompt, Reflection, Station
from practice.reflection.rules import MOST_ANSWERS, has_room


@dataclass(frozen=True)
class Asked:
    """A station as it is asked for: its name and its questions."""

    name: str
    questions: tuple[str, ...]


@transaction.atomic
def hold_occasion(
    *,
    unit: Unit,
    by: User,
    title: str,
    from_on: date,
    until_on: date,
    stations: Iterable[Asked],
    with_names: bool = False,
    for_guests: bool = False,
) -> Occasion:
    """Open an occasion with its stations; each gets an address of its own. Raises ValidationError without any."""
    stations = list(stations)
    if not stations:
        raise ValidationError(_("Choose at least one station, or write one."))
    occasion = Occasion(
        unit=unit, by=by, title=title, from_on=from_on, until_on=until_on, with_names=with_names, for_guests=for_guests
    )  # fmt: skip
    occasion.full_clean()
    occasion.save()
    for position, asked in enumerate(stations, 1):
        # 96 random bits: what a public address leads to is not found by trying.
        station = Station(
            occasion=occasion, name=asked.name, position=position, token=secrets.token_urlsafe(12)
        )
        station.full_clean()
        station.save()
        questions = enumerate(dict.fromkeys(asked.questions), 1)
        Prompt.objects.bulk_create(
            Prompt(station=station, text=text, position=number) for number, text in questions
        )
    trail.record("reflection.open", by=by, obj=occasion, changes={"title": [None, title]})
    return occasion


@transaction.atomic
def write_reflections(
    station: Station, texts: Mapping[int, str], *, sheet: str, people: int = 1, by: User | None = None
) -> list[Reflection]:
    """Keep what was written at a station, by the primary key of the question; returns the texts that are new.

    At an occasion with names ``by`` and the day are kept, and the trail has a row. Without, and of a guest, nothing of
    who wrote is stored. ``sheet`` is the number that the sheet drew: the same text of the same sheet is kept once.
    Raises ValidationError once the occasion is over or full, for no text, and for one with a CPR number.
    """
    occasion = Occasion.objects.select_for_update().get(pk=station.occasion_id)
    if not occasion.is_open(clock.today()):
        raise ValidationError(_("This reflection is over. Nothing more is taken in."))
    prompts = {prompt.pk: prompt for prompt in station.prompts.all()}
    written = {pk: tidy(text) for pk, text in texts.items() if pk in prompts and tidy(text)}
    if not written:
        raise ValidationError(_("Write an answer to at least one question."))
    if any(holds_personal_number(text) for text in written.values()):
        raise ValidationError(_("There is a CPR number in it. Take it out: nobody is to be recognised."))
    if not has_room(Reflection.objects.filter(prompt__station__occasion=occasion).count(), len(written)):
        words = _("No more is taken in: %(most)d answers have been written. Tell whoever holds the occasion.")
        raise ValidationError(words % {"most": MOST_ANSWERS})
    named = {"by": by, "written_on": clock.today()} if occasion.with_names and by is not None else {}
    made = []
    for pk, text in written.items():
        once = salted_hmac("practice.reflection", f"{sheet}\0{text}").hexdigest()[:64]
        kept = {"text": text, "people": people, **named}
        row, new = Reflection.objects.get_or_create(prompt=prompts[pk], once=once, defaults=kept)
        made += [row] if new else []
    if named and made:
        trail.record("reflection.write", by=by, obj=station)
    if not occasion.with_names:
        # Rows that the database numbers by what wrote them are all written anew: none tells when it came.
        Reflection.objects.filter(prompt__station__occasion=occasion).update(people=F("people"))
    return made


@transaction.atomic
def close_occasion(occasion: Occasion, *, by: User) -> None:
    """End an occasion before its last day; sent twice it ends once."""
    if Occasion.objects.filter(pk=occasion.pk, closed_on=None).update(closed_on=clock.today()):
        trail.record("reflection.close", by=by, obj=occasion)


@transaction.atomic
def remove_reflection(reflection: Reflection, *, by: User) -> None:
    """Take a text away for good, because somebody can be recognised in it. The trail says that, never what it said."""
    occasion = reflection.prompt.station.occasion
    reflection.delete()
    trail.record("reflection.remove", by=by, obj=occasion)
