"""Activities as adjectives."""

from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Value, When
from django.db.models.functions import Coalesce

from cases.activity import rules as activity_rules
from core.dated import DatedQuerySet


class ActivityPeriodQuerySet(DatedQuerySet):
    """Adjectives of activities."""

    def present(self):
        """Those that go on, as we know it now.

        A day that is to come ends nothing, so this is the same as holding today.
        """
        return self.current().filter(until_on=None)

    def counting_most_first(self):
        """In the order of `activity_rules.weight`."""
        return self.order_by(_HOURS.desc(), _KIND.asc(), "-from_on", "-pk")


_HOURS = Coalesce(
    F("hours_per_week"),
    Choose(
        *[When(activity=kind, then=Value(hours)) for kind, hours in activity_rules.USUAL_HOURS.items()],
        default=Value(0),
        output_field=models.IntegerField(),
    ),
    output_field=models.IntegerField(),
)


_KIND = Choose(
    *[When(activity=kind, then=Value(place)) for place, kind in enumerate(activity_rules.KIND_ORDER)],
    default=Value(len(activity_rules.KIND_ORDER)),
    output_field=models.IntegerField(),
)
