"""Breaches of the duty with the facts that stop their clocks, each found in one query however many cases."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

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
        BreachReason, DutyExemption = (
            apps.get_model("cases.BreachReason"),
            apps.get_model("cases.DutyExemption"),
        )

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
        reasons = BreachReason.objects.filter(breach=OuterRef("pk"))
        if known is None:
            talks, busy, exempt, ended = talks.standing(), busy.current(), exempt.current(), ended.current()
            reasons = reasons.filter(superseded_at=None)
        else:
            talks = talks.known_on(known)
            busy, exempt, ended = busy.known_on(known), exempt.known_on(known), ended.known_on(known)
            reasons = reasons.filter(
                Q(superseded_at=None) | Q(superseded_at__gt=known), recorded_at__lte=known
            )
        why = {
            f"{which}_{field}": Subquery(reasons.filter(which=which).values(field)[:1])
            for which in BreachReason.Which.values
            for field in ("why", "text")
        }
        return self.annotate(
            contacted_on=first(talks, "happened_on"),
            active_on=first(busy, "from_on"),
            exempt_on=first(exempt, "from_on"),
            closed_on=first(ended, "from_on"),
            **why,
        )
