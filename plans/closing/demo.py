"""Closings that are asked for, and looking back on those of before, for the demo unit; through the real actions."""

from datetime import timedelta
from random import Random

from django.db.models import Q

from cases.closing import actions as closing_actions
from cases.models import Case, CloseReason, FollowUp
from core import clock
from plans.closing import summary as closing
from plans.models import Outcome

WHY_CLOSE = (
    (
        CloseReason.MOVED,
        "Er flyttet til Slagelse sammen med sin far. KUI dér har taget over, og vi har holdt fælles møde.",
    ),
    (CloseReason.DECLINED, "Vil gerne klare det selv nu. Ved, at døren er åben, og har mit nummer."),
    (CloseReason.OTHER_SUPPORT, "Får nu støtte gennem efterværn hos familieafdelingen."),
)


SENT_BACK = "Godt arbejde. Skriv lige, hvem på FGU der har kontakten nu, så lukker jeg."


AFTER = (
    (FollowUp.Result.STILL, "Glad for det, og møder hver dag"),
    (FollowUp.Result.STILL, "Har fået læreplads"),
    (FollowUp.Result.OTHER, "Skiftede til job på lager"),
    (FollowUp.Result.NOT_REACHED, "Ringet tre gange"),
    (FollowUp.Result.NOTHING, "Stoppede efter jul. Vil gerne have en samtale"),
)


def load(unit, staff, *, rng: Random) -> None:
    """Fill the unit."""
    today = clock.today()
    _closings(rng, unit, staff, today)
    _look_back(rng, unit, today)


def _cases(unit, guide, *, since):
    free = Q(cover=None) | Q(cover_until__lte=since)
    rows = Case.objects.open().filter(free, unit=unit, guide=guide, shielded=False, opened_on__lt=since)
    return rows.select_related("person", "guide", "deputy", "unit").order_by("opened_on", "pk")


def _closings(rng: Random, unit, staff, today) -> None:
    """A few askings wait for the leader, and one came back."""
    for guide, (reason, note) in zip(staff.guides[1:], WHY_CLOSE, strict=False):
        case = _cases(unit, guide, since=today - timedelta(days=200)).first()
        if case:
            with clock.travel(clock.at(today - timedelta(days=rng.randint(1, 5)), 13)):
                closing_actions.ask_to_close(case, by=guide, reason=reason, note=note)
    case = _cases(unit, staff.guides[0], since=today - timedelta(days=200)).last()
    if case:
        with clock.travel(clock.at(today - timedelta(days=4), 11)):
            row = closing_actions.ask_to_close(
                case, by=case.guide, reason=CloseReason.OTHER_SUPPORT, note="Er startet på FGU."
            )
        with clock.travel(clock.at(today - timedelta(days=2), 14)):
            closing_actions.send_back_closing(row, by=staff.leader, words=SENT_BACK)


def _look_back(rng: Random, unit, today) -> None:
    """Most of those who reached a destination were called after 3, 6 and 12 months; some are due now."""
    rows = Case.objects.filter(unit=unit, close_reason=CloseReason.DESTINATION, guide__is_active=True)
    reached = set(Outcome.objects.filter(case__unit=unit).values_list("case_id", flat=True))
    given = False
    for case in rows.select_related("person", "guide", "unit").order_by("closed_on", "pk"):
        if not given and case.pk in reached:
            with clock.travel(clock.at(case.closed_on, 12)):
                closing.give_summary(case, "youth", by=case.guide, words=closing.first_words(case))
            given = True
        for months in FollowUp.MONTHS:
            asked = closing_actions.follow_up_day(case.closed_on, months) + timedelta(
                days=rng.randint(-6, 12)
            )
            if asked >= today or rng.random() < 0.15:
                continue
            result, note = rng.choice(AFTER)
            with clock.travel(clock.at(asked, 15)):
                closing_actions.record_follow_up(case, months, by=case.guide, result=result, note=note)
