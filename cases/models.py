"""Young people and their cases, and the dated facts about them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases import rules
from cases.dated import Dated
from cases.querysets import CaseQuerySet, NoteQuerySet
from core import clock, text
from core.crypto import EncryptedTextField, blind_index
from core.versions import Versioned
from partners.models import Contact, Partner


class Custody(models.TextChoices):
    """Who holds parental responsibility for somebody under 18."""

    UNKNOWN = "unknown", _("Not stated")
    JOINT = "joint", _("Both parents")
    SOLE = "sole", _("One parent")
    OTHER = "other", _("Another guardian")
    PLACED = "placed", _("Placed in care")
    ADULT = "adult", _("Of age")


class YoungPerson(Versioned):
    """A young person, once per unit. The id is ours; a CPR number may change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="young_people")
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    preferred_name = models.CharField(_("wants to be called"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"))
    cpr = EncryptedTextField(_("CPR number"), blank=True)
    cpr_index = models.CharField(max_length=64, blank=True, editable=False)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    municipality_code = models.CharField(_("municipality"), max_length=4, blank=True)
    # CPR-loven § 28: hides the address and what gives it away, everywhere outside the unit.
    address_protected = models.BooleanField(_("name and address protection"), default=False)
    custody = models.CharField(_("custody"), max_length=8, choices=Custody.choices, default=Custody.UNKNOWN)
    language = models.CharField(_("language"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    search_name = models.CharField(max_length=260, editable=False)
    sort_name = models.CharField(max_length=180, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("young person")
        indexes = [models.Index(fields=["unit", "sort_name"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "cpr_index"],
                condition=~Q(cpr_index=""),
                name="cpr_once_in_unit",
                violation_error_message=_(
                    "A young person with this CPR number is already known in the unit."
                ),
            )
        ]

    def __str__(self):
        return self.name

    def derive(self) -> None:
        """Recompute what is stored beside its source: search name, sort key, CPR index."""
        self.search_name = text.fold(f"{self.first_name} {self.last_name} {self.preferred_name}")
        self.sort_name = text.sort_key(f"{self.first_name} {self.last_name}")
        self.cpr_index = blind_index(self.cpr) if self.cpr else ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def called(self) -> str:
        """What they want to be called."""
        return self.preferred_name or self.first_name

    @property
    def cpr_masked(self) -> str:
        """``ddmmyy-••••``, or empty when no number is known."""
        return f"{self.cpr[:6]}-••••" if self.cpr else ""

    def age(self, on=None) -> int:
        """Whole years of age today, or on ``on``."""
        return rules.age_on(self.birth_date, on or clock.today())


class Guardian(Versioned):
    """A parent or another adult around a young person, with or without custody."""

    person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="guardians")
    name = models.CharField(_("name"), max_length=120)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    has_custody = models.BooleanField(_("holds custody"), default=False)

    class Meta:
        ordering = ["-has_custody", "name", "pk"]

    def __str__(self):
        return self.name


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

    The columns from ``status`` to ``earliest_open_due`` repeat what the dated rows and the plan say about today, for lists
    and their indexes; the verbs in ``actions.py`` write both in one transaction, and a test holds them together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="cases")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases")
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
    activity = models.CharField(
        _("activity"), max_length=20, choices=Activity.choices, default=Activity.UNKNOWN, editable=False
    )
    activity_confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    last_contact_on = models.DateField(_("last contact"), null=True, editable=False)
    # The least due date of milestones not yet reached: overdue is "< today", which no midnight makes stale.
    earliest_open_due = models.DateField(null=True, editable=False)

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
                condition=(Q(status="closed") & Q(closed_on__isnull=False) & ~Q(close_reason=""))
                | (~Q(status="closed") & Q(closed_on=None)),
                name="closed_case_has_day_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="running") | Q(guide__isnull=False), name="running_case_has_a_guide"
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
        ]

    def __str__(self):
        return str(self.person)

    @cached_property
    def may(self):
        """What the user who loaded this case may do with it; set by `cases.access`."""
        from cases.access import May

        return May()

    @property
    def is_closed(self) -> bool:
        """Whether the case is closed."""
        return self.closed_on is not None

    def activity_is_fresh(self, on=None) -> bool:
        """Whether somebody confirmed the activity lately enough for it to count as known."""
        return rules.is_fresh(self.activity_confirmed_on, on or clock.today(), self.unit.activity_fresh_days)

    def is_overdue(self, on=None) -> bool:
        """Whether a milestone's day has passed; the same as the queryset's `overdue`."""
        return self.earliest_open_due is not None and self.earliest_open_due < (on or clock.today())

    def next_transition(self, on=None):
        """The next age at which something changes for the young person: ``(label, day)`` or None."""
        return rules.next_transition(self.person.birth_date, on or clock.today())


class Assignment(Dated):
    """Who carries the case, or stands in, and when."""

    class Kind(models.TextChoices):
        """Owner or deputy."""

        GUIDE = "guide", _("Guide")
        DEPUTY = "deputy", _("Deputy")

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


class ActivityPeriod(Dated):
    """What the young person is under way with over time, and when somebody last confirmed it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="activity_periods")
    activity = models.CharField(_("activity"), max_length=20, choices=Activity.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="activity_periods"
    )
    hours_per_week = models.PositiveSmallIntegerField(_("hours a week"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on=None, superseded_at=None), name="one_present_activity"
            ),
        ]


class Participation(Dated):
    """A partner (and one of its people) carrying a part around the young person."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="participations")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="participations")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="participations")
    role = models.CharField(_("part"), max_length=120, blank=True)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "partner"],
                condition=Q(until_on=None, superseded_at=None),
                name="partner_takes_part_once",
                violation_error_message=_("This partner already takes part."),
            ),
        ]


