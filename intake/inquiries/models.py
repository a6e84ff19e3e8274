"""An inquiry: somebody asks the unit about a young person, who may not have a case yet; and what comes of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Consent
from cases.people import rules
from cases.reference_rows import ReferenceRow
from core import clock, text
from core.crypto import BlindIndexField, EncryptedTextField, blind_index
from core.ordering import Danish
from core.templatetags.kui import day
from core.versions import Versioned
from intake.inquiries.querysets import InquiryQuerySet, StatementQuerySet


class TargetGroup(ReferenceRow):
    """Whom the unit is for, as the municipality divides it; there is no national division."""

    source = models.CharField(_("source"), max_length=200, blank=True)
    knowledge = models.ForeignKey(
        "cases.Knowledge",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("helped by a guide who knows about"),
    )

    class Meta:
        ordering = ["position", Danish("name_da"), "code"]


class Department(ReferenceRow):
    """A part of the municipality that says its word about an inquiry."""

    category = models.ForeignKey(
        "partners.PartnerCategory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind of partner"),
        help_text=_("The directory's partners of this kind are proposed when it is asked."),
    )

    class Meta:
        ordering = ["position", Danish("name_da"), "code"]


class AskedBy(models.TextChoices):
    """Who turned to the unit."""

    YOUNG_PERSON = "young_person", _("The young person")
    PARENT = "parent", _("A parent")
    SCHOOL = "school", _("School or education")
    DEPARTMENT = "department", _("Another department")
    OTHER = "other", _("Somebody else")


class Outcome(models.TextChoices):
    """What was decided about an inquiry."""

    TAKEN_IN = "taken_in", _("Taken in")
    KNOWN = "known", _("Has a case already")
    ELSEWHERE = "elsewhere", _("Guided elsewhere")
    WAIT = "wait", _("Waits")


class Inquiry(Versioned):
    """Who asked about whom, when and why.

    What was decided stands in its `Decision`s; its state is computed from rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="inquiries")
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    cpr = EncryptedTextField(_("CPR number"), blank=True)
    cpr_index = BlindIndexField(of="cpr")
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    search_name = models.CharField(max_length=180, editable=False)
    asked_by = models.CharField(_("who asks"), max_length=12, choices=AskedBy.choices)
    asked_by_name = models.CharField(_("their name"), max_length=120, blank=True)
    asked_by_contact = models.CharField(_("phone or e-mail"), max_length=120, blank=True)
    reason = models.TextField(_("why they ask"), max_length=5000)
    received_on = models.DateField(_("came on"), default=clock.today)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("target group"),
    )
    # The case that it is about, once somebody has said so, and in the end the case that it led to.
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="inquiries", editable=False
    )
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inquiry")
        indexes = [
            models.Index(fields=["unit", "received_on"]),
            models.Index(fields=["cpr_index"], condition=~Q(cpr_index=""), name="inquiry_cpr"),
        ]

    def get_absolute_url(self) -> str:
        """The address of the inquiry."""
        return reverse("intake:inquiry", args=[self.pk])

    def __str__(self):
        return self.name

    def derive(self) -> None:
        """Recompute what is stored beside its source: search name and CPR index."""
        self.search_name = text.fold(self.name)
        self.cpr_index = blind_index(self.cpr) if self.cpr else ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def cpr_masked(self) -> str:
        """``ddmmyy-••••``, or empty when no number is known."""
        return f"{self.cpr[:6]}-••••" if self.cpr else ""

    @property
    def has_replacement_number(self) -> bool:
        """Whether the number is a replacement, which CPR's registers do not know."""
        return rules.is_replacement(self.cpr)

    def age(self, on=None) -> int | None:
        """Whole years of age, when the date of birth is known."""
        return rules.age_on(self.birth_date, on or clock.today()) if self.birth_date else None

    def waited(self, on=None) -> int:
        """Days since it came."""
        return ((on or clock.today()) - self.received_on).days

    @cached_property
    def decision(self) -> "Decision | None":
        """What is decided and stands."""
        return self.decisions.in_force().select_related("by", "case").first()

    @property
    def who_decided(self) -> str:
        """Why nothing more can be done about it: whose decision stands, and since when."""
        words = gettext("%(name)s decided the inquiry on %(day)s. Open it again first, with a reason.")
        return words % {"name": self.decision.by.name, "day": day(self.decision.decided_on)}

    def is_undecided(self, on=None) -> bool:
        """Whether it waits for a decision, or for one anew; the same as the queryset's `undecided`."""
        found = self.decision
        return found is None or (found.outcome == Outcome.WAIT and found.wait_until <= (on or clock.today()))


