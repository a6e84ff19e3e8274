"""What passes between a guide and the partner that has promised a milestone: questions, proposals and reports.

A promise is an open milestone that a partner's contact carries. When it is reached, left behind or given to somebody
else, what waited about it waits no longer; nobody has to close it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from plans.promises.querysets import EndsWithThePromiseQuerySet, PromiseReportQuerySet
from plans.promises.rules import WITH_A_DAY, ProposalKind, ProposalReason, ReportKind, leads_to


class AboutAPromise(models.Model):
    """What all three have: the milestone, and the partner whose promise it was at the time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    milestone = models.ForeignKey("plans.Milestone", models.PROTECT, related_name="%(class)ss")
    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def is_about_a_promise(self) -> bool:
        """Whether the milestone still is this partner's promise in an open case; the queryset's `of_promises`."""
        milestone = self.milestone
        plan = milestone.plan
        return (
            milestone.is_open
            and plan.closed_on is None
            and plan.case.closed_on is None
            and milestone.contact is not None
            and milestone.contact.partner_id == self.partner_id
        )


class PromiseQuestion(AboutAPromise):
    """The guide asks the partner something about a promise or the young person; the answer returns to the guide."""

    question = models.TextField(_("what you ask"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(_("your answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # When the guide said that they have read how it ended.
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = EndsWithThePromiseQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(answered_at=None) & Q(answered_by=None) & Q(answer=""))
                | (Q(answered_at__isnull=False) & Q(answered_by__isnull=False) & ~Q(answer="")),
                name="promise_question_is_asked_or_answered",
                violation_error_message=_("Write a few words."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(withdrawn_at=None),
                name="promise_question_ends_one_way",
                violation_error_message=_("The question is answered already."),
            ),
        ]

    @property
    def is_undecided(self) -> bool:
        """Neither answered nor taken back."""
        return self.answered_at is None and self.withdrawn_at is None

    @property
    def waits(self) -> bool:
        """Whether the partner is to answer; the same as the queryset's `waiting`."""
        return self.is_undecided and self.is_about_a_promise


class Proposal(AboutAPromise):
    """The partner proposes something about its promise; the guide says yes or no, and the partner sees which."""

    class Decision(models.TextChoices):
        """How it ended. A new proposal takes the place of the one that waits; who proposed may take it
        back.
        """

        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        REPLACED = "replaced", _("replaced by a newer one")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ENDED = {
        Decision.ACCEPTED: _("The proposal is accepted already (%(name)s)."),
        Decision.DECLINED: _("The proposal is declined already (%(name)s)."),
        Decision.REPLACED: _("The partner has made a newer proposal instead. Look at that."),
        Decision.WITHDRAWN: _("The partner has taken the proposal back (%(name)s)."),
    }

    kind = models.CharField(_("what you propose"), max_length=10, choices=ProposalKind.choices)
    new_due_on = models.DateField(_("new day"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=12, choices=ProposalReason.choices)
    words = models.TextField(_("more about it"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_words = models.CharField(_("reason"), max_length=300, blank=True)
    # When somebody at the partner said that they have seen how it ended.
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = EndsWithThePromiseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "kind"],
                condition=Q(decision=""),
                name="proposal_of_a_kind_waits_once",
                violation_error_message=_("Somebody proposed the same a moment ago. Look at it first."),
            ),
            models.CheckConstraint(
                condition=(Q(decision="") & Q(decided_by=None) & Q(decided_at=None))
                | (~Q(decision="") & Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="proposal_decided_by_somebody",
            ),
            # Who proposes may take it back or put a newer one in its place, and never says yes or no to it.
            models.CheckConstraint(
                condition=Q(decision__in=("", "replaced", "withdrawn")) | ~Q(decided_by=models.F("by")),
                name="proposal_decided_by_somebody_else",
                violation_error_message=_("Who proposed it does not decide it."),
            ),
            models.CheckConstraint(
                condition=~Q(decision="declined") | ~Q(decided_words=""),
                name="proposal_declined_with_a_reason",
                violation_error_message=_("Say why, in a few words."),
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=WITH_A_DAY) & Q(new_due_on__isnull=False))
                | (~Q(kind__in=WITH_A_DAY) & Q(new_due_on=None)),
                name="proposal_of_a_day_has_one",
                violation_error_message=_("Choose the new day."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""),
                name="proposal_other_reason_has_words",
                violation_error_message=_("Say why, in a few words."),
            ),
        ]

    @property
    def how_it_ended(self) -> str:
        """Why it waits no longer, for who comes second."""
        words = self.ENDED.get(self.decision, _("The proposal waits no longer."))
        return words % {"name": self.decided_by}

    @property
    def is_undecided(self) -> bool:
        """No yes and no no, and no newer one in its place."""
        return not self.decision

    @property
    def waits(self) -> bool:
        """Whether the guide is to decide; the same as the queryset's `waiting`."""
        return self.is_undecided and self.is_about_a_promise

    @property
    def leads_to(self):
        """Where the milestone is moved by a yes; None where it only gets another day."""
        return leads_to(self.kind, self.reason)


class PromiseReport(AboutAPromise):
    """The partner tells how it goes: somebody came or did not, there was contact, or it still is under way."""

    kind = models.CharField(_("what happened"), max_length=10, choices=ReportKind.choices)
    happened_on = models.DateField(_("day"), default=clock.today)
    words = models.TextField(_("a few words"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # When the guide said that they have read it; asked of that somebody did not come.
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseReportQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-at", "pk"]
        indexes = [models.Index(fields=["milestone", "happened_on"])]

    @property
    def waits(self) -> bool:
        """Whether the guide has still to read that somebody did not come; the queryset's `unread`."""
        return self.kind == ReportKind.ABSENT and self.seen_at is None
