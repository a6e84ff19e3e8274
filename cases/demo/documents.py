"""Documents for the demo: letters that nobody wrote, and a picture of a workshop table."""

from datetime import timedelta
from random import Random

from cases.casefile.models import Case
from cases.documents import actions
from cases.documents.models import Document
from core import clock
from core.uploads.accepting import Accepted, Format
from core.uploads.demo import letter, workshop

KIND = Document.Kind


# kind, title, confidential, the letter's lines.
LETTERS = (
    (
        KIND.STATEMENT,
        "Udtalelse fra 9. klasse",
        False,
        (
            "Udtalelse fra klasselæreren",
            "",
            "{name} møder ikke hver dag, men er med, når der arbejdes praktisk.",
            "I værkstedet hjælper {name} gerne de yngste.",
            "Fraværet er størst mandag og efter ferier.",
            "",
            "Vi anbefaler et kort praktikforløb, før der vælges uddannelse.",
        ),
    ),
    (
        KIND.SCHOOL,
        "Uddannelsesplan fra FGU",
        False,
        (
            "Forløbsplan, FGU",
            "",
            "Spor: Produktionsgrunduddannelse, Mad og ernæring.",
            "{name} begynder mandag kl. 8.30 og møder de første to uger til kl. 12.",
            "Kontaktlærer følger op hver fredag.",
        ),
    ),
    (
        KIND.DECISION,
        "Afgørelse om støttekontaktperson",
        False,
        (
            "Afgørelse",
            "",
            "Familieafdelingen har bevilget støttekontaktperson fem timer om ugen.",
            "Bevillingen gælder i seks måneder og følges op efter tre.",
        ),
    ),
    (
        KIND.HEALTH,
        "Brev fra børne- og ungdomspsykiatrien",
        True,
        (
            "Status efter samtaler",
            "",
            "{name} har gået til samtaler og ønsker selv at fortsætte.",
            "Det anbefales at begynde med få timer og faste pauser.",
        ),
    ),
    (
        KIND.APPLICATION,
        "Ansøgning om praktik",
        False,
        (
            "Ansøgning om praktik",
            "",
            "Jeg hedder {name}, og jeg vil gerne prøve at være hos jer i to uger.",
            "Jeg er god til at arbejde med hænderne og kommer til tiden.",
        ),
    ),
)


def load(cases: list[Case], rng: Random) -> int:
    """Put documents on about every seventh case, through the real action; returns how many.

    One was put there by mistake.
    """
    today, made, photo = clock.today(), 0, workshop()
    for case in cases:
        if case.guide_id is None or rng.random() > 0.15:
            continue
        for kind, title, confidential, lines in rng.sample(LETTERS, rng.choice((1, 1, 2, 3))):
            data = letter([line.format(name=case.person.called) for line in lines])
            made += _put(case, Accepted(Format.PDF, data, 1), rng, today, kind, title, confidential)
        if rng.random() < 0.2:
            picture = Accepted(Format.JPEG, photo, 1)
            made += _put(case, picture, rng, today, KIND.PICTURE, "Fra værkstedet", False)
    mistaken = (
        Document.objects.filter(case__in=cases, kind=KIND.DECISION).order_by("recorded_at", "pk").first()
    )
    if mistaken:
        actions.withdraw_document(mistaken, by=mistaken.by, reason="Handler om en anden ung")
    return made


def _put(case, accepted, rng, today, kind, title, confidential) -> int:
    oldest = max(case.opened_on, today - timedelta(days=700))
    day = oldest + timedelta(days=rng.randint(0, max((today - oldest).days - 1, 0)))
    with clock.travel(clock.at(day, rng.randint(8, 15), rng.randint(0, 59))):
        actions.add_document(
            case,
            accepted,
            by=case.guide,
            title=title,
            kind=kind,
            received_on=day,
            confidential=confidential,
        )
    return 1
