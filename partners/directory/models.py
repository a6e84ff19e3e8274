"""The directory of partners: who carries parts of plans, whom to call there, and what is agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock, text
from core.ordering import Danish
from core.versions import Versioned
from partners.categories.models import PartnerCategory, Side


class PartnerQuerySet(models.QuerySet):
    """Adjectives of partners."""

    def of_unit(self, unit):
        """In this unit's directory, and not merged into another."""
        return self.filter(unit=unit, merged_into=None)


class Partner(Versioned):
    """An organisation in the chain around the unit's young people."""

    class Agreement(models.TextChoices):
        """What is agreed about the cooperation itself."""

        NONE = "none", _("No agreement")
        ORAL = "oral", _("Oral")
        WRITTEN = "written", _("Written")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="partners")
    name = models.CharField(_("name"), max_length=150)
    category = models.ForeignKey(
        PartnerCategory, models.PROTECT, related_name="partners", verbose_name=_("category")
    )
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    # Has staff who may decide (myndighed), and therefore qualify goals and milestones.
    has_authority = models.BooleanField(_("has authority"), default=False)
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=4, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    municipality_code = models.CharField(_("municipality"), max_length=4, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    web = models.URLField(_("web"), blank=True)
    agreement = models.CharField(
        _("agreement"), max_length=8, choices=Agreement.choices, default=Agreement.NONE
    )
    next_evaluation_on = models.DateField(_("next evaluation"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    search_name = models.CharField(max_length=300, editable=False)
    sort_name = models.CharField(max_length=200, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [models.Index(fields=["unit", "sort_name"])]

    def get_absolute_url(self) -> str:
        """The address of the card."""
        return reverse("partners:partner_detail", args=[self.pk])

    def __str__(self):
        return self.name

    def set_keys(self) -> None:
        """Name and town folded for searching, and the name's sort key, from what they come from."""
        self.search_name, self.sort_name = text.fold(f"{self.name} {self.city}"), text.sort_key(self.name)

    def save(self, *args, **kwargs):
        """Keep the derived columns beside what they come from."""
        self.set_keys()
        super().save(*args, **kwargs)


class ContactQuerySet(models.QuerySet):
    """Adjectives of contacts."""

    def acting(self, on):
        """Who does something for their partner on the day; the same as `Contact.may_act`."""
        return self.staying(on).filter(from_on__lte=on)

    def staying(self, on):
        """Who acts on the day, or will when their first day comes; all but the `Contact.is_gone`."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), partner__is_active=True)

    def spoken_for(self, contact, on):
        """Whom ``contact`` acts for on the day: themselves, and the colleagues they stand in for while those are away.

        A coordinator acts for everybody of the partner. Nobody stands in for who has left: they see nothing either.
        """
        if contact.is_coordinator:
            return self.filter(partner=contact.partner_id)
        away = Q(absences__from_on__lte=on, absences__until_on__gte=on, absences__cancelled_at=None)
        stands_in = away & Q(absences__stand_in=contact.pk)
        theirs = self.acting(on).filter(Q(pk=contact.pk) | stands_in, partner=contact.partner_id)
        return theirs.distinct()


class Contact(Versioned):
    """A person at a partner, for as long as they are there."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    from_on = models.DateField(_("first day"), default=clock.today)
    until_on = models.DateField(_("last day"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    # Sees every young person that a basis lets the partner know of; any other contact only those they are named for.
    is_coordinator = models.BooleanField(_("coordinator"), default=False)
    search_name = models.CharField(max_length=160, editable=False, default="")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="partner_contact"
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = [Danish("name"), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="contact_period_runs_forward",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self):
        return self.name

    def set_keys(self) -> None:
        """The folded name, for searching."""
        self.search_name = text.fold(self.name)

    def save(self, *args, **kwargs):
        """Keep the folded name beside the name."""
        self.set_keys()
        super().save(*args, **kwargs)

    @property
    def comes_by_link(self) -> bool:
        """Whether they sign in here and have no password: then by mailed link and told code."""
        return self.user is not None and not self.user.has_usable_password()

    @property
    def begins_on(self):
        """Their first day, while it has not come."""
        return self.from_on if self.from_on > clock.today() else None

    def has_left(self, on) -> bool:
        """Whether their last day lies before the date."""
        return self.until_on is not None and self.until_on < on

    def is_gone(self, on) -> bool:
        """Whether they act no more: their last day lies before the date, or the partner is out of use. As `gone_q`."""
        return self.has_left(on) or not self.partner.is_active

    def may_act(self, on) -> bool:
        """Whether they do something for their partner on the day: from their first day to their last, both included,
        at a partner in use. One rule for signing in, for what they see and for what waits on them. As `acting`.
        """
        return self.from_on <= on and not self.is_gone(on)

    @staticmethod
    def gone_q(on, path: str = "") -> Q:
        """The condition for the contact at ``path`` to be there and to act no more on the day: as `is_gone`. Who has
        not begun is not gone: what lies with them waits for their first day.
        """
        return Q(**{f"{path}until_on__lt": on}) | Q(**{f"{path}partner__is_active": False})


class AbsenceQuerySet(models.QuerySet):
    """Adjectives of absences."""

    def standing(self):
        """Not called off."""
        return self.filter(cancelled_at=None)


class Absence(models.Model):
    """A contact is away from one day to another, both included, and a colleague at the partner stands in."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="absences")
    from_on = models.DateField(_("first day away"))
    until_on = models.DateField(_("last day away"))
    stand_in = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stands in")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="absence_runs_forward",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("contact")),
                name="absence_somebody_else_stands_in",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def is_now(self, on) -> bool:
        """Whether the contact is away on the day."""
        return self.cancelled_at is None and self.from_on <= on <= self.until_on

    def settle_merge(self, end: str, survivor) -> None:
        """Put ``survivor`` at one end; who would stand in for themselves then, does not."""
        values = {"contact": {"contact": survivor, "stand_in": None}, "stand_in": {"stand_in": None}}[end]
        Absence.objects.filter(pk=self.pk).update(**values)


class NotDuplicateQuerySet(models.QuerySet):
    """What somebody has said of pairs."""

    def naming(self, partner):
        """Pairs of ids that hold the partner."""
        return self.filter(Q(one=partner) | Q(two=partner)).values_list("one_id", "two_id")


class NotDuplicate(models.Model):
    """Somebody has looked at two partners that look alike, and said that they are two."""

    one = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    two = models.ForeignKey(Partner, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = NotDuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], name="not_duplicate_once"),
            # The smaller id first, so that a pair is told once, and nothing is not itself.
            models.CheckConstraint(condition=Q(one__lt=F("two")), name="not_duplicate_in_order"),
        ]

    def settle_merge(self, end: str, survivor) -> None:
        """Put ``survivor`` at one end; a pair that has become itself, or is told already, goes."""
        other_end = self.two_id if end == "one" else self.one_id
        one, two = sorted((survivor.pk, other_end))
        if one == two or NotDuplicate.objects.filter(one=one, two=two).exists():
            self.delete()
        else:
            NotDuplicate.objects.filter(pk=self.pk).update(one=one, two=two)
