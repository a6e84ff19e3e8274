"""What guides have no authority to promise is carried into the department that has: asked, answered, and by whom."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bilingual import Bilingual
from core.versions import Versioned
from plans.milestones.choices import OPEN_STATUSES
from plans.qualification.choices import ANSWERS, AT_DEPARTMENT, CARRYING, State
from plans.qualification.querysets import QualificationQuerySet
from plans.qualification.rules import TEXT_FIELDS, text_hash


class DeclineReason(Bilingual, Versioned):
    """A reason for which a department declines: its own, its kind's, or everybody's. An administrator keeps the list.

    A wrong reason is chosen where the right one is missing, so everybody's always holds one that asks for words.
    """

    partner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decline_reasons",
        verbose_name=_("this department"),
    )
    category = models.ForeignKey(
        "partners.PartnerCategory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decline_reasons",
        verbose_name=_("all of this kind"),
    )
    name_da = models.CharField(_("Danish name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    needs_words = models.BooleanField(_("asks for words"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["needs_words", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner=None) | Q(category=None),
                name="decline_reason_has_one_owner",
                violation_error_message=_("Choose a department or a kind, not both."),
            )
        ]

    @property
    def is_other(self) -> bool:
        """Whether it is everybody's one that only asks for words, which then are the reason."""
        return self.needs_words and self.partner_id is None and self.category_id is None


