"""The case with the columns of today that lists read, and the dated facts about its status and who carries it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.access.permissions import May
from cases.casefile import kle
from cases.casefile import rules as stall_rules
from cases.casefile.querysets import CaseQuerySet
from cases.links import case_url
from cases.people import rules as people_rules
from core import clock
from core.dated import Dated
from core.freshness import is_fresh
from core.limits import limit
from core.versions import Versioned


class Status(models.TextChoices):
    """Where a case is. Closed cases have ``closed_on``."""

    WAITING = "waiting", _("Waits for a guide")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


STATUS_MOVES: dict[str, tuple[str, ...]] = {
    Status.WAITING: (Status.RUNNING, Status.CLOSED),
    Status.RUNNING: (Status.PAUSED, Status.WAITING, Status.CLOSED),
    Status.PAUSED: (Status.RUNNING, Status.CLOSED),
    Status.CLOSED: (Status.RUNNING, Status.WAITING),
}


class Activity(models.TextChoices):
    """What a young person is under way with. NONE is a fact; UNKNOWN is a hole in what we know."""

    SCHOOL = "school", _("Lower secondary school")
    TENTH_GRADE = "tenth_grade", _("10th grade")
    FGU = "fgu", _("FGU")
    EUD = "eud", _("Vocational education")
    UPPER_SECONDARY = "upper_secondary", _("Upper secondary education")
    OTHER_EDUCATION = "other_education", _("Other education")
    JOB = "job", _("Job")
    SPARE_TIME_JOB = "spare_time_job", _("Spare-time job")
    INTERNSHIP = "internship", _("Work placement")
    COURSE = "course", _("Course or project")
    TREATMENT = "treatment", _("Treatment")
    LEAVE = "leave", _("Leave or parental leave")
    NONE = "none", _("Nothing at present")
    UNKNOWN = "unknown", _("Unknown")


class CloseReason(models.TextChoices):
    """Why a case was closed."""

    DESTINATION = "destination", _("Reached a positive destination")
    MOVED = "moved", _("Moved to another municipality")
    AGE = "age", _("Has passed the age limit")
    DECLINED = "declined", _("No longer wants the offer")
    OTHER_SUPPORT = "other_support", _("Is helped elsewhere")
    DIED = "died", _("Has died")
    MISTAKE = "mistake", _("Opened by mistake")


class Case(Versioned):
    """The unit's case about a young person.

    The columns from ``status`` to ``earliest_open_due`` repeat what the dated rows and the plan say about today,
    for lists and their indexes; the actions in ``actions.py`` write both in one transaction, and a test holds them
    together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("cases.YoungPerson", models.PROTECT, related_name="cases")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="cases")
    reason = models.TextField(_("reason for contact"), blank=True)
    kle_number = models.CharField(_("KLE number"), max_length=8, default="17.27.00")
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(
        _("reason for closing"), max_length=20, choices=CloseReason.choices, blank=True
    )
    # Named persons only, the leader included.
    shielded = models.BooleanField(_("shielded"), default=False)
    # What an imported list called the guide, when nobody in the unit answers to it.
    written_guide = models.CharField(max_length=120, blank=True, editable=False)
    # The municipality that sent the case here, as it calls itself; empty for a case that began here.
    came_from = models.CharField(max_length=120, blank=True, default="", editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.WAITING, editable=False
    )
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="guided_cases", editable=False
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="deputised_cases", editable=False
    )
    # The present or the next cover, with its days: who acts for the guide today is asked of the day, so no midnight
    # makes it stale. ``cover_until`` is the first day on which it no longer holds.
    cover = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="covered_cases", editable=False
    )
    cover_from = models.DateField(null=True, editable=False)
    cover_until = models.DateField(null=True, editable=False)
    activity = models.CharField(
        _("activity"), max_length=20, choices=Activity.choices, default=Activity.UNKNOWN, editable=False
    )
    activity_confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    # Why the present activities contradict each other (`cases.activity.rules.clash`), and whether one of them is
    # part of the plan.
    activity_clash = models.CharField(max_length=8, blank=True, default="", editable=False)
    activity_under_plan = models.BooleanField(default=False, editable=False)
    status_since = models.DateField(null=True, editable=False)
    # The last day on which a milestone was added or changed its status; `plans` writes it.
    last_move_on = models.DateField(null=True, editable=False)
    # The first day on which a case that somebody lets rest may be proposed as stalled again.
    stall_rests_until = models.DateField(null=True, editable=False)
    last_contact_on = models.DateField(_("last contact"), null=True, editable=False)
    # The least due date of milestones not yet reached: overdue is "< today", which no midnight makes stale.
    earliest_open_due = models.DateField(null=True, editable=False)

    # "If you only read one thing": the last of its `SummaryVersion`s, here so that Sagen needs no further query.
    summary = models.TextField(blank=True, editable=False)
    summary_number = models.PositiveIntegerField(default=0, editable=False)
    summary_at = models.DateTimeField(null=True, editable=False)
    summary_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_on=None),
                name="one_open_case_per_person",
                violation_error_message=_("This young person already has an open case."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_runs_forward",
                violation_error_message=_("The case was opened later than that."),
            ),
            models.CheckConstraint(
                condition=(Q(status="closed") & Q(closed_on__isnull=False) & ~Q(close_reason=""))
                | (~Q(status="closed") & Q(closed_on=None)),
                name="closed_case_has_day_and_reason",
                violation_error_message=_("Say why and when the case is closed."),
            ),
            models.CheckConstraint(
                condition=~Q(status="running") | Q(guide__isnull=False),
                name="running_case_has_a_guide",
                violation_error_message=_("Give the case a guide first."),
            ),
            models.CheckConstraint(
                condition=Q(cover=None, cover_from=None, cover_until=None)
                | Q(
                    cover__isnull=False,
                    cover_from__isnull=False,
                    cover_until__gt=F("cover_from"),
                    closed_on=None,
                ),
                name="cover_has_its_days",
                violation_error_message=_("Say how long the cover lasts."),
            ),
            models.CheckConstraint(
                condition=Q(cover=None) | ~Q(cover=F("guide")),
                name="nobody_covers_for_oneself",
                violation_error_message=_("The guide cannot cover for themselves."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["guide", "last_contact_on", "id"],
                condition=Q(closed_on=None),
                name="case_guide_contact",
            ),
            models.Index(
                fields=["guide", "earliest_open_due", "id"],
                condition=Q(closed_on=None),
                name="case_guide_due",
            ),
            models.Index(
                fields=["unit", "earliest_open_due", "id"], condition=Q(closed_on=None), name="case_unit_due"
            ),
            models.Index(
                fields=["unit", "last_contact_on", "id"],
                condition=Q(closed_on=None),
                name="case_unit_contact",
            ),
            models.Index(fields=["deputy"], condition=Q(closed_on=None), name="case_deputy"),
            models.Index(fields=["cover"], condition=Q(cover__isnull=False), name="case_cover"),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self) -> str:
        """The address of the case's page."""
        return case_url(self.pk)

    @cached_property
    def may(self):
        """What the user who loaded this case may do with it; set by `cases.access`."""
        return May()

    @property
    def kle_words(self) -> str:
        """The number the case is journalised under, with its title."""
        return kle.in_words(self.kle_number)

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed."""
        return self.closed_on is not None

    def is_covered(self, on=None) -> bool:
        """Whether somebody covers for the guide on that day; the same as the queryset's `covered`."""
        on = on or clock.today()
        return self.cover_id is not None and self.cover_from <= on < self.cover_until

    def acting_guide(self, on=None):
        """Whom to turn to on that day: who covers, else the guide; None while nobody who can act has the case."""
        if self.is_covered(on) and self.cover.may_carry:
            return self.cover
        return self.guide if self.has_guide else None

    @property
    def has_guide(self) -> bool:
        """Whether its guide can act; the opposite of the queryset's `without_acting_guide` for an open case."""
        return self.guide_id is not None and self.guide.may_carry

    def activity_is_fresh(self, on=None) -> bool:
        """Whether somebody confirmed the activity lately enough for it to count as known."""
        return is_fresh(self.activity_confirmed_on, on or clock.today(), self.unit.activity_fresh_days)

    def activity_is_fresh_in(self, unit, on) -> bool:
        """The same, for who has the unit at hand."""
        return is_fresh(self.activity_confirmed_on, on, unit.activity_fresh_days)

    @property
    def signs(self) -> stall_rules.Signs:
        """The latest signs that something happens, for the rule about stalled cases."""
        return stall_rules.Signs(
            self.status_since or self.opened_on,
            self.last_contact_on,
            self.activity_confirmed_on,
            self.last_move_on,
        )

    def is_stalled(self, on=None) -> bool:
        """Whether nothing has happened for too long and nobody lets it rest; the same as the queryset's `stalled`."""
        return self.status == Status.RUNNING and stall_rules.is_stalled(
            self.signs,
            on or clock.today(),
            silent_days=limit("stalled_days", on=on),
            rests_until=self.stall_rests_until,
        )

    def is_overdue(self, on=None) -> bool:
        """Whether a milestone's day has passed; the same as the queryset's `overdue`."""
        return self.earliest_open_due is not None and self.earliest_open_due < (on or clock.today())

    def next_transition(self, on=None):
        """The next age at which something changes for the young person: ``(label, day)`` or None."""
        return people_rules.next_transition(self.person.birth_date, on or clock.today())


class Assignment(Dated):
    """Who carries the case, or stands in, and when.

    A cover has its last day from the start: on the day after, the case is its guide's alone again.
    """

    class Kind(models.TextChoices):
        """Owner, deputy, or who covers for the owner for a while."""

        GUIDE = "guide", _("Guide")
        DEPUTY = "deputy", _("Deputy")
        COVER = "cover", _("Covers")

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.GUIDE)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(until_on=None, superseded_at=None),
                name="one_active_guide_and_deputy",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cover") | Q(until_on__isnull=False),
                name="cover_has_a_last_day",
                violation_error_message=_("Say how long the cover lasts."),
            ),
        ]


class StatusPeriod(Dated):
    """The status of a case over time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="status_periods")
    status = models.CharField(max_length=8, choices=Status.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on=None, superseded_at=None), name="one_present_status"
            ),
        ]
        indexes = [models.Index(fields=["status", "from_on", "until_on"])]
