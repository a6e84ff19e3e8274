"""Plans on paper by chance, what a checker of PDF/UA says of a document, and what on it lies outside its page."""

import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
from hypothesis import strategies as st

from core.paper import LANGUAGES, Variant
from plans.handover.efforts import EffortLine
from plans.handover.forms import FITTING
from plans.handover.sheet import GoalLine, Sheet, Step, Who
from plans.paper.news import Change, Kind

DAY = date(2026, 11, 2)
# What people write and paste: other alphabets, emoji, words without an end, lines without words.
PIECES = (
    "Jeg ringer til skolen",
    "أتعلم القيادة في المدرسة",
    "Я шукаю роботу",
    "👩🏽‍🔧🐕🎉",
    "speciallægepraksisplanlægning",
    "a" * 120,
    "https://eksempel.example/" + "x" * 90,
    "\n\n\n",
    "שלום",
    "学校に行きます",
    "<b>fed</b> & »citat«",
    "½ · 7%",
    "Familiesamtaler",
    "e\u0301\u0302\u0303",
    "ﷺ",
    "W" * 45,
    "jeg vil gerne prøve noget nyt til foråret",
)
words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
lines = words.map(lambda text: " ".join(text.split())[:200] or "Noget")
days = st.none() | st.integers(-400, 700).map(lambda n: DAY + timedelta(days=n))


@st.composite
def steps(draw):
    """Up to sixty milestones."""
    found = []
    for number in range(1, draw(st.sampled_from((0, 1, 2, 3, 5, 8, 20, 60))) + 1):
        status = draw(st.sampled_from(("planned", "under_way", "cannot_yet", "reached")))
        found.append(
            Step(
                number,
                draw(lines),
                draw(st.just("") | lines),
                draw(lines)[:80],
                draw(days),
                None,
                DAY - timedelta(days=number) if status == "reached" else None,
                status,
                wish=draw(st.just("") | st.just("ønske – venter på svar")),
                cannot_because=draw(lines) if status == "cannot_yet" else "",
                key=f"milestone-{number}",
            )
        )
    return tuple(found)


@st.composite
def sheets(draw):
    """A sheet for anybody, in any language and shape that is made for them."""
    audience = draw(st.sampled_from(("youth", "youth", "youth", "custody", "partner")))
    fitting = FITTING[audience]
    goals = draw(st.lists(st.tuples(lines, st.sampled_from(("now", "later", "reached"))), max_size=6))
    news = draw(st.lists(st.tuples(st.sampled_from(list(Kind)), lines), max_size=5))
    name = draw(lines)
    return Sheet(
        called=name[:50].strip(),
        full_name=name[:100].strip(),
        dream=draw(st.just("") | words),
        destination=draw(st.just("") | lines)[:120],
        destination_note=draw(st.just("") | lines),
        small_step=draw(st.just("") | lines),
        audience=audience,
        language=draw(st.sampled_from(list(fitting.languages))),
        variant=draw(st.sampled_from(list(fitting.variants))),
        sign=draw(st.booleans()) and fitting.sign,
        made_on=DAY,
        unit=draw(lines)[:60].strip(),
        number=draw(st.integers(1, 30)),
        goal_lines=tuple(GoalLine(*goal) for goal in goals),
        steps=draw(steps()),
        efforts=tuple(
            EffortLine(
                draw(lines),
                "Forløb",
                "Loven § 1",
                draw(lines)[:80],
                DAY,
                draw(days),
                10,
                "Fremmøde",
                draw(st.sampled_from(("planned", "under_way", "ended"))),
                "I gang",
                (),
                (draw(lines),),
            )
            for _ in range(draw(st.integers(0, 4)))
        ),
        guide=draw(
            st.none()
            | st.builds(
                Who, lines.map(lambda t: t[:60]), st.just(""), st.just("+4520123456"), st.just("g@e.dk")
            )
        ),
        deputy=draw(st.none() | st.just(Who("Ole Bo", phone="+4520123457"))),
        news=tuple(Change(kind, str(Kind(kind).label), what) for kind, what in news),
        news_since=DAY if news else None,
        partner="FGU Fjorden" if audience == "partner" else "",
        basis=draw(lines),
        basis_until=DAY,
        shared_with=("FGU Fjorden",),
        duty_until=draw(st.none() | st.just(18)),
        protected=draw(st.booleans()),
        left_out=("Dele af planen.",) if audience == "partner" else (),
    )


def errors_in(data: bytes) -> list[str]:
    """What breaks PDF/UA in a document, as a reader of it says."""
    import outloud

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(data)
        result = outloud.check(str(path))
    assert result.error is None, result.error
    return [
        f"{row.rule}: {row.message}"
        for row in result.findings
        if str(row.severity) == "error" and not _is_of_one_row(row)
    ]


def _is_of_one_row(found) -> bool:
    """Whether it is only that a table has more headings than cells since it has one row, which has its own heading."""
    counts = re.search(r"(\d+) header cells against (\d+) data cells$", found.message)
    return found.rule == "TBL-010" and counts is not None and int(counts[1]) - int(counts[2]) == 2


def beyond_the_page(data: bytes) -> list[str]:
    """The words whose boxes leave their page, by more than a hair."""
    document, found = pypdfium2.PdfDocument(data), []
    try:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                if left < -1 or bottom < -1 or right > width + 1 or top > height + 1:
                    found.append(f"page {number}: {text.get_text_bounded(left, bottom, right, top)[:60]!r}")
    finally:
        document.close()
    return found


EVERY = [(language, variant) for language in LANGUAGES for variant in Variant]
