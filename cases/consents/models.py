"""On which basis something may be told to a partner, what was told on it, and the young person's receipt."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.people import rules
from core import clock
from core.crypto import EncryptedBinaryField
from core.limits import limit
from core.ordering import Danish
from core.versions import Versioned


class Topic(models.TextChoices):
    """What a disclosure may cover; `cases.consents.disclosure` says what each lets a partner see."""

    CONTACT = "contact", _("Name and contact details")
    PLAN = "plan", _("The plan: dream, goals and milestones")
    ACTIVITY = "activity", _("School, education and work")
    HEALTH = "health", _("Health and wellbeing")
    FAMILY = "family", _("Family and home")
    CRIME = "crime", _("Crime and punishment")


# The columns of the matrix, where the whole words would not fit.
TOPIC_SHORT = {
    Topic.CONTACT: _("Contact"),
    Topic.PLAN: _("The plan"),
    Topic.ACTIVITY: _("School and work"),
    Topic.HEALTH: _("Health"),
    Topic.FAMILY: _("Family"),
    Topic.CRIME: _("Crime"),
}


# What harms most when it reaches the wrong ears: what may tell of it stays closed until somebody has looked.
SENSITIVE = frozenset({Topic.HEALTH, Topic.FAMILY, Topic.CRIME})


def topic_words(topics) -> list:
    """The topics in words, in the order of the matrix."""
    return [label for topic, label in Topic.choices if topic in topics]


class SharingRule(Versioned):
    """A statutory rule that lets the unit tell, or makes it tell, without a consent. The unit's own table to edit."""

    name = models.CharField(_("rule"), max_length=200, unique=True)
    text = models.TextField(_("what it says"))
    # A rule that makes us tell, in place of one that lets us.
    is_duty = models.BooleanField(_("a duty to report"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ["is_duty", Danish("name"), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="sharing_rule_runs_forward",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self):
        return self.name


class Consent(models.Model):
    """What may be told to whom, on which basis, until when. Asked of the database at every disclosure.

    Basis other than consent is a first-class choice: between parts of the municipality another rule often applies
    (forvaltningsloven §§ 28–31), and asking for a consent that is not needed only delays.
    """

    class Basis(models.TextChoices):
        """On what ground the unit may tell."""

        CONSENT = "consent", _("Consent")
        LAW = "law", _("A statutory rule")
        DUTY = "duty", _("A duty to report")

    class FromWhom(models.TextChoices):
        """Who said yes. What only a custody holder said lapses when the young person is 18."""

        YOUTH = "youth", _("The young person")
        CUSTODY = "custody", _("A custody holder")
        BOTH = "both", _("The young person and a custody holder")

    class Form(models.TextChoices):
        """How it was given."""

        WRITTEN = "written", _("In writing")
        ORAL = "oral", _("Orally")

    class State(models.TextChoices):
        """How it stands on a day."""

        IN_FORCE = "in_force", _("in force")
        COMING = "coming", _("not begun")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("lapsed at 18")
        EXPIRED = "expired", _("expired")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="consents")
    partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="consents", verbose_name=_("partner")
    )
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices, default=Basis.CONSENT)
    topics = models.JSONField(_("what it covers"), default=list)
    purpose = models.CharField(_("purpose"), max_length=200)
    from_whom = models.CharField(
        _("who said yes"), max_length=8, choices=FromWhom.choices, default=FromWhom.YOUTH, blank=True
    )
    guardian = models.ForeignKey(
        "cases.Guardian",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name=_("custody holder"),
    )
    # Joint custody: both holders say yes, or the guide writes why one suffices (forældreansvarsloven § 3).
    second_guardian = models.ForeignKey(
        "cases.Guardian",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the other custody holder"),
    )
    one_suffices = models.CharField(_("why one custody holder suffices"), max_length=200, blank=True)
    # Their names as they were on the day.
    given_by = models.CharField(_("given by"), max_length=260, blank=True, editable=False)
    form = models.CharField(_("form"), max_length=8, choices=Form.choices, default=Form.WRITTEN)
    witness = models.CharField(_("who heard it"), max_length=120, blank=True)
    rule = models.CharField(_("rule"), max_length=200, blank=True)
    rule_text = models.TextField(_("what the rule says"), blank=True)
    from_on = models.DateField(_("from"), default=clock.today)
    # The last day on which it holds.
    expires_on = models.DateField(_("expires on"))
    # The basis that was asked about again, and goes on with this one.
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewals", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("from_on")),
                name="consent_runs_forward",
                violation_error_message=_("It expires before it begins."),
            ),
            models.CheckConstraint(
                condition=(Q(basis="consent") & ~Q(from_whom=""))
                | (~Q(basis="consent") & Q(from_whom="") & ~Q(rule="")),
                name="basis_says_who_or_which_rule",
                violation_error_message=_("Say who said yes, or which rule it follows from."),
            ),
            models.CheckConstraint(
                condition=~Q(basis="consent") | Q(form="written") | ~Q(witness=""),
                name="oral_consent_has_a_witness",
                violation_error_message=_("Name who heard it."),
            ),
            models.CheckConstraint(
                condition=Q(from_whom__in=["", "youth"]) | Q(guardian__isnull=False),
                name="custody_holder_is_named",
                violation_error_message=_("Name the custody holder."),
            ),
            models.UniqueConstraint(
                fields=["renews"],
                condition=Q(withdrawn_at=None),
                name="basis_renewed_once",
                violation_error_message=_(
                    "It was asked about again already. The newer one stands on the page."
                ),
            ),
        ]

    def clean(self):
        """Who may say yes, how it was said, or which rule it follows from.

        Raises ValidationError, each beside its field.
        """
        wrong = self._unfounded() if self.basis == self.Basis.CONSENT else self._ruleless()
        if self.expires_on and self.from_on and self.expires_on < self.from_on:
            wrong["expires_on"] = _("It expires before it begins.")
        if wrong:
            raise ValidationError(wrong)

    def _unfounded(self) -> dict:
        person, whom = self.case.person, self.FromWhom
        on = self.from_on or clock.today()
        self.rule = self.rule_text = ""
        wrong = {}
        if not self.from_whom:
            wrong["from_whom"] = _("Say who said yes.")
        elif self.from_whom == whom.YOUTH:
            self.guardian = self.second_guardian = None
            years = limit("consent_youngest_age", on=on)
            if on < rules.birthday(person.birth_date, 12 * years):
                words = _("Under %(years)s a custody holder has to say yes.")
                wrong["from_whom"] = words % {"years": years}
        elif rules.is_of_age(person.birth_date, on):
            wrong["from_whom"] = _("%(name)s is of age: nobody else can say yes.") % {"name": person.called}
        elif self.guardian is None:
            wrong["guardian"] = _("Name the custody holder.")
        elif self.guardian.person_id != person.pk or not self.guardian.holds_custody(on):
            wrong["guardian"] = _("They do not hold custody.")
        else:
            wrong = self._without_the_other(on)
        if self.form == self.Form.WRITTEN:
            self.witness = ""
        elif not self.witness.strip():
            wrong["witness"] = _("Name who heard it.")
        if self.guardian is None or self.second_guardian is not None:
            self.one_suffices = ""
        holders = [holder.name for holder in (self.guardian, self.second_guardian) if holder]
        self.given_by = ", ".join([person.name, *holders] if self.from_whom != whom.CUSTODY else holders)
        return wrong

    def _without_the_other(self, on) -> dict:
        """What is wrong about the other of two who hold custody together."""
        second, person = self.second_guardian, self.case.person
        if not person.shares_custody(person.guardians.holding_custody(on)):
            self.second_guardian, self.one_suffices = None, ""
        elif second is None:
            if not self.one_suffices.strip():
                return {
                    "second_guardian": _(
                        "Both parents hold custody: name the other too, or say why one suffices."
                    )
                }
        elif second.pk == self.guardian.pk:
            return {"second_guardian": _("Name the other custody holder.")}
        elif second.person_id != person.pk or not second.holds_custody(on):
            return {"second_guardian": _("They do not hold custody.")}
        return {}

    def _ruleless(self) -> dict:
        self.from_whom, self.guardian, self.given_by, self.witness = "", None, "", ""
        self.form = self.Form.WRITTEN
        return {} if self.rule.strip() else {"rule": _("Say which rule it follows from.")}

    @property
    def is_consent(self) -> bool:
        """Whether somebody said yes, rather than a rule."""
        return self.basis == self.Basis.CONSENT

    @property
    def never_held(self) -> bool:
        """Whether it was withdrawn before its first day."""
        return self.withdrawn_at is not None and clock.local_date(self.withdrawn_at) < self.from_on

    @property
    def topic_words(self) -> list:
        """What it covers, in words."""
        return topic_words(self.topics)

    @property
    def lapses_on(self) -> date | None:
        """The 18th birthday, on which what only a custody holder said no longer holds; None for every other basis."""
        if self.from_whom != self.FromWhom.CUSTODY:
            return None
        return rules.birthday(self.case.person.birth_date, rules.OF_AGE)

    @property
    def last_day(self) -> date:
        """The last day on which it holds unless it is withdrawn: its own, or the eve of the 18th birthday."""
        lapses_on = self.lapses_on
        return min(self.expires_on, lapses_on - timedelta(days=1)) if lapses_on else self.expires_on

    @classmethod
    def in_force_q(cls, on: date) -> Q:
        """The condition for being in force on the day ``on``; the same as `in_force`."""
        of_age = rules.born_by(on, rules.OF_AGE)
        lapsed = Q(from_whom=cls.FromWhom.CUSTODY, case__person__birth_date__lte=of_age)
        return Q(withdrawn_at=None, from_on__lte=on, expires_on__gte=on) & ~lapsed

    def in_force(self, on: date | None = None) -> bool:
        """Whether it may be relied on now for today, or for ``on``; the same as `in_force_q`."""
        on = on or clock.today()
        return self.withdrawn_at is None and self.from_on <= on <= self.last_day

    def state(self, on: date | None = None) -> "Consent.State":
        """How it stands today, or stood on ``on``: a later withdrawal does not show, though it may be relied on for no
        day any more (`in_force`).
        """
        on = on or clock.today()
        if self.withdrawn_at is not None and clock.local_date(self.withdrawn_at) <= on:
            return self.State.WITHDRAWN
        if on < self.from_on:
            return self.State.COMING
        if on <= self.last_day:
            return self.State.IN_FORCE
        return self.State.LAPSED if on <= self.expires_on else self.State.EXPIRED


