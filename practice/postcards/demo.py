"""The demo unit's postcards: some opened, some sealed."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import Unit, User
from core import clock
from practice.postcards.actions import notify_writers, write_postcard
from practice.postcards.models import Postcard
from practice.postcards.rules import in_months

# (days since it was written, months until it opens, picture, text)
CARDS = (
    (
        400,
        12,
        Postcard.Motif.LIGHTHOUSE,
        "Kære alle\n\nDet er blevet november igen. Ingen unge venter længere end en uge på at få en guide, og "
        "torsdagssparringen er blevet det møde, ingen vil undvære. Vi turde spørge ind til hinandens sager, også når "
        "det kneb.\n\nHilsen fra et år fremme",
    ),
    (
        210,
        6,
        Postcard.Motif.ROAD,
        "Kære kolleger\n\nFGU og beskæftigelsesafdelingen sidder nu med ved bordet fra første møde. Det var ikke "
        "en ny blanket, der gjorde det. Det var, at vi ringede først.",
    ),
    (
        190,
        6,
        Postcard.Motif.FJORD,
        "Hej I\n\nDen unge, vi alle troede var tabt, står i lære hos tømreren. Husk det, næste gang vejen er snoet.",
    ),
    (60, 12, Postcard.Motif.STARS, "Til os selv om et år: Holdt vi fast i de små skridt?"),
    (45, 36, Postcard.Motif.FJORD, "Maj 2029: Alle over 18 er i gang med noget, de selv har valgt."),
    (20, 6, Postcard.Motif.ROAD, "Vi lovede hinanden at evaluere hver aftale. Gjorde vi det?"),
    (3, 12, Postcard.Motif.LIGHTHOUSE, "Jeg håber, at nogen husker at fejre de små sejre højt."),
)


def load(unit: Unit, users: Sequence[User]) -> list[Postcard]:
    """Write the unit's postcards, by its leader and guides in turn. Deterministic on a given day."""
    today: date = clock.today()
    made = []
    for number, (days_ago, months, motif, text) in enumerate(CARDS):
        written_on = today - timedelta(days=days_ago)
        with clock.travel(written_on):
            card = write_postcard(
                unit=unit,
                by=users[number % len(users)],
                text=text,
                opens_on=in_months(written_on, months),
                motif=motif,
            )
        made.append(card)
    # Those of the past were told in their time.
    for card in made:
        if card.is_open(today):
            with clock.travel(card.opens_on):
                notify_writers(on=card.opens_on)
    return made
