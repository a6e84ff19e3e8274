"""What is looked at before it is handed over: the pages of the very PDF, and what was kept back."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core import pdf as pages
from core.paper import Paper
from plans.handover import pdf
from plans.handover.copies import copy_for
from plans.handover.parts import Offer, Withheld, offer_for
from plans.handover.scope import scope_for


@dataclass(frozen=True)
class Preview:
    """The pages of the PDF that would be handed over, bound to it by its SHA-256."""

    paper: Paper
    chosen: frozenset[str]
    pdf: bytes
    sha256: str
    pages: list[pages.Page]
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
    plan, offer: Offer, audience: str, *, paper: Paper, chosen: Collection[str], draw=True, **to
) -> Preview:
    """The pages, as they would be handed over now; without ``draw`` the PDF alone."""
    sheet = copy_for(plan, audience, chosen=chosen, paper=paper, **to)
    data = pdf.render(sheet)
    return Preview(
        paper=paper,
        chosen=offer.chosen(chosen),
        pdf=data,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages.pages(data) if draw else [],
        withheld=offer.withheld,
        left_out=sheet.left_out,
        professional=(sheet.destination_note, *(line.name for line in sheet.efforts)),
    )
