"""Documents for the demo: letters that nobody wrote, as PDFs made by hand, and a picture of a workshop table."""

import io
from collections.abc import Iterable
from datetime import timedelta
from random import Random

from cases.casefile.models import Case
from cases.documents import actions
from cases.documents.models import Document
from core import clock
from core.uploads.accepting import Accepted, Format

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


def letter(*pages: Iterable[str] | str) -> bytes:
    """A PDF with these lines on its pages, written by hand: the smallest that every reader opens."""
    pages = [[page] if isinstance(page, str) else list(page) for page in pages or ("En side",)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "BT /F1 13 Tf 22 TL 72 760 Td "
        for line in lines:
            safe = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn += f"({safe}) Tj T* "
        drawn += "ET"
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * number} 0 R >>"
        )
        parts.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    body, starts = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}" + end).encode(
        "cp1252", "replace"
    )


def workshop() -> bytes:
    """A picture: a table of planks, with a tool on it."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (900, 600), "#c99b66")
    pen = ImageDraw.Draw(picture)
    for top in range(0, 600, 75):
        pen.line((0, top, 900, top), fill="#a97c4a", width=4)
    pen.rounded_rectangle((220, 270, 560, 315), 12, fill="#7a4a24")
    pen.rounded_rectangle((545, 215, 640, 370), 10, fill="#5d6b72")
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()


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
