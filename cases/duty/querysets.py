"""Breaches of the duty with the facts that stop their clocks, each found in one query however many cases."""

from datetime import datetime

from django.apps import apps
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from cases.casefile.models import Activity, Status, StatusPeriod
from core.dated import KnownQuerySet


class BreachQuerySet(KnownQuerySet):
    """Adjectives of breaches; mistakes are current too, as rows that say so."""

    def with_facts(self, known: datetime | None = None):
        """With the days on which contact was made, an activity began, an exemption began and the case was closed.

        And with why it was not acted upon, ``<which>_why`` and ``<which>_text``. ``known`` asks what we knew at that
        moment; None means now.
        """

        def held(rows):
            return rows.current() if known is None else rows.known_on(known)

        talks = _talks_since()
        return self._with_reasons(known).annotate(
            contacted_on=_first(talks.standing() if known is None else talks.known_on(known), "happened_on"),
            active_on=_first(held(_activities_since()), "from_on"),
            exempt_on=_first(held(_exemptions_since()), "from_on"),
            closed_on=_first(held(_closings_since()), "from_on"),
        )

    def _with_reasons(self, known: datetime | None):
        """Why each limit was missed. At any moment one reason stands for each, so a join adds no row."""
        if known is None:
            stands = Q(reasons__superseded_at=None)
        else:
            stands = Q(reasons__superseded_at=None) | Q(reasons__superseded_at__gt=known)
            stands &= Q(reasons__recorded_at__lte=known)
        limits = ("contact", "activity")
        said = {
            f"said_{which}": FilteredRelation("reasons", condition=Q(reasons__which=which) & stands)
            for which in limits
        }
        return self.annotate(**said).annotate(
            **{
                f"{which}_{column}": F(f"said_{which}__{column}")
                for which in limits
                for column in ("why", "text")
            }
        )


def _first(rows, column: str) -> Subquery:
    return Subquery(rows.order_by(column).values(column)[:1])


def _talks_since():
    Note = apps.get_model("cases.Note")
    return Note.objects.of_contact().filter(case=OuterRef("case"), happened_on__gte=OuterRef("learned_on"))


def _activities_since():
    rows = apps.get_model("cases.ActivityPeriod").objects.filter(case=OuterRef("case"))
    nothing = Q(activity__in=(Activity.NONE, Activity.UNKNOWN)) | Q(until_on=F("from_on"))
    return rows.filter(from_on__gte=OuterRef("learned_on")).exclude(nothing)


def _exemptions_since():
    """In force on the day it was learned, or later."""
    rows = apps.get_model("cases.DutyExemption").objects.filter(case=OuterRef("case"))
    return rows.filter(Q(until_on=None) | Q(until_on__gt=OuterRef("learned_on")))


def _closings_since():
    rows = StatusPeriod.objects.filter(case=OuterRef("case"), status=Status.CLOSED)
    return rows.filter(from_on__gte=OuterRef("learned_on")).exclude(until_on=F("from_on"))
