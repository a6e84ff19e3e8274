"""Promises, and what waits about them, as adjectives."""

from datetime import date, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from core import clock
from plans.milestones.choices import OPEN_STATUSES
from plans.promises.rules import QUIET_DAYS, ReportKind


def promises():
    """The open milestones that a partner's contact carries, in open plans of open cases."""
    rows = apps.get_model("plans.Milestone").objects.open()
    return rows.filter(contact__isnull=False, plan__closed_on=None, plan__case__closed_on=None)


class EndsWithThePromiseQuerySet(models.QuerySet):
    """Adjectives of questions and proposals."""

    def undecided(self):
        """Neither answered nor taken back; neither accepted, declined, replaced nor taken back."""
        if self.model._meta.model_name == "proposal":
            return self.filter(decision="")
        return self.filter(answered_at=None, withdrawn_at=None)

    @staticmethod
    def of_promises_q() -> Q:
        """The condition for the milestone still to be this partner's promise."""
        return Q(
            milestone__status__in=OPEN_STATUSES,
            milestone__plan__closed_on=None,
            milestone__plan__case__closed_on=None,
            milestone__contact__partner=F("partner"),
        )

    def waiting(self):
        """That somebody is to answer or to decide; the same as each model's `waits`."""
        return self.undecided().filter(self.of_promises_q())

    def lapsed(self):
        """Undecided, and the promise is none any more: it fell away."""
        same = Q(milestone__contact__partner=F("partner"), milestone__contact__isnull=False)
        open_still = Q(
            milestone__status__in=OPEN_STATUSES,
            milestone__plan__closed_on=None,
            milestone__plan__case__closed_on=None,
        )
        return self.undecided().exclude(same & open_still)


class PromiseReportQuerySet(models.QuerySet):
    """Adjectives of reports."""

    def unread(self):
        """That somebody did not come, which the guide has not read; the same as `PromiseReport.waits`."""
        return self.filter(kind=ReportKind.ABSENT, seen_at=None)


def with_signs(rows):
    """Promises with ``heard_at``, the moment of the last sign of life: written down, moved, asked about, answered,
    proposed about or reported on.
    """

    def latest(model: str, column: str):
        found = apps.get_model(f"plans.{model}").objects.filter(milestone=OuterRef("pk")).order_by()
        newest = Subquery(found.values("milestone").annotate(latest=Max(column)).values("latest"))
        return Coalesce(newest, F("recorded_at"))

    return rows.annotate(
        heard_at=Greatest(
            latest("MilestoneMove", "recorded_at"),
            latest("PromiseQuestion", "asked_at"),
            latest("PromiseQuestion", "answered_at"),
            latest("Proposal", "at"),
            latest("PromiseReport", "at"),
        )
    )


def quiet(on: date):
    """Promises that have begun and of which nothing was heard for long; the same as `rules.quiet_days`."""
    until = clock.end_of_day(on - timedelta(days=QUIET_DAYS))
    begun = Q(start_on=None) | Q(start_on__lte=on)
    return with_signs(promises()).filter(begun, heard_at__lt=until)


def with_waiting(rows):
    """Milestones with ``questions_waiting`` and ``proposals_waiting``: how much waits about each."""

    def number(model: str):
        found = apps.get_model(f"plans.{model}").objects.waiting().filter(milestone=OuterRef("pk")).order_by()
        counted = found.values("milestone").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)

    return rows.annotate(questions_waiting=number("PromiseQuestion"), proposals_waiting=number("Proposal"))
