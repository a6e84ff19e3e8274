"""Who may be told what: the matrix, each basis with what was told on it, and the young person's receipt."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.models import Case
from cases.consents import actions
from cases.consents import disclosure as sharing
from cases.consents.forms import USUAL, ConsentForm, ToldForm
from cases.consents.models import TOPIC_SHORT, Consent, ConsentReceipt, Disclosure, Topic, topic_words
from cases.drafts import drafting as drafts
from cases.people.rules import ADULT_AT, birthday
from core import clock
from core.acting import perform
from core.downloads import pdf_file
from core.http import respond, see_other
from core.templatetags.kui import day as drawn_day
from core.text import mark_of, slug_of

# How a basis stands → the tone and the icon of its label.
TONES = {
    Consent.State.IN_FORCE: ("ok", "check"),
    Consent.State.COMING: ("info", "clock"),
    Consent.State.WITHDRAWN: ("plain", "x"),
    Consent.State.LAPSED: ("warn", "calendar"),
    Consent.State.EXPIRED: ("plain", "clock"),
}


@dataclass
class Told:
    """What a partner was told on one day, in one way; opened again and again, it is one line."""

    day: date
    kind: str
    who: str
    topics: list
    what: str
    times: int


@dataclass
class BasisLine:
    """One basis, as the page shows it."""

    consent: Consent
    state: Consent.State
    tone: str
    icon: str
    renewed: bool = False
    told: list[Told] = field(default_factory=list)
    receipts: list[ConsentReceipt] = field(default_factory=list)

    @property
    def receipt_is_current(self) -> bool:
        """Whether there is a receipt for how it stands now."""
        return any(row.is_withdrawal == (self.consent.withdrawn_at is not None) for row in self.receipts)


def page_url(case: Case, anchor="") -> str:
    """The page's address."""
    return reverse("cases:consents", args=[case.pk]) + (f"#{anchor}" if anchor else "")


def told_lines(rows: list[Disclosure]) -> list[Told]:
    """The disclosures of one basis, newest first; the same on the same day is one line."""
    lines = []

    def same(row):
        return (clock.local_date(row.at), row.how, row.by.name, row.topics, row.said)

    for (day, how, who, topics, said), alike in groupby(rows, key=same):
        lines.append(Told(day, how, who, topic_words(topics), said, len(list(alike))))
    return lines


def lines_of(case: Case, on: date) -> list[BasisLine]:
    """Every basis recorded by the end of the day, with what was told and its receipts till then: three queries."""
    ends = clock.end_of_day(on)
    consents = list(
        case.consents.filter(recorded_at__lt=ends).select_related("partner", "guardian", "recorded_by")
    )
    told: dict[int, list[Disclosure]] = {}
    for row in Disclosure.objects.filter(consent__case=case, at__lt=ends).select_related("by"):
        told.setdefault(row.consent_id, []).append(row)
    receipts: dict[int, list[ConsentReceipt]] = {}
    for receipt in ConsentReceipt.objects.filter(consent__case=case, created_at__lt=ends).defer("pdf"):
        receipts.setdefault(receipt.consent_id, []).append(receipt)
    renewed = {row.renews_id for row in consents if row.withdrawn_at is None}
    lines = []
    for consent in consents:
        state = consent.state(on)
        tone, icon = TONES[state]
        said, made = told_lines(told.get(consent.pk, [])), receipts.get(consent.pk, [])
        lines.append(BasisLine(consent, state, tone, icon, consent.pk in renewed, said, made))
    order = list(Consent.State)
    return sorted(lines, key=lambda line: (order.index(line.state), line.consent.partner.sort_name))


def matrix(case: Case, lines: list[BasisLine], on: date) -> list[dict]:
    """A row for each partner that takes part or has a basis, a cell for each topic: what covers it on the day,
    and until when.
    """
    parts = case.participations.known_on(clock.end_of_day(on) - timedelta(microseconds=1)).holding(on)
    taking_part = {row.partner for row in parts.select_related("partner")}
    partners = taking_part | {
        line.consent.partner for line in lines if line.state in (Consent.State.IN_FORCE, Consent.State.COMING)
    }
    rows = []
    for partner in sorted(partners, key=lambda p: (p.sort_name, p.pk)):
        live = [
            line.consent
            for line in lines
            if line.consent.partner_id == partner.pk and line.state == Consent.State.IN_FORCE
        ]
        cells = []
        for topic in Topic:
            covering = [consent for consent in live if topic in consent.topics]
            longest = max(covering, key=lambda c: c.last_day, default=None)
            cells.append({"label": TOPIC_SHORT[topic], "consent": longest})
        rows.append({"partner": partner, "takes_part": partner in taking_part, "cells": cells})
    return rows


