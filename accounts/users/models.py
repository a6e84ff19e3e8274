"""Users, the unit they work in, and requests to remove somebody's second factor."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.roles import OWN_PAGE, Role
from accounts.users import limits
from core import clock
from core.ordering import Danish
from core.versions import Versioned

# The end of an address that no mail reaches (RFC 2606).
NO_MAILBOX = ".invalid"
# Whose work cases are; everybody else has none.
CARRIERS = (Role.GUIDE, Role.LEADER)


class Unit(Versioned):
    """A municipal youth unit (KUI), and what it has decided for itself; it begins with the values of the table of
    limits.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    municipality_code = models.CharField(_("municipality"), max_length=4, blank=True)
    # The organiser of meetings: an address the unit shares, never a guide's own, who also takes part.
    mailbox = models.EmailField(
        _("shared mailbox"),
        blank=True,
        help_text=_(
            "Invitations to meetings come from here. Without one they come from the system's address."
        ),
    )
    # After so many days without confirmation, what a young person is under way with counts as unknown.
    activity_fresh_days = models.PositiveSmallIntegerField(
        _("days an activity stays confirmed"), default=limits.fresh_days
    )
    contact_days = models.PositiveSmallIntegerField(_("days between contacts"), default=limits.contact_days)
    min_age = models.PositiveSmallIntegerField(_("youngest age"), default=limits.youngest_age)
    max_age = models.PositiveSmallIntegerField(_("oldest age"), default=limits.oldest_age)

    class Meta:
        ordering = [Danish("name")]

    def __str__(self):
        return self.name


def carries_q(path: str = "") -> models.Q:
    """The condition for being somebody who can carry cases, of the user at ``path``: as `User.may_carry`."""
    return models.Q(**{f"{path}is_active": True, f"{path}role__in": CARRIERS})


class UserManager(BaseUserManager):
    """Users at work, found by e-mail whatever its case. Who comes to their own page only is in no list, picker or count
    of them, and found by no sign-in of theirs: `User.everybody` has them too.
    """

    def get_queryset(self):
        """Without those who come to their own page only."""
        return super().get_queryset().exclude(role__in=OWN_PAGE)

    def carriers(self, unit_id):
        """Those of the unit who can carry cases, by name."""
        return self.filter(carries_q(), unit_id=unit_id).order_by(Danish("name"), "pk")

    def leaders(self, unit_id):
        """Those who lead the unit and can act, the one who has been there longest first."""
        return self.filter(unit_id=unit_id, role=Role.LEADER, is_active=True).order_by("pk")

    def get_by_natural_key(self, username):
        """The user who signs in with this e-mail."""
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        """Make a user; without a password they cannot sign in until they have followed their invitation."""
        user = self.model(email=self.normalize_email(email).strip(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Versioned):
    """Somebody who signs in. There is no superuser: nobody stands above the one door to cases."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    initials = models.CharField(_("initials"), max_length=10, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="members", verbose_name=_("unit"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    # Guidance must be given by qualified counsellors (vejledningsbekendtgørelsen).
    qualification = models.CharField(_("guidance qualification"), max_length=120, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("da", "Dansk"), ("en", "English")], default="da"
    )
    weekly_digest = models.BooleanField(_("a mail on Monday with how much waits"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    # Since when a leader has to say that it is them (`accounts.users.confirming`); until then they open no case.
    to_confirm_since = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()
    everybody = models.Manager()

    class Meta:
        ordering = [Danish("name")]
        constraints = [
            # They have no address of their own here, and no password: a told code alone lets them in.
            models.CheckConstraint(
                condition=~models.Q(role__in=OWN_PAGE)
                | models.Q(email__endswith=NO_MAILBOX, password__startswith="!"),  # noqa: S106
                name="own_page_has_no_password",
            ),
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message=_("This e-mail is taken.")
            ),
            models.UniqueConstraint(
                "unit",
                Lower("initials"),
                condition=~models.Q(initials=""),
                name="initials_unique_in_unit",
                violation_error_message=_("Somebody in the unit has these initials."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        """The name."""
        return self.name

    def known_as(self, reader: "User") -> str:
        """Who did something, as ``reader`` may know them. Whoever comes from outside knows their own colleagues by
        name; of everybody else they read on whose behalf it was: the unit answers for what its people do.
        """
        if self == reader or reader.role not in (Role.PARTNER, *OWN_PAGE):
            return self.name
        if self.role in OWN_PAGE:
            return str(self.get_role_display())
        if not self.is_partner:
            return _("The youth unit")
        partner, theirs = (
            getattr(getattr(one, "partner_contact", None), "partner", None) for one in (self, reader)
        )
        if partner is None:
            return _("A partner")
        return self.name if partner == theirs else partner.name

    @property
    def is_confirmed(self) -> bool:
        """Whether they may open what their role opens. An administrator, who opens no case, is confirmed by nobody."""
        return self.to_confirm_since is None or self.is_admin

    @property
    def begins_on(self) -> date | None:
        """When a partner's contact may come in for the first time, while that day has not come; they can be invited."""
        return getattr(getattr(self, "partner_contact", None), "begins_on", None)

    @property
    def is_guide(self) -> bool:
        """Whether they carry plans."""
        return self.role == Role.GUIDE

    @property
    def is_leader(self) -> bool:
        """Whether they lead the unit."""
        return self.role == Role.LEADER

    @property
    def may_carry(self) -> bool:
        """Whether cases may lie with them: a guide or leader whose access is open. The same as `carries_q`."""
        return self.is_active and self.role in CARRIERS

    @property
    def is_admin(self) -> bool:
        """Whether they keep users, partners and tables."""
        return self.role == Role.ADMIN

    @property
    def is_partner(self) -> bool:
        """Whether they are somebody outside the unit who carries a part of plans."""
        return self.role == Role.PARTNER

    @property
    def has_own_page(self) -> bool:
        """Whether they come to their own page, and to nothing else."""
        return self.role in OWN_PAGE


class FactorReset(models.Model):
    """A request to remove somebody's second step: one asks, another confirms."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(done_at=None), name="one_factor_reset_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(done_by=None)
                | (~models.Q(done_by=models.F("asked_by")) & ~models.Q(done_by=models.F("user"))),
                name="factor_reset_takes_two",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"
