"""Asking a round, answering it, and closing it."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Role, Unit, User
from audit import trail
from core import clock
from practice.barometer.models import Answered, Question, Round, Statement, StatementSet
from practice.barometer.rules import with_answer

# Who is asked when each answers in their own time.
STAFF = (Role.GUIDE, Role.LEADER)
OWN_SET = "Vores egne udsagn"


class AlreadyAnswered(ValidationError):
    """They have answered this round; the second answer is not counted."""

    def __init__(self):
        super().__init__(_("You have answered this round. Your answer is counted once."))


@transaction.atomic
def open_round(
    *,
    unit: Unit,
    by: User,
    title: str,
    statements: Iterable[Statement],
    own: Iterable[str] = (),
    how: str = Round.How.SIGNED_IN,
    with_partners: bool = False,
    closes_on: date,
) -> Round:
    """Ask the unit a round of statements, ready ones and sentences of its own. Raises ValidationError for none."""
    asked = [*statements, *_own_statements(unit, own)]
    if not asked:
        raise ValidationError(_("Choose at least one statement, or write one."))
    live, members = how == Round.How.LIVE, User.objects.filter(unit=unit, is_active=True)
    round_ = Round(
        unit=unit,
        by=by,
        title=title,
        how=how,
        with_partners=with_partners and not live,
        opened_on=clock.today(),
        closes_on=closes_on,
        code=f"{secrets.randbelow(10**6):06}" if live else "",
        asked_staff=0 if live else members.filter(role__in=STAFF).count(),
        asked_partners=members.filter(role=Role.PARTNER).count() if with_partners and not live else 0,
    )
    round_.full_clean()
    round_.save()
    Question.objects.bulk_create(
        Question(round=round_, statement=statement, position=position)
        for position, statement in enumerate(dict.fromkeys(asked), 1)
    )
    trail.record("barometer.open", by=by, obj=round_, changes={"title": [None, title]})
    return round_


def _own_statements(unit: Unit, texts: Iterable[str]) -> list[Statement]:
    """The unit's own sentences, each the same row whenever it is asked again."""
    texts = [text for text in texts if text]
    if not texts:
        return []
    own, _made = StatementSet.objects.get_or_create(unit=unit, defaults={"name": OWN_SET})
    return [own.statements.get_or_create(text=text)[0] for text in texts]


def answer_round(
    round_: Round, ratings: Mapping[int, int | None], *, by: User | None = None, seat: str = ""
) -> None:
    """Count one person's numbers, by the primary key of the question; None skips one.

    No trail and no key of the form is kept: a row with a name, a time and a fingerprint of what was sent would tell who
    answered what. Raises `AlreadyAnswered` for a second answer, ValidationError once the round is over.
    """
    group = "partners" if by is not None and by.is_partner else "staff"
    try:
        with transaction.atomic():
            held = Round.objects.select_for_update().get(pk=round_.pk)
            if not held.is_open(clock.today()):
                raise ValidationError(_("This round is over. Look at what it showed."))
            Answered.objects.create(round=held, user=by, seat=seat, is_partner=group == "partners")
            # Every counter of the round is written anew, skipped or not: what was written last tells nothing.
            for question in held.questions.order_by("pk"):
                counts = {"staff": question.staff, "partners": question.partners}
                counts[group] = with_answer(counts[group], ratings.get(question.pk))
                Question.objects.filter(pk=question.pk).update(**counts)
    except IntegrityError:
        raise AlreadyAnswered from None


def type_in_sheet(round_: Round, ratings: Mapping[int, int | None], *, sheet: str, by: User) -> None:
    """Count a sheet of paper. Who typed it in is in the trail of nobody: the sheet carries no name either.

    ``sheet`` was drawn with the page it was typed into: the same page sent twice is counted once. Raises
    ValidationError once as many have answered as were asked.
    """
    seat = salted_hmac("practice.barometer.sheet", sheet).hexdigest()[:32]
    if round_.answered.filter(seat=seat).exists():
        return
    if not round_.is_live and round_.answered.filter(is_partner=False).count() >= round_.asked_staff:
        raise ValidationError(_("As many have answered as were asked. One sheet too many cannot be counted."))
    answer_round(round_, ratings, seat=seat)


@transaction.atomic
def close_round(round_: Round, *, by: User) -> None:
    """End a round before its last day; sent twice it ends once."""
    closed = Round.objects.filter(pk=round_.pk, closed_on=None).update(closed_on=clock.today())
    if closed:
        trail.record("barometer.close", by=by, obj=round_)
