"""Cover, transfers, saved lists and lines put off, for the demo unit; through the real actions."""

from datetime import timedelta
from random import Random

from django.db.models import Q

from cases.models import Case
from core import clock
from plans.closing import demo as closing
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


def load(unit, staff) -> None:
    """Fill the unit. The dice are of its own, so that nothing else falls differently."""
    rng, today = Random(11), clock.today()
    _cover_and_transfer(rng, unit, staff, today)
    closing.load(unit, staff, rng=rng)
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


def _put_off(rng: Random, guide, today) -> None:
    """A few lines of the day wait, each for a reason."""
    found = day.day_of(guide, today, show_all=True)
    lines = [t for g in found.groups for t in g.tasks if t.can_wait and not t.statutory]
    for task, reason in zip(lines[::4], WHY_IT_WAITS, strict=False):
        put_off(task, by=guide, until_on=today + timedelta(days=rng.randint(2, 25)), reason=reason)