class Statement(models.Model):
    """A department asked for its short word about an inquiry, on a stated basis, and what it answered.

    The department reads the young person's name, date of birth and the question, and no more; and that only while the
    inquiry is undecided and nobody has withdrawn the question.
    """

    class View(models.TextChoices):
        """Where the department points."""

        TAKE_IN = "take_in", _("Fits the youth unit")
        ELSEWHERE = "elsewhere", _("Is helped better elsewhere")
        UNSURE = "unsure", _("Cannot say yet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="statements")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="statements", verbose_name=_("department")
    )
    # Whose people see the question; nobody signs in for a department without one, and a guide writes for it.
    partner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("partner"),
    )
    question = models.TextField(_("what we ask"), max_length=2000)
    basis = models.CharField(_("basis"), max_length=8, choices=Consent.Basis.choices)
    basis_note = models.CharField(_("which consent or which rule"), max_length=200)
    asked_on = models.DateField(_("asked on"), default=clock.today)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    view = models.CharField(_("what you point to"), max_length=10, choices=View.choices, blank=True)
    text = models.TextField(_("statement"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # Who in the department said it, when a guide wrote it down.
    said_by = models.CharField(_("said by"), max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_why = models.CharField(_("why"), max_length=200, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "department__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "department"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="department_asked_once_at_a_time",
                violation_error_message=_("This department has been asked, and has not answered yet."),
            ),
            models.CheckConstraint(
                condition=(Q(answered_at=None) & Q(view="") & Q(text=""))
                | (Q(answered_at__isnull=False) & ~Q(view="") & Q(answered_by__isnull=False)),
                name="statement_is_asked_or_answered",
            ),
        ]

    @property
    def is_awaited(self) -> bool:
        """Whether it is asked and not answered; the same as the queryset's `awaited`."""
        return self.answered_at is None and self.withdrawn_at is None

    def waited(self, on=None) -> int:
        """Days from the question to the answer, or until today."""
        end = clock.local_date(self.answered_at) if self.answered_at else (on or clock.today())
        return (end - self.asked_on).days


class DecisionQuerySet(models.QuerySet):
    """Adjectives of decisions."""

    def in_force(self):
        """Not opened again."""
        return self.filter(reopened_at=None)


class Decision(models.Model):
    """What was decided about an inquiry, by whom and why. It may be opened again with a reason, and stays readable."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("reason"), max_length=2000)
    where = models.CharField(_("where to"), max_length=200, blank=True)
    wait_until = models.DateField(_("until"), null=True, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField(_("decided on"), default=clock.today)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    reopened_at = models.DateTimeField(null=True, blank=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    reopen_reason = models.CharField(_("why it is opened again"), max_length=200, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(reopened_at=None),
                name="one_decision_in_force",
                violation_error_message=_("Somebody has decided already."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="elsewhere") | ~Q(where=""),
                name="guided_elsewhere_says_where",
                violation_error_message=_("Say where they are guided to."),
            ),
            models.CheckConstraint(
                condition=(Q(outcome="wait") & Q(wait_until__isnull=False))
                | (~Q(outcome="wait") & Q(wait_until=None)),
                name="waiting_says_until_when",
                violation_error_message=_("Say until when it waits."),
            ),
            models.CheckConstraint(
                condition=(Q(outcome__in=["taken_in", "known"]) & Q(case__isnull=False))
                | (Q(outcome__in=["elsewhere", "wait"]) & Q(case=None)),
                name="taken_in_says_which_case",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | ~Q(reopen_reason=""), name="opened_again_says_why"
            ),
        ]

    @property
    def case_runs(self) -> bool:
        """Whether the case that it opened is open: that one is closed before the decision is opened again."""
        return self.outcome == Outcome.TAKEN_IN and not self.case.is_closed
