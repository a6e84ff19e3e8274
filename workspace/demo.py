"""Cover, transfers, closings, looking back and lines put off, for the demo unit; through the real actions."""

from datetime import timedelta
from random import Random

from django.db.models import Q

from cases.closing import actions as closing_actions
from cases.models import Case, CloseReason, FollowUp
from core import clock
from plans.closing import summary as closing
from plans.models import Outcome
from workspace.day import day
from workspace.day.putting_off import put_off
from workspace.lists.actions import save_view
from workspace.todos import demo as todos
from workspace.transfer import actions as transfer_actions
from workspace.transfer.note import draft_notes

# What the leader shares: on which list, under which name.
VIEWS = (
    ("mine", "Længe siden sidst", "vis=ingen-kontakt&sort=kontakt"),
    ("mine", "Fylder snart 18", "vis=fylder-18&sort=-alder&kol=alder&kol=nu&kol=overgang&kol=kontakt"),
    (
        "unit",
        "Uden guide, ældste først",
        "status=waiting&sort=aabnet&kol=alder&kol=aabnet&kol=vaegt&kol=guide",
    ),
)

WHY_IT_WAITS = (
    "Er på højskole og ringer selv, når hun er hjemme",
    "Mor er indlagt. Vi har aftalt ro til efter weekenden",
    "Venter på svar fra FGU om startdato",
    "Eksamen i denne uge, vi tales ved bagefter",
    "Har bedt om en pause. Aftalt ny dato sammen",
)


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


def load(unit, staff) -> None:
    """Fill the unit. The dice are of its own, so that nothing else falls differently."""
    rng, today = Random(11), clock.today()
    _cover_and_transfer(rng, unit, staff, today)
    _closings(rng, unit, staff, today)
    _look_back(rng, unit, today)
    for guide in staff.guides[:3]:
        _put_off(rng, guide, today)
    todos.load(staff.guides, rng=rng)
    for which, name, query in VIEWS:
        save_view(by=staff.leader, which=which, name=name, query=query, share=True)


def _cases(unit, guide, *, since):
    free = Q(cover=None) | Q(cover_until__lte=since)
    rows = Case.objects.open().filter(free, unit=unit, guide=guide, shielded=False, opened_on__lt=since)
    return rows.select_related("person", "guide", "deputy", "unit").order_by("opened_on", "pk")


def _cover_and_transfer(rng: Random, unit, staff, today) -> None:
    """One guide is ill this fortnight, one was in the summer, and a few cases changed hands last week."""
    ill, stands_in = staff.guides[-1], staff.guides[-2]
    for began, until, reason, most in (
        (today - timedelta(days=130), today - timedelta(days=112), "Sommerferie", 6),
        (today - timedelta(days=4), today + timedelta(days=10), "Sygemeldt i to uger", 40),
    ):
        with clock.travel(clock.at(began, 9)):
            cases = list(_cases(unit, ill, since=began)[:most])
            if cases:
                notes = draft_notes(cases, unit, began, staff.leader) if until > today else {}
                transfer_actions.transfer_cases(
                    cases, stands_in, by=staff.leader, reason=reason, notes=notes, until_on=until
                )
    with clock.travel(clock.at(today - timedelta(days=5), 10)):
        giver, taker = staff.guides[0], staff.guides[1]
        cases = list(_cases(unit, giver, since=clock.today())[:3])
        if cases:
            notes = draft_notes(cases, unit, clock.today(), giver)
            transfer_actions.transfer_cases(
                cases, taker, by=staff.leader, reason="Ny fordeling efter områder", notes=notes
            )


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


def _put_off(rng: Random, guide, today) -> None:
    """A few lines of the day wait, each for a reason."""
    found = day.day_of(guide, today, show_all=True)
    lines = [t for g in found.groups for t in g.tasks if t.can_wait and not t.statutory]
    for task, reason in zip(lines[::4], WHY_IT_WAITS, strict=False):
        put_off(task, by=guide, until_on=today + timedelta(days=rng.randint(2, 25)), reason=reason)