@case_view(needs=Permission.CASE_READ)
@require_GET
def consents(request, case):
    """Partner × topic on a day, and beneath it each basis: from whom, why, until when, and what was told."""
    today = clock.today()
    try:
        on = parse_date(request.GET.get("dag", "")) or today
        ends = clock.end_of_day(on)
    except (ValueError, OverflowError):
        on, ends = today, clock.end_of_day(today)
    lines = lines_of(case, on)
    context = {
        "case": case,
        "on": on,
        "is_today": on == today,
        "in_force": _("In force") if on == today else _("In force that day"),
        "later": case.consents.filter(recorded_at__gte=ends).count() if on < today else 0,
        "rows": matrix(case, lines, on),
        "topics": [TOPIC_SHORT[topic] for topic in Topic],
        "live": [line for line in lines if line.state == Consent.State.IN_FORCE],
        "coming": [line for line in lines if line.state == Consent.State.COMING],
        "over": [line for line in lines if line.state not in (Consent.State.IN_FORCE, Consent.State.COMING)],
    }
    return render(request, "cases/consents/consents.html", context)


def asked_again(former: Consent) -> dict:
    """What a new basis begins with when a former one is asked again: the same, from today and for as long, but
    not longer than is usual, and from whom it now takes.
    """
    today, person = clock.today(), former.case.person
    values = {
        name: getattr(former, name) for name in ("partner", "basis", "topics", "purpose", "rule", "rule_text")
    }
    if former.is_consent:
        only_self = person.is_of_age(today)
        values["from_whom"] = Consent.FromWhom.YOUTH if only_self else former.from_whom
        values["guardian"] = None if only_self else former.guardian_id
        values["second_guardian"] = None if only_self else former.second_guardian_id
    length = min(former.expires_on - former.from_on, birthday(today, USUAL) - today)
    return values | {"from_on": today, "expires_on": today + length}


@case_view(needs=Permission.CONSENT_EDIT)
@require_http_methods(["GET", "POST"])
def consent_add(request, case):
    """Record a basis for telling a partner: consent, or another stated ground."""
    basis = request.GET.get("grundlag", "")
    known = basis in Consent.Basis.values
    return new_basis(request, case, {"basis": basis if known else Consent.Basis.CONSENT})


@case_view(needs=Permission.CONSENT_EDIT)
@require_http_methods(["GET", "POST"])
def consent_again(request, case, consent_id):
    """Ask again about a basis that ends or has ended: a new one, filled in with what the former said."""
    former = _consent(case, consent_id)
    return new_basis(request, case, asked_again(former), renews=former)


def new_basis(request, case, initial: dict, *, told="", renews: Consent | None = None) -> HttpResponse:
    """The page that records a basis, filled in with ``initial``, under the words ``told``; saving is what
    records it.
    """
    blank = Consent(case=case, renews=renews)
    form = ConsentForm(request.POST or None, instance=blank, initial=initial)
    drafts.restore(form, case, request.user, "consent")
    if form.is_valid() and perform(
        form, actions.give_consent, form.instance, by=request.user, location=_place
    ):
        drafts.drop(form, case, request.user, "consent")
    made, page = form.made, "cases/consents/consent_add.html"
    if made and made.from_whom == Consent.FromWhom.YOUTH and not case.person.is_of_age():
        words = _("%(name)s is under %(age)s: ask a custody holder too, when the matter is sensitive.")
        messages.warning(request, words % {"name": case.person.called, "age": ADULT_AT})
    if made and (wider := _still_wider(made)):
        messages.warning(request, wider)
    to, words = made and _place(made), _("The basis is recorded.")
    return respond(request, form, page, {"case": case, "told": told}, to=to, words=words)


