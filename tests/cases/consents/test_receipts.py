"""The receipt's own words: easy to read, short, and Danish."""

import re
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from cases.consents import receipts
from cases.models import Case, Consent, Topic, YoungPerson
from core.plainlanguage import rules as readability

pytestmark = pytest.mark.once


BASE = {
    "called": "",
    "partner": "",
    "purpose": "",
    "is_consent": True,
    "is_duty": False,
    "rule": "",
    "rule_text": "",
    "given_by": "",
    "is_theirs": True,
    "by_custody": True,
    "still": [],
    "more": False,
    "is_oral": True,
    "witness": "x",
    "from_on": "1. maj 2026",
    "last_day": "2. maj 2026",
    "withdrawn_on": "",
    "told": [],
    "guide": "x",
    "guide_phone": "1",
    "unit": "",
    "foot": "",
}


KINDS = {
    "written": {"is_oral": False, "by_custody": False},
    "oral, custody": {},
    "law": {"is_consent": False},
    "duty": {"is_consent": False, "is_duty": True},
    "withdrawn": {"withdrawn_on": "3. maj 2026"},
    "withdrawn by others, while another basis holds": {
        "withdrawn_on": "3. maj 2026",
        "is_theirs": False,
        "still": ["Dit navn, din telefon og din mail."],
    },
    "withdrawn after something was told": {
        "withdrawn_on": "3. maj 2026",
        "told": [("1. maj", "Åbnede den delte side", "")],
    },
}


def own_words(**fields) -> str:
    """Our own Danish words on the receipt, each block a line."""
    consent = Consent(case=Case(person=YoungPerson()), topics=list(Topic))
    consent.basis = Consent.Basis.CONSENT if fields.get("is_consent", True) else Consent.Basis.LAW
    consent.from_whom = "youth" if fields.get("is_theirs", True) else "custody"
    consent.withdrawn_at = datetime(2026, 5, 3, tzinfo=UTC) if fields.get("withdrawn_on") else None
    with translation.override("da"):
        topics = receipts.plain_topics(consent.topics)
        context = {**BASE, **fields, "topics": topics, "heading": receipts.title(consent), "lang": "da"}
        html = render_to_string("cases/consents/pdf/receipt.html", {**context, "title": ""})
    body = re.sub(r"</(?:p|h\d|li)>", "\n", html[html.index("<body") :])
    return "\n".join(" ".join(line.split()) for line in strip_tags(body).splitlines() if line.strip(" .:"))


@pytest.mark.parametrize(
    ("basis", "whom", "withdrawn", "said"),
    [
        ("consent", "youth", False, "Det har du sagt ja til"),
        ("consent", "both", False, "Det har du sagt ja til"),
        ("consent", "custody", False, "Det er der sagt ja til for dig"),
        ("consent", "youth", True, "Du har sagt stop"),
        ("consent", "custody", True, "Det gælder ikke mere"),
        ("law", "", True, "Det gælder ikke mere"),
    ],
)
def test_nobody_is_said_to_have_answered_who_was_not_asked(basis, whom, withdrawn, said):
    moment = datetime(2026, 5, 3, tzinfo=UTC) if withdrawn else None
    with translation.override("da"):
        assert receipts.title(Consent(basis=basis, from_whom=whom, withdrawn_at=moment)) == said
    fields = {
        "is_theirs": whom == "youth",
        "is_consent": basis == "consent",
        "withdrawn_on": "3. maj" * withdrawn,
    }
    assert ("Du sagde stop" in own_words(**fields)) is (withdrawn and whom == "youth")


@pytest.mark.parametrize("fields", KINDS.values(), ids=KINDS)
def test_a_receipt_is_easy_to_read(fields):
    text = own_words(**fields)
    assert len(readability.words(text)) > 40, text
    assert readability.lix(text) <= 30
    assert len(readability.words(readability.longest_sentence(text))) <= 16
    assert not re.search(r"\b(the|you|your|what|who)\b|samtykke|myndighed|grundlag", text, re.IGNORECASE), (
        text
    )
