"""What is looked at before it is handed over: the pages of the very PDF, and what was kept back."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core import pdf as paper
from plans.handover import pdf
from plans.handover.parts import Offer, Withheld, offer_for
from plans.handover.scope import scope_for
from plans.handover.sheet import sheet_for


@dataclass(frozen=True)
class Preview:
    """The pages of the PDF that would be handed over, bound to it by its SHA-256."""

    language: str
    chosen: frozenset[str]
    sha256: str
    pages: list[paper.Page]
    withheld: tuple[Withheld, ...]
    # What an audience is told of it: that something is left out, never what.
    left_out: tuple[str, ...]
    # What professionals wrote of it: the young person's own words are theirs.
    professional: tuple[str, ...] = ()


def offered(plan, audience: str, *, partner=None, on: date) -> Offer:
    """What the audience may have of the plan. Raises plans.handover.scope.NotAllowed."""
    scope = scope_for(plan.case, audience, partner=partner, on=on)
    return offer_for(plan, scope, audience=audience, partner=partner, on=on)


def preview_of(
    plan, offer: Offer, audience: str, *, partner=None, language: str, on: date, chosen: Collection[str]
) -> Preview:
    """The pages, as they would be handed over now."""
    sheet = sheet_for(plan, audience, partner=partner, language=language, on=on, chosen=chosen)
    data = pdf.render(sheet)
    return Preview(
        language=language,
        chosen=offer.chosen(chosen),
        sha256=hashlib.sha256(data).hexdigest(),
        pages=paper.pages(data),
        withheld=offer.withheld,
        left_out=sheet.left_out,
        professional=(sheet.destination_note, *(line.name for line in sheet.efforts)),
    )