def _still_wider(renewed: Consent) -> str:
    """What the former basis goes on telling although the answer is narrower now; empty where there is no such thing."""
    still = sharing.covered_besides(renewed, clock.today()) if renewed.renews_id else frozenset()
    if not (more := still - set(renewed.topics)):
        return ""
    words = _(
        "What was said before still holds for %(partner)s: %(what)s. Withdraw it if the answer is no now."
    )
    return words % {"partner": renewed.partner.name, "what": " · ".join(map(str, topic_words(more)))}


def _place(consent: Consent) -> str:
    """Where the basis stands on the page."""
    return page_url(consent.case, f"grundlag-{consent.pk}")


def _consent(case: Case, consent_id: int) -> Consent:
    consent = case.consents.select_related("partner").filter(pk=consent_id).first()
    if consent is None:
        raise Http404
    return consent


@case_view(needs=Permission.CONSENT_EDIT)
@require_POST
def consent_withdraw(request, case, consent_id):
    """Withdraw a basis; it acts on the next request, and the page lists what was told while it stood."""
    consent = _consent(case, consent_id)
    actions.withdraw_consent(consent, by=request.user)
    messages.success(request, " ".join(_withdrawn(consent)))
    return see_other(page_url(case, f"grundlag-{consent.pk}"))


def _withdrawn(consent: Consent) -> Iterator[str]:
    """The receipt of a withdrawal: what it stops, and what it does not because another basis holds or begins."""
    today, partner = clock.today(), {"partner": consent.partner.name}
    begun = not consent.never_held
    yield _("Withdrawn.") if begun else _("Withdrawn before it began: nothing was told on it.")
    others = consent.case.consents.filter(partner=consent.partner_id, withdrawn_at=None, from_on__gt=today)
    if still := sharing.covered_besides(consent, today):
        what = " · ".join(map(str, topic_words(still)))
        yield _("Another basis still holds for %(partner)s: %(what)s.") % {**partner, "what": what}
    elif begun:
        yield _("Nothing more is told from now on.")
    if coming := others.order_by("from_on").first():
        yield _("Another basis begins %(day)s.") % {"day": drawn_day(coming.from_on)}
    if begun:
        yield _("Below stands what was told while it held.")


@case_view(needs=Permission.CONSENT_EDIT)
@require_http_methods(["GET", "POST"])
def consent_told(request, case, consent_id):
    """Write down what one told a partner oneself, by phone, letter or at a meeting."""
    consent = _consent(case, consent_id)
    form = ToldForm(request.POST or None, consent=consent)
    url = page_url(case, f"grundlag-{consent.pk}")
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("topics", "what")}
        try:
            perform(form, sharing.record_told, consent, by=request.user, location=url, **said)
        except sharing.NotCovered:
            words = _("The basis does not hold now, or the partner takes no part any more. Do not tell it.")
            form.add_error("topics", words)
    page, words = "cases/consents/consent_told.html", _("It is written down.")
    return respond(request, form, page, {"case": case, "consent": consent}, to=url, words=words)


@case_view(needs=Permission.CONSENT_EDIT)
@require_POST
def consent_receipt_make(request, case, consent_id):
    """Make the young person's receipt, and keep it."""
    consent = _consent(case, consent_id)
    language = "en" if request.POST.get("sprog") == "en" else "da"
    actions.make_receipt(consent, by=request.user, language=language)
    messages.success(request, _("The receipt is ready: print it, or send it."))
    return see_other(page_url(case, f"grundlag-{consent.pk}"))


@case_view(needs=Permission.CASE_READ)
@require_GET
def consent_receipt(request, case, receipt_id):
    """A receipt, byte for byte."""
    row = ConsentReceipt.objects.filter(pk=receipt_id, consent__case=case).first()
    if row is None:
        raise Http404
    trail.record("consent.receipt_fetched", by=request.user, case_id=case.pk, obj=row)
    day = clock.local_date(row.created_at)
    name = f"kvittering-{slug_of(case.person.called) or 'ung'}-{day:%Y-%m-%d}-{mark_of(row)}.pdf"
    return pdf_file(bytes(row.pdf), name)