class Disclosure(models.Model):
    """Something was told to a partner, on this basis.

    Written in the transaction that tells it; rows are only ever added.
    """

    class Kind(models.TextChoices):
        """How it reached the partner."""

        PAGE = "page", _("Opened the shared page")
        HANDOVER = "handover", _("Was handed the plan")
        FILE = "file", _("Fetched the plan")
        TOLD = "told", _("Was told")

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="disclosures")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    topics = models.JSONField(_("what was told"), default=list)
    # What was said in one's own words, the id of the file, or which page it was, if not the shared one.
    what = models.CharField(_("in short"), max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    # Who opened it, or who handed it over or told.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["consent", "-at"])]

    @property
    def topic_words(self) -> list:
        """What was told, in words."""
        return topic_words(self.topics)

    @property
    def how(self) -> str:
        """How it reached the partner; of a page that is not the shared one, which it was."""
        return self.kind == self.Kind.PAGE and self.what or self.get_kind_display()

    @property
    def said(self) -> str:
        """What was said in one's own words."""
        return self.what if self.kind == self.Kind.TOLD else ""


class ConsentReceipt(models.Model):
    """The young person's receipt in plain words, kept as the very bytes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="receipts")
    language = models.CharField(max_length=2, default="da")
    # Whether it tells of the withdrawal.
    is_withdrawal = models.BooleanField(default=False)
    pdf = EncryptedBinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "language", "is_withdrawal"], name="one_receipt_of_a_kind"
            )
        ]