class Topic(models.TextChoices):
    """What a disclosure may cover."""

    CONTACT = "contact", _("Name and contact details")
    PLAN = "plan", _("The plan: dream, goals and milestones")
    ACTIVITY = "activity", _("School, education and work")
    HEALTH = "health", _("Health and wellbeing")
    FAMILY = "family", _("Family and home")


class Consent(models.Model):
    """What may be told to whom, on which basis, until when. Asked of the database at every disclosure.

    Basis other than consent is a first-class choice: between parts of the municipality another rule often applies
    (forvaltningsloven §§ 28–31).
    """

    class Basis(models.TextChoices):
        """On what ground the unit may tell."""

        CONSENT = "consent", _("Consent")
        LAW = "law", _("A statutory rule")
        DUTY = "duty", _("A duty to report")

    class Form(models.TextChoices):
        """How it was given."""

        WRITTEN = "written", _("In writing")
        ORAL = "oral", _("Orally")

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="consents", verbose_name=_("partner"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices, default=Basis.CONSENT)
    topics = models.JSONField(_("what it covers"), default=list)
    purpose = models.CharField(_("purpose"), max_length=200)
    given_by = models.CharField(_("given by"), max_length=120, blank=True)
    form = models.CharField(_("form"), max_length=8, choices=Form.choices, default=Form.WRITTEN)
    from_on = models.DateField(_("from"), default=clock.today)
    # The last day on which it holds.
    expires_on = models.DateField(_("expires on"))
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
            )
        ]

    @staticmethod
    def in_force_q(on) -> Q:
        """The condition for being in force on the day ``on``."""
        return Q(withdrawn_at=None, from_on__lte=on, expires_on__gte=on)

    def in_force(self, on=None) -> bool:
        """Whether it may be relied on today, or on ``on``."""
        on = on or clock.today()
        return self.withdrawn_at is None and self.from_on <= on <= self.expires_on


class AccessGrant(models.Model):
    """A colleague opened a case that is not theirs, for a stated purpose, until midnight. The owner sees it."""

    class Purpose(models.TextChoices):
        """Why a colleague opens a case."""

        SPARRING = "sparring", _("Sparring")
        COVER = "cover", _("I cover for the guide")
        ACUTE = "acute", _("Something acute")

    case = models.ForeignKey(Case, models.PROTECT, related_name="grants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    reason = models.CharField(_("in your own words"), max_length=200)
    granted_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-granted_at"]
        indexes = [models.Index(fields=["user", "expires_at"])]


class NamedAccess(models.Model):
    """Somebody named as allowed to see a shielded case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="named_cases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="named_once")]


class Note(Versioned):
    """A journal note. Nothing is deleted: after an hour it stands, and its writer adds to it."""

    class Kind(models.TextChoices):
        """What the note is about; CONTACT_KINDS are talks with the young person."""

        TALK = "talk", _("Talk")
        PHONE = "phone", _("Phone call")
        MESSAGE = "message", _("Message")
        HOME_VISIT = "home_visit", _("Home visit")
        MEETING = "meeting", _("Meeting")
        NO_SHOW = "no_show", _("Did not come")
        OBSERVATION = "observation", _("Observation")
        PARTNER = "partner", _("From a partner")
        IMPORT = "import", _("From an earlier list")
        OTHER = "other", _("Other")

    CONTACT_KINDS = (Kind.TALK, Kind.PHONE, Kind.MESSAGE, Kind.HOME_VISIT, Kind.MEETING)

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.TALK)
    happened_on = models.DateField(_("happened on"), default=clock.today)
    text = models.TextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes")
    addition_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="additions")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["case", "-happened_on", "-recorded_at"])]

    def editable_by(self, user, at=None) -> bool:
        """Whether ``user`` may still change it: the writer, for an hour."""
        from cases.actions import NOTE_EDIT_WINDOW

        return self.by_id == user.pk and (at or clock.now()) < self.recorded_at + NOTE_EDIT_WINDOW


class Draft(models.Model):
    """What somebody was typing on a case, kept on the server until they send it. Only they see it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)
    text = EncryptedTextField(blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user", "form"], name="one_draft_per_form")]
