"""The young person's receipt: what they said yes to, or which rule applies, in words that are easy to read."""

from collections.abc import Iterable
from datetime import date

from django.utils import formats, translation
from django.utils.translation import gettext as _

from cases.consents.disclosure import covered_besides
from cases.consents.models import Consent, Topic
from cases.people.rules import ADULT_AT
from core import clock, pdf


def plain_topics(topics: Iterable[str]) -> list[str]:
    """What may be told, as the young person would say it."""
    words = {
        Topic.CONTACT: _("Your name, phone and e-mail."),
        Topic.PLAN: _("Your plan: your dream and your steps."),
        Topic.ACTIVITY: _("What you do now: school or job."),
        Topic.HEALTH: _("How you are doing."),
        Topic.FAMILY: _("Your family and your home."),
        Topic.CRIME: _("What the police and the court know about you."),
    }
    return [words[topic] for topic in Topic if topic in topics]


def in_words(day: date) -> str:
    """A day on paper, in the active language."""
    return formats.date_format(day)


def context_of(consent: Consent, *, on: date) -> dict:
    """Everything the receipt says, as plain values: nothing is looked up while it is drawn."""
    case = consent.case
    guide = case.guide
    withdrawn = consent.withdrawn_at and clock.local_date(consent.withdrawn_at)
    told = list(consent.disclosures.all()) if withdrawn else []
    besides = covered_besides(consent, on)
    return {
        "called": case.person.called,
        "adult_at": ADULT_AT,
        "partner": consent.partner.name,
        "topics": plain_topics(consent.topics),
        # Other bases go on, or cover more: nothing here may say that the partner is told no more.
        "still": plain_topics(besides),
        "more": bool(besides - set(consent.topics)),
        "purpose": consent.purpose,
        "is_consent": consent.is_consent,
        "is_duty": consent.basis == Consent.Basis.DUTY,
        "rule": consent.rule,
        "rule_text": consent.rule_text,
        "given_by": consent.given_by,
        "is_theirs": consent.from_whom == Consent.FromWhom.YOUTH,
        "by_custody": consent.from_whom == Consent.FromWhom.CUSTODY,
        "is_oral": consent.form == Consent.Form.ORAL,
        "witness": consent.witness,
        "from_on": in_words(consent.from_on),
        "last_day": in_words(consent.last_day),
        "withdrawn_on": in_words(withdrawn) if withdrawn else "",
        "told": [(in_words(clock.local_date(row.at)), row.how, row.said) for row in told],
        "guide": guide.name if guide else "",
        "guide_phone": guide.phone if guide else "",
        "unit": case.unit.name,
        "foot": f"{case.unit.name} · {in_words(on)}",
    }


def title(consent: Consent) -> str:
    """The title of the document, in the active language."""
    if consent.withdrawn_at:
        theirs = consent.from_whom == Consent.FromWhom.YOUTH
        return _("You have said stop") if theirs else _("This holds no more")
    if not consent.is_consent:
        return _("This we share")
    theirs = consent.from_whom != Consent.FromWhom.CUSTODY
    return _("This you have said yes to") if theirs else _("This is said yes to on your behalf")


def render(consent: Consent, *, language="da", created=None) -> bytes:
    """The receipt as a tagged PDF in ``language``."""
    created = created or clock.now()
    with translation.override(language):
        context = context_of(consent, on=clock.local_date(created))
        heading = title(consent)
        return pdf.render(
            "cases/consents/pdf/receipt.html",
            {**context, "heading": heading},
            lang=language,
            title=f"{heading} – {consent.case.person.called}",
            created=created,
        )
