"""What a young person of 13 reads: easy words, short sentences, none of staff's own."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from core import clock
from core.plainlanguage import rules as readability
from progress.chart.figures import figures_of, measures_of
from progress.chart.frame import frame_of
from progress.chart.words import band_words
from progress.levels.actions import set_level
from progress.models import Level, LifeArea
from progress.scales.actions import Said, decline_scales, record_scales
from progress.wellbeing.actions import record_wellbeing
from progress.wellbeing.told import told_of
from tests.helpers import factories

pytestmark = pytest.mark.django_db

JARGON = (
    "progression",
    "indsats",
    "trivselsindeks",
    "risiko",
    "depression",
    "diagnose",
    "måling",
    "vurder",
    "parat",
)


@pytest.fixture
def sentences(case, guide):
    """Every kind of sentence that the pictures and the answer's page say."""
    today, said = clock.today(), []
    levels = Level.objects.in_force(today)
    for n, (place, items) in enumerate(((0, [1] * 5), (2, [2] * 5), (2, [4] * 5), (1, [2] * 5))):
        day = today - timedelta(days=40 - 10 * n)
        record_scales(case, {"skole": Said(3 + n, 9), "hjem": Said(None)}, by=guide, voice="youth", on=day)
        answer = record_wellbeing(case, items, by=guide, on=day)
        set_level(case, levels[place], "Set", by=guide, on=day)
        with translation.override("da"):
            html = render_to_string("progress/wellbeing/_told.html", {"told": told_of(answer)})
            said.append(strip_tags(html))
            measures = measures_of(case)
            frame = frame_of(measures.days, today, months=3, youth=True)
            said += [figure.sentence for figure in figures_of(measures, frame)]
    decline_scales(case, by=guide, voice="youth")
    with translation.override("da"):
        said += [figure.sentence for figure in figures_of(measures_of(case), frame)]
        said += [band_words(value, youth=True) for value in (0, 40, 80)]
        said += [row.youth_da for row in (*levels, *LifeArea.objects.in_force(today))]
    return said


def test_they_are_easy_to_read(sentences):
    text = "\n".join(" ".join(said.split()) for said in sentences)
    assert len(readability.words(text)) > 200
    assert readability.lix(text) <= 30
    assert len(readability.words(readability.longest_sentence(text))) <= 20


def test_they_hold_no_word_of_staffs(sentences):
    text = " ".join(sentences).casefold()
    assert [word for word in JARGON if word in text] == []
    assert not [said for said in sentences if " the " in said or "You " in said]


def test_two_numbers_of_one_month_are_told_by_day(guide):
    with clock.travel(clock.at(date(2026, 11, 29), 10)):
        case = factories.make_case(guide, on=date(2026, 10, 1), birth_date=date(2009, 5, 5))
        for day, number in ((date(2026, 11, 3), 6), (date(2026, 11, 29), 3)):
            record_scales(case, {"skole": Said(number)}, by=guide, voice="youth", on=day)
            record_wellbeing(case, [number - 2] * 5, by=guide, on=day)
        for youth, told in (
            (True, ("Du var på 6 den 3. november og 3 den 29. november.", "lavere end den 3. november.")),
            (False, ("Den unge: 6 den 3. november, 3 den 29. november (3 ned).", "siden 3. november")),
        ):
            measures = measures_of(case)
            frame = frame_of(measures.days, clock.today(), months=3, youth=youth)
            said = " ".join(figure.sentence for figure in figures_of(measures, frame))
            for words in told:
                assert words in said
