"""Breaches of the duty with the facts that stop their clocks, each found in one query however many cases."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from cases.casefile.models import Activity, Status, StatusPeriod


class BreachQuerySet(models.QuerySet):
    """Adjectives of breaches."""

    def current(self):
        """What we hold to be true now; mistakes are current too, as rows that say so."""
        return self.filter(superseded_at=None)

    def known_on(self, moment: datetime):
        """What we held to be true at ``moment``."""
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment), recorded_at__lte=moment)

    def with_facts(self, known: datetime | None = None):
        """With the days on which contact was made, an activity began, an exemption began and the case was closed.

        ``known`` asks what we knew at that moment; None means now.
        """
        ActivityPeriod, Note = apps.get_model("cases.ActivityPeriod"), apps.get_model("cases.Note")
        DutyExemption = apps.get_model("cases.DutyExemption")

        def first(rows, field):
            return Subquery(rows.order_by(field, "pk").values(field)[:1])

        about = {"case": OuterRef("case")}
        talks = Note.objects.of_contact().filter(**about, happened_on__gte=OuterRef("learned_on"))
        busy = ActivityPeriod.objects.filter(**about, from_on__gte=OuterRef("learned_on")).exclude(
            Q(activity__in=(Activity.NONE, Activity.UNKNOWN)) | Q(until_on=F("from_on"))
        )
        exempt = DutyExemption.objects.filter(**about).filter(
            Q(until_on=None) | Q(until_on__gt=OuterRef("learned_on"))
        )
        ended = StatusPeriod.objects.filter(
            **about, status=Status.CLOSED, from_on__gte=OuterRef("learned_on")
        ).exclude(until_on=F("from_on"))
        if known is None:
            talks, busy, exempt, ended = talks.standing(), busy.current(), exempt.current(), ended.current()
            reasons = Q(reasons__superseded_at=None)
        else:
            talks = talks.known_on(known)
            busy, exempt, ended = busy.known_on(known), exempt.known_on(known), ended.known_on(known)
            reasons = Q(reasons__superseded_at=None) | Q(reasons__superseded_at__gt=known)
            reasons &= Q(reasons__recorded_at__lte=known)
        # At any moment one reason stands for each limit, so a join adds no row.
        said = {
            f"said_{which}": FilteredRelation("reasons", condition=Q(reasons__which=which) & reasons)
            for which in ("contact", "activity")
        }
        why = {
            f"{which}_{field}": F(f"said_{which}__{field}")
            for which in ("contact", "activity")
            for field in ("why", "text")
        }
        return self.annotate(**said).annotate(
            contacted_on=first(talks, "happened_on"),
            active_on=first(busy, "from_on"),
            exempt_on=first(exempt, "from_on"),
            closed_on=first(ended, "from_on"),
            **why,
        )
