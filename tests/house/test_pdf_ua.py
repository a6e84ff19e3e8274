"""The documents of the product, read as a checker of PDF/UA reads them: no errors.

Plans by chance: ``tests/robust/test_paper.py``. Reports: ``tests/reports/snapshots/test_pdf_ua.py``.
"""

from datetime import timedelta

import pytest

from cases.consents import receipts
from cases.consents.actions import give_consent
from cases.models import Consent, Guardian
from cases.network.actions import add_participation
from core import clock
from core.paper import LANGUAGES, Paper, Variant
from meetings.agenda.actions import add_item
from meetings.minutes import actions as minutes
from meetings.minutes import pdf as minutes_pdf
from meetings.minutes.sheet import UNIT, YOUTH
from meetings.minutes.sheet import sheet_for as minutes_for
from plans.closing.summary import render as closing_pdf
from plans.closing.summary import summary_for
from plans.handover import pdf
from plans.handover.copies import copy_for
from tests.helpers import factories
from tests.helpers.meetings import hold_one, partner_of
from tests.helpers.papers import errors_in

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.paper]


@pytest.fixture
def case(guide):
    case = factories.make_case(guide, first_name="Freja")
    factories.make_milestone(case, own_words="Jeg ringer til skolen")
    return case


@pytest.mark.parametrize("variant", Variant)
def test_the_young_persons_plan(case, variant):
    for language in LANGUAGES if variant == Variant.STANDARD else ("da", "ar"):
        sheet = copy_for(
            case.plans.get(), "youth", on=clock.today(), paper=Paper(language, variant, sign=True)
        )
        assert errors_in(pdf.render(sheet)) == [], language


def test_minutes_for_the_unit_and_for_the_young_person(case, guide):
    contact = partner_of(case, name="Pia Partner")
    mother = Guardian.objects.create(person=case.person, name="Mor Olsen", relation="Mor")
    held = hold_one(
        case, people=["youth", f"adult-{mother.pk}", f"contact-{contact.pk}"], place="Ungeenheden"
    )
    point = add_item(held, by=guide, title="Uddannelse")
    minutes.write_minutes(
        held, by=guide, expected_version=0, text="Vi mødes igen", youth_text="Du prøver FGU.",
        outcomes={point.pk: ("FGU fra august", False)},
    )  # fmt: skip
    minutes.decide(point, by=guide, what="Jeg besøger FGU", responsible="youth", due_on=clock.today())
    minutes.send_minutes(held.minutes, by=guide, comment_until=clock.today() + timedelta(days=7))
    for audience in (UNIT, YOUTH):
        assert errors_in(minutes_pdf.render(minutes_for(held, audience, on=clock.today()))) == [], audience


def test_the_closing_summary(case):
    for audience in ("youth", "custody"):
        if audience == "custody" and case.person.is_of_age(clock.today()):
            continue
        summary = summary_for(case, audience, words="Vi har talt sammen.\nDu gjorde det.", on=clock.today())
        assert errors_in(closing_pdf(summary)) == []


def test_a_receipt(case, guide):
    contact = factories.ContactFactory(partner__unit=guide.unit)
    add_participation(case, contact.partner, by=guide)
    row = Consent(
        case=case, partner=contact.partner, topics=["plan"], purpose="Praktik",
        expires_on=clock.today() + timedelta(days=30),
    )  # fmt: skip
    assert errors_in(receipts.render(give_consent(row, by=guide))) == []
