"""The demo unit's rounds over two years, and one that is open."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from accounts.models import Role, Unit, User
from core import clock
from core.templatetags.kui import day as drawn_day
from practice.barometer.actions import answer_round, close_round, open_round
from practice.barometer.models import Round, StatementSet

EVERY = 91  # days between two rounds
ROUNDS = 8
# Where the middle of the answers lies in the first round and in the last, by set: the goals were not yet common.
MIDDLES = {
    "Fælles mål": (3, 7),
    "Psykologisk tryghed": (6, 8),
    "Relationel koordinering": (5, 7),
    "Værdier": (7, 8),
}


def load(unit: Unit, users: Sequence[User]) -> None:
    """Two years of rounds, each answered by most of the unit and the later ones by partners; one is open now."""
    rng, today = Random(7), clock.today()
    partners = list(User.objects.filter(unit=unit, role=Role.PARTNER, is_active=True).order_by("pk"))
    sets = list(StatementSet.objects.filter(unit=None).prefetch_related("statements"))
    for number in range(ROUNDS):
        chosen = [sets[0], sets[1 + number % 3]]
        opened = today - timedelta(days=EVERY * (ROUNDS - number) - 20)
        _round(unit, users, partners if number >= ROUNDS // 2 else [], chosen, opened, number, rng)
    closes = today + timedelta(days=5)
    statements = [statement for ready in sets[:2] for statement in ready.statements.all()]
    title = f"Runde {drawn_day(today)}"
    open_ = open_round(
        unit=unit,
        by=users[0],
        title=title,
        statements=statements,
        with_partners=bool(partners),
        closes_on=closes,
    )
    for user in users[1:4]:
        answer_round(open_, _ratings(open_, ROUNDS, rng), by=user)


def _round(unit, users, partners, sets, opened: date, number: int, rng: Random) -> None:
    with clock.travel(opened):
        made = open_round(
            unit=unit,
            by=users[0],
            title=f"Runde {drawn_day(opened)}",
            statements=[statement for ready in sets for statement in ready.statements.all()],
            own=["Vores torsdagssparring giver mig noget, jeg kan bruge"] if number % 2 else (),
            with_partners=bool(partners),
            closes_on=opened + timedelta(days=7),
        )
        for user in [*rng.sample(list(users), k=max(5, len(users) - 2)), *partners[:6]]:
            answer_round(made, _ratings(made, number, rng), by=user)
    with clock.travel(opened + timedelta(days=6)):
        close_round(made, by=users[0])


def _ratings(made: Round, number: int, rng: Random) -> dict[int, int | None]:
    ratings: dict[int, int | None] = {}
    for question in made.questions.select_related("statement__set"):
        first, last = MIDDLES.get(question.statement.set.name, (6, 8))
        middle = first + (last - first) * number / ROUNDS
        ratings[question.pk] = min(10, max(1, round(rng.gauss(middle, 1.4)))) if rng.random() > 0.05 else None
    return ratings
