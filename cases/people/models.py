"""Young people and the adults around them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.people import rules
from core import clock, text
from core.crypto import BlindIndexField, EncryptedTextField, blind_index
from core.ordering import Danish
from core.versions import Versioned


class Custody(models.TextChoices):
    """Who holds parental responsibility for somebody under 18."""

    UNKNOWN = "unknown", _("Not stated")
    JOINT = "joint", _("Both parents")
    SOLE = "sole", _("One parent")
    OTHER = "other", _("Another guardian")
    PLACED = "placed", _("Placed in care")
    ADULT = "adult", _("Of age")


class YoungPersonQuerySet(models.QuerySet):
    """Adjectives of young people."""

    def numbered(self, *cprs: str):
        """Those who have one of these CPR numbers (ten digits), or have had it."""
        indexes = [blind_index(cpr) for cpr in cprs if cpr]
        had = FormerNumber.objects.filter(cpr_index__in=indexes).values("person")
        return self.filter(Q(cpr_index__in=indexes) | Q(pk__in=had))


class YoungPerson(Versioned):
    """A young person, once per unit. The id is ours; a CPR number may change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="young_people")
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    preferred_name = models.CharField(_("wants to be called"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"))
    cpr = EncryptedTextField(_("CPR number"), blank=True)
    cpr_index = BlindIndexField(of="cpr")
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    municipality_code = models.CharField(_("municipality"), max_length=4, blank=True)
    # CPR-loven § 28: hides the address and what gives it away, everywhere outside the unit.
    address_protected = models.BooleanField(_("name and address protection"), default=False)
    # The last day of the protection, a year after it began unless special reasons are given. The flag above decides:
    # nothing is shown again because a day has passed.
    protected_until = models.DateField(_("protected until"), null=True, blank=True)
    custody = models.CharField(_("custody"), max_length=8, choices=Custody.choices, default=Custody.UNKNOWN)
    language = models.CharField(_("language"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    search_name = models.CharField(max_length=260, editable=False)
    sort_name = models.CharField(max_length=180, editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = YoungPersonQuerySet.as_manager()

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

    @property
    def has_replacement_number(self) -> bool:
        """Whether the number is a replacement (erstatningspersonnummer), which CPR's registers do not know."""
        return bool(self.cpr) and rules.is_replacement(self.cpr)

    def shares_custody(self, holders: "GuardianQuerySet") -> bool:
        """Whether two hold custody together, of the ``holders``: that is said, or two are written down and nobody has
        said that one of them holds it alone.
        """
        if self.custody in (Custody.JOINT, Custody.SOLE):
            return self.custody == Custody.JOINT
        return holders.count() > 1

    def is_of_age(self, on=None) -> bool:
        """Whether they are 18 today, or on ``on``."""
        return rules.is_of_age(self.birth_date, on or clock.today())

    def age(self, on=None) -> int:
        """Whole years of age today, or on ``on``."""
        return rules.age_on(self.birth_date, on or clock.today())


class FormerNumber(models.Model):
    """A CPR number that a young person had before: a replacement number that became a real one, or a slip put right.

    An old list and an old letter still find the case by it. It is shown to nobody.
    """

    person = models.ForeignKey(YoungPerson, models.CASCADE, related_name="former_numbers")
    cpr = EncryptedTextField(_("CPR number"))
    cpr_index = BlindIndexField(of="cpr")
    until = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "cpr_index"], name="former_number_once")]
        indexes = [models.Index(fields=["cpr_index"], name="former_number_cpr")]

    def __str__(self):
        return f"{self.cpr[:6]}-••••"


class Closeness(models.TextChoices):
    """How near somebody stands to the young person: the rings of the network map, from the middle outwards."""

    FAMILY = "family", _("Family")
    FRIEND = "friend", _("Friends and others close")
    PROFESSIONAL = "professional", _("Professionals")


class ContactWish(models.TextChoices):
    """What the young person has said about our contact with somebody."""

    UNKNOWN = "", _("Not asked")
    PHONE = "phone", _("May be phoned")
    ASK = "ask", _("Ask the young person first")
    NOT = "not", _("We do not contact them")


def may_be_contacted(on, adult="") -> models.Q:
    """Who is around the young person on the day ``on`` with no ban between them; ``adult`` is the way to the adult."""
    around = models.Q((f"{adult}until_on", None)) | models.Q((f"{adult}until_on__gt", on))
    return around & models.Q((f"{adult}contact_ban", False))


class GuardianQuerySet(models.QuerySet):
    """Adjectives of the adults around a young person."""

    def holding_custody(self, on):
        """Who holds custody on the day ``on``: nobody does once the young person is of age, nor who is gone.

        A ban takes no custody away: who is to be told, or met, is asked for with `may_be_contacted` too. As
        `Guardian.holds_custody`.
        """
        here = models.Q(until_on=None) | models.Q(until_on__gt=on)
        return self.filter(here, has_custody=True, person__birth_date__gt=rules.born_by(on, rules.OF_AGE))

    def may_be_contacted(self, on):
        """Who may be told things, named to others, or asked to come, on the day ``on``."""
        return self.filter(may_be_contacted(on))


class Guardian(Versioned):
    """A parent or another adult around a young person, with or without custody."""

    person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="guardians")
    name = models.CharField(_("name"), max_length=120)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # What was written down. It counts until the young person is of age, or they are gone: ask `holds_custody`.
    has_custody = models.BooleanField(_("holds custody"), default=False)

    closeness = models.CharField(
        _("how close"), max_length=12, choices=Closeness.choices, default=Closeness.FAMILY
    )
    contact_wish = models.CharField(
        _("our contact with them"),
        max_length=5,
        choices=ContactWish.choices,
        default=ContactWish.UNKNOWN,
        blank=True,
    )
    # A ban that a court or an authority has set between them and the young person.
    contact_ban = models.BooleanField(_("must have no contact with the young person"), default=False)
    note = models.CharField(_("good to know"), max_length=200, blank=True)
    # From that day on no longer part of the young person's life; they stay written down.
    until_on = models.DateField(_("no longer around since"), null=True, blank=True)

    objects = GuardianQuerySet.as_manager()

    class Meta:
        ordering = ["-has_custody", Danish("name"), "pk"]

    def __str__(self):
        return self.name

    def is_around(self, on) -> bool:
        """Whether they are still part of the young person's life on the day ``on``."""
        return self.until_on is None or self.until_on > on

    def holds_custody(self, on) -> bool:
        """Whether they hold custody on the day ``on``; the same as the queryset's `holding_custody`."""
        return self.has_custody and self.is_around(on) and not rules.is_of_age(self.person.birth_date, on)