def _user(**more) -> models.ForeignKey:
    """Somebody who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        **{"null": True, "related_name": "+", "editable": False, **more},
    )


def _needs(state: str, fields: Q, name: str, words=None) -> models.CheckConstraint:
    """Whoever is in ``state`` has ``fields``."""
    more = {"violation_error_message": words} if words else {}
    return models.CheckConstraint(condition=~Q(state=state) | fields, name=name, **more)


def _one_standing(part: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[part],
        condition=Q(superseded_at=None) & ~Q(state=State.ANNULLED),
        name=f"one_qualification_of_a_{part}",
        violation_error_message=_("It is sent for clarification already. Look at what stands now."),
    )


class Qualification(Versioned):
    """A milestone or a goal that a department with authority is asked about, the text that was sent, and its answer.

    What the department reads is the text as it was sent, and its decision binds that text (`text_hash`): whether the
    plan still says so is compared whenever it is asked, and never stored. A question asked again is a new row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="qualifications")
    milestone = models.ForeignKey(
        "plans.Milestone", models.PROTECT, null=True, blank=True, related_name="qualifications"
    )
    goal = models.ForeignKey(
        "plans.Goal", models.PROTECT, null=True, blank=True, related_name="qualifications"
    )
    partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="qualifications", verbose_name=_("department")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSAL)
    question = models.TextField(_("what we ask"), max_length=2000)
    paragraph = models.CharField(_("which rule it is about"), max_length=200, blank=True)
    # The text as it was sent. The contact's id and no key: it is what was read, whatever becomes of the directory.
    own_words = models.CharField(max_length=200, blank=True, editable=False)
    professional = models.CharField(max_length=300, blank=True, editable=False)
    start_on = models.DateField(null=True, editable=False)
    due_on = models.DateField(null=True, editable=False)
    responsible = models.CharField(max_length=8, blank=True, editable=False)
    contact_ref = models.BigIntegerField(null=True, editable=False)
    carrier = models.CharField(max_length=280, blank=True, editable=False)
    topics = models.JSONField(default=list, editable=False)
    text_hash = models.CharField(max_length=64, blank=True, editable=False)
    asked_by = _user(null=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    remind_on = models.DateField(null=True, editable=False)
    deadline = models.DateField(_("answer by"), null=True, editable=False)
    taken_by, taken_at = _user(), models.DateTimeField(null=True, editable=False)
    decided_by, decided_at = _user(), models.DateTimeField(null=True, editable=False)
    decision = models.TextField(_("your answer"), max_length=4000, blank=True)
    basis = models.CharField(_("on which rule"), max_length=200, blank=True)
    basis_on = models.DateField(_("decided on"), null=True, blank=True)
    adjusted_words = models.CharField(_("words that you can carry"), max_length=300, blank=True)
    adjusted_due_on = models.DateField(_("day that you can keep"), null=True, blank=True)
    reason = models.ForeignKey(
        DeclineReason, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reason")
    )
    reason_words = models.CharField(_("the reason in your words"), max_length=300, blank=True)
    alternative = models.TextField(_("what can be done in place of it"), max_length=2000, blank=True)
    whose = models.CharField(_("whose it is"), max_length=200, blank=True)
    # When who asked had read the answer, or done what it asks for.
    seen_at = models.DateTimeField(null=True, editable=False)
    annulled_by, annulled_at = _user(), models.DateTimeField(null=True, editable=False)
    annulled_why = models.CharField(_("why"), max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True, editable=False)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="followed_by", editable=False
    )
    half_reminded_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(milestone=None, goal__isnull=False) | Q(milestone__isnull=False, goal=None),
                name="qualification_is_of_one_part",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="qualification_takes_two",
                violation_error_message=_("Who asked cannot answer."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERS) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="qualification_answer_has_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.PROPOSAL, State.ANNULLED))
                | Q(sent_at__isnull=False, deadline__isnull=False) & ~Q(text_hash=""),
                name="qualification_sent_has_text_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CARRYING) | ~Q(basis="") & Q(basis_on__isnull=False),
                name="qualification_yes_has_basis",
                violation_error_message=_("Say on which rule, and on which day."),
            ),
            _needs(State.IN_HAND, Q(taken_by__isnull=False), "qualification_in_hand_has_somebody"),
            _needs(
                State.DECLINED,
                Q(reason__isnull=False) & ~Q(alternative=""),
                "qualification_no_has_alternative",
                _("A no has a reason, and says what can be done in place of it."),
            ),
            _needs(
                State.ADJUSTED,
                ~Q(adjusted_words="") | Q(adjusted_due_on__isnull=False),
                "qualification_adjusted_says_how",
                _("Say which other words, or which other day."),
            ),
            _needs(State.NEEDS_MORE, ~Q(decision=""), "qualification_says_what_is_missing"),
            _needs(State.NOT_OURS, ~Q(whose=""), "qualification_says_whose"),
            _needs(State.ANNULLED, ~Q(annulled_why=""), "qualification_annulled_says_why"),
            _one_standing("milestone"),
            _one_standing("goal"),
        ]
        indexes = [
            models.Index(fields=["plan", "state"]),
            models.Index(fields=["partner", "sent_at"]),
            models.Index(
                fields=["deadline"],
                condition=Q(state__in=AT_DEPARTMENT, superseded_at=None),
                name="qualification_waits",
            ),
        ]

    def __str__(self):
        return self.own_words or str(self.part)

    def get_absolute_url(self) -> str:
        """The guide's page of it."""
        return reverse("plans:qualification", args=[self.plan.case_id, self.pk])

    @cached_property
    def part(self):
        """The milestone or the goal that it is about."""
        return self.milestone or self.goal

    @property
    def text(self) -> dict:
        """What the decision binds: the text as it was sent, or with what the department said instead."""
        said = {name: getattr(self, name) for name in TEXT_FIELDS}
        if self.adjusted_words:
            said["professional"] = self.adjusted_words
        if self.adjusted_due_on:
            said["due_on"] = self.adjusted_due_on
        return said

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what the decision binds; kept as `text_hash` when it is sent, and when it is decided."""
        return text_hash(self.text)

    @property
    def is_unchanged(self) -> bool:
        """Whether its milestone or goal still has the fingerprint that was sent, or agreed; the queryset's
        `unchanged`.
        """
        return self.text_hash == text_hash(text_of(self.part))

    @property
    def is_standing(self) -> bool:
        """Neither annulled nor followed by another; the queryset's `standing`."""
        return self.superseded_at is None and self.state != State.ANNULLED

    @property
    def is_live(self) -> bool:
        """Standing, of an open plan and a part that lies ahead; the queryset's `live`."""
        return self.is_standing and self.lies_ahead

    @property
    def lies_ahead(self) -> bool:
        """Whether its part lies ahead in an open plan."""
        if self.plan.closed_on is not None:
            return False
        return self.milestone.status in OPEN_STATUSES if self.milestone_id else self.goal.is_standing

    @property
    def is_carried(self) -> bool:
        """Carried by a department now; the queryset's `carried`, which says what that means."""
        return self.is_standing and self.state in CARRYING and self.is_unchanged

    def has_no_answer(self, on: date | None = None) -> bool:
        """Whether its last day passed without an answer; the queryset's `no_answer`."""
        return self.is_live and self.state in AT_DEPARTMENT and self.deadline < (on or clock.today())

    @property
    def is_at_department(self) -> bool:
        """Whether a department has it and has not answered."""
        return self.is_live and self.state in AT_DEPARTMENT


def text_of(part) -> dict:
    """What a department is shown of a milestone or a goal, as it stands."""
    if not hasattr(part, "own_words"):
        return dict.fromkeys(TEXT_FIELDS, "") | {
            "own_words": part.text, "professional": part.professional,
            "start_on": None, "due_on": None, "contact_ref": None,
        }  # fmt: skip
    said = {name: getattr(part, name) for name in TEXT_FIELDS if name != "contact_ref"}
    return said | {"contact_ref": part.contact_id}


class QualificationMove(models.Model):
    """A question of clarification went from one state to another: when, by whom and why. Rows are only ever added."""

    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="history")
    old_state = models.CharField(max_length=10, choices=State.choices, blank=True)
    new_state = models.CharField(max_length=10, choices=State.choices)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = _user()

    class Meta:
        ordering = ["at", "pk"]
