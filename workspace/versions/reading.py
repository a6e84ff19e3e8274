"""The versions of a case's plans as they are listed, and two of them compared."""

import json
from dataclasses import dataclass
from itertools import groupby

from django.utils import formats
from django.utils.translation import gettext as _

from core import clock
from core.paper import Variant, name_of
from plans.handover.models import Handover
from plans.paper.news import Kind, changes

SHOWN = 50


@dataclass(frozen=True)
class Version:
    """A version as a line of the list."""

    row: Handover

    @property
    def number(self) -> int:
        """Its number in the plan."""
        return self.row.number

    @property
    def is_kept(self) -> bool:
        """Whether what it says is kept part by part; the oldest are bytes alone."""
        return self.row.has_content

    @property
    def is_for(self) -> tuple:
        """For whom it is: two for the same are compared beforehand."""
        return self.row.audience, self.row.partner_id

    @property
    def whom(self) -> str:
        """For whom it is, in words."""
        return self.row.partner.name if self.row.partner else str(self.row.get_audience_display())

    @property
    def shape(self) -> str:
        """Its language and shape, where they are not the ordinary ones."""
        row = self.row
        variant = "" if row.variant == Variant.STANDARD else str(row.get_variant_display())
        return " · ".join(filter(None, ("" if row.language == "da" else name_of(row.language), variant)))

    @property
    def title(self) -> str:
        """Version 3 · 2. november 2026 · Den unge."""
        day = formats.date_format(clock.local_date(self.row.created_at))
        return " · ".join((_("Version %(number)s") % {"number": self.number}, day, self.whom))


def versions_of(plan) -> list[Version]:
    """What was handed over of the plan, the newest first; two queries."""
    rows = plan.handovers.listed().select_related("partner", "by")
    return [Version(row) for row in rows.prefetch_related("confirmations__by").order_by("-number")[:SHOWN]]


def compared(plan, one: int, other: int) -> list[tuple[str, list]]:
    """What is new from the older of two versions to the newer, by kind: ``(words, changes)``."""
    old, new = plan.handovers.filter(number__in=(one, other)).defer("pdf").order_by("number")
    found = changes(json.loads(old.content), json.loads(new.content))
    return [(Kind(kind).label, list(rows)) for kind, rows in groupby(found, lambda change: change.kind)]
