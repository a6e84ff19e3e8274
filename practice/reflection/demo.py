"""The demo unit's reflections: a theme day that is over, one with names, and one that takes answers now."""

from collections.abc import Sequence
from datetime import timedelta

from accounts.models import Unit, User
from core import clock
from practice.reflection.actions import Asked, close_occasion, hold_occasion, write_reflections
from practice.reflection.models import Occasion
from practice.reflection.ready import ready_stations

# What was written at the theme day: station, which of its questions, the text, how many wrote it together.
THEME_DAY = (
    ("Indsigter", 0, "Vi spørger for sent, hvem der ellers er rundt om den unge.", 4),
    ("Indsigter", 0, "FGU ved meget, som vi ikke får at vide, fordi vi kun taler om fravær.", 3),
    ("Indsigter", 1, "At de unge helst vil have en fast dag og ikke en påmindelse.", 1),
    ("Indsigter", 2, "De skal fortælle deres historie færre gange.", 5),
    ("Tilgange", 0, "Små skridt med en dato. De store mål kan vente.", 4),
    ("Tilgange", 1, "Vi udfordrer, når der er ro hjemme. Ellers skærmer vi først.", 2),
    ("Metoder", 0, "Gå-samtaler i stedet for mødelokalet.", 3),
    ("Metoder", 0, "En fælles side med hvem der gør hvad, som alle kan se.", 1),
    ("Metoder", 1, "Tid i kalenderen, som ingen må booke.", 4),
    ("Hvad var svært", 0, "At holde fast i aftalerne, når afdelingerne har forskellige frister.", 5),
    ("Hvad var svært", 1, "Vi mangler et sted at ringe hen om aftenen.", 2),
)  # fmt: skip
BRIDGES = "Overgange til FGU og erhvervsskole"
ASKS = ("Hvad virkede ved den sidste overgang?", "Hvor faldt den unge ned mellem to stole?")
NAMED = (
    (0, "Vi gik med på det første besøg. Det gjorde forskellen.", 1),
    (1, "Sommerferien: ingen havde ansvaret i syv uger.", 1),
)


def load(unit: Unit, users: Sequence[User]) -> None:
    """A theme day five weeks ago without names, a period with names, and a theme day today that guests take part in."""
    today = clock.today()
    ready = [Asked(row["name"], tuple(row["questions"])) for row in ready_stations().values()]
    day = today - timedelta(days=35)
    with clock.travel(day):
        held = hold_occasion(
            unit=unit, by=users[0], title="Temadag om netværk", from_on=day, until_on=day, stations=ready
        )
        for number, (station, asked, text, people) in enumerate(THEME_DAY):
            _write(held, station, asked, text, people=people, sheet=f"demo-{number}")
        close_occasion(held, by=users[0])
    began = today - timedelta(days=80)
    with clock.travel(began):
        named = hold_occasion(
            unit=unit,
            by=users[1],
            title="Efterårets overgange",
            from_on=began,
            until_on=began + timedelta(days=30),
            stations=[Asked(BRIDGES, ASKS)],
            with_names=True,
        )
        for number, (asked, text, people) in enumerate(NAMED):
            _write(named, BRIDGES, asked, text, people=people, sheet=f"named-{number}", by=users[number + 1])
    hold_occasion(
        unit=unit,
        by=users[0],
        title="Temadag med partnerne",
        from_on=today,
        until_on=today + timedelta(days=2),
        stations=[*ready[:2], Asked(BRIDGES, ASKS)],
        for_guests=True,
    )


def _write(occasion: Occasion, station: str, asked: int, text: str, **more) -> None:
    place = occasion.stations.get(name=station)
    write_reflections(place, {place.prompts.all()[asked].pk: text}, **more)
