"""Who may enter Min plan, and the codes that let them in once."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from cases.access.permissions import Relation
from cases.people.models import may_be_contacted
from cases.people.rules import OF_AGE, born_by
from core import clock
from core.crypto import BlindIndexField, EncryptedTextField, blind_index
from core.kept import Given, GivenUser, kept
from participation.access.rules import closed_since


class EntryQuerySet(models.QuerySet):
    """Adjectives of entries. Whether one lets in is reckoned on the day; nothing has to be closed by a job."""

    def standing(self):
        """Those that nobody has withdrawn; they may have ended by themselves."""
        return self.filter(withdrawn_at=None)

    def live(self, on: date) -> "EntryQuerySet":
        """Those that let in on the day ``on``.

        The case is open, or was closed so lately that it may still be read. A parent holds custody of somebody under
        18, or was let in by the young person after that; there is no ban between them, and a case that is shielded, or
        an address under protection, stays closed to them unless the guide has said that they may all the same.
        """
        rows = self.standing().filter(Q(case__closed_on=None) | Q(case__closed_on__gt=closed_since(on)))
        adults = Q(case__person__birth_date__lte=born_by(on, OF_AGE))
        parents = (
            Q(kind=Entry.Kind.PARENT)
            & may_be_contacted(on, "guardian__")
            & ((Q(guardian__has_custody=True) & ~adults) | (Q(agreed_on__isnull=False) & adults))
            & (Q(despite_protection=True) | Q(case__shielded=False, case__person__address_protected=False))
        )
        return rows.filter(Q(kind=Entry.Kind.SELF) | parents)

    def of(self, user, on: date) -> "EntryQuerySet":
        """Those that let ``user`` in on the day ``on``."""
        kind = Entry.KIND_OF.get(user.role)
        return self.live(on).filter(user=user, kind=kind, case__unit_id=user.unit_id)

    def let_in(self, cases, user, on: date):
        """The cases among ``cases`` that ``user`` may enter, annotated as `Case.objects.visible_to` does."""
        relation = Relation.PARENT if user.role == Role.PARENT else Relation.SELF
        return cases.filter(Exists(self.of(user, on).filter(case=OuterRef("pk")))).annotate(
            relation=Value(relation, output_field=CharField()),
            grant_purpose=Value(None, output_field=CharField()),
        )


class Entry(models.Model):
    """Somebody was invited into Min plan: the young person, or a parent. It stands until it is withdrawn.

    When it ends by itself is not stored: `EntryQuerySet.live` reckons it from ages, custody and the closing.
    """

    class Kind(models.TextChoices):
        """Who enters."""

        SELF = "self", _("The young person")
        PARENT = "parent", _("A parent")

    class Channel(models.TextChoices):
        """How the code comes."""

        MAIL = "mail", _("E-mail")
        SMS = "sms", _("Text message")
        PAPER = "paper", _("A code on paper")

    KIND_OF = {Role.YOUTH: Kind.SELF, Role.PARENT: Kind.PARENT}

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="entries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries")
    kind = models.CharField(_("who"), max_length=6, choices=Kind.choices)
    guardian = models.ForeignKey(
        "cases.Guardian",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("parent"),
    )
    channel = models.CharField(_("how the code comes"), max_length=5, choices=Channel.choices)
    destination = EncryptedTextField(_("e-mail or mobile"), blank=True)
    destination_index = BlindIndexField(of="destination")
    # The last text message to them; whether it arrived is told to the guide.
    last_sms = models.ForeignKey("core.OutboxSms", models.SET_NULL, null=True, blank=True, related_name="+")
    # A parent may read although the case is shielded or the address under protection.
    despite_protection = models.BooleanField(_("although the young person is protected"), default=False)
    # The day on which the young person, being of age, said yes to a parent.
    agreed_on = models.DateField(_("the young person said yes on"), null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = EncryptedTextField(_("why it was closed"), blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-invited_at", "-pk"]
        indexes = [models.Index(fields=["destination_index"], name="entry_destination")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="self", withdrawn_at=None),
                name="one_entry_of_the_young_person",
                violation_error_message=_("The young person already has access."),
            ),
            models.UniqueConstraint(
                fields=["case", "guardian"],
                condition=Q(kind="parent", withdrawn_at=None),
                name="one_entry_of_each_parent",
                violation_error_message=_("This parent already has access."),
            ),
            models.CheckConstraint(
                condition=Q(kind="self", guardian=None, agreed_on=None, despite_protection=False)
                | Q(kind="parent", guardian__isnull=False),
                name="entry_of_a_parent_names_them",
            ),
            models.CheckConstraint(
                condition=Q(channel="paper", destination_index="")
                | (~Q(channel="paper") & ~Q(destination_index="")),
                name="entry_has_where_the_code_goes",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="entry_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("invited_at")),
                name="entry_withdrawn_after_it_began",
            ),
        ]

    @staticmethod
    def index_of(destination: str) -> str:
        """What is kept beside an address to find it by; empty for none."""
        return blind_index(destination) if destination else ""

    @staticmethod
    def cases_of(user) -> list:
        """The ids of the cases that ``user`` may enter today, the one opened last first; one query."""
        return _entered(user.role, clock.today()).ask(user=user.pk, unit=user.unit_id)

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.guardian.name if self.guardian else self.case.person.name

    @property
    def called(self) -> str:
        """Whose it is, as they are called."""
        return self.guardian.name if self.guardian else self.case.person.called

    def lets_in(self, on: date | None = None) -> bool:
        """Whether it lets in today, or on ``on``; one query."""
        return Entry.objects.live(on or clock.today()).filter(pk=self.pk).exists()


@kept
def _entered(role: str, on: date) -> models.QuerySet:
    rows = Entry.objects.of(GivenUser(role), on)
    return rows.order_by("-case__opened_on", "pk").values_list("case_id", flat=True)


@kept
def parents_entering(on: date) -> models.QuerySet[Entry]:
    """The entries of parents that let in to one case; ask with its id as ``case``."""
    rows = Entry.objects.live(on).filter(case=Given("case", models.UUIDField), kind=Entry.Kind.PARENT)
    return rows.select_related("guardian")


class EntryCode(models.Model):
    """A code that lets in once. Kept only as a fingerprint.

    One that was sent has six digits and holds only in the browser that asked for it. One on paper is longer, holds
    longer, and asks for the date of birth beside it.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    # The fingerprint of a secret that the browser's session holds; empty for a code on paper.
    browser_hash = models.CharField(max_length=64, blank=True, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(browser_hash="") & Q(made_by__isnull=False))
                | (~Q(browser_hash="") & Q(made_by=None)),
                name="entry_code_on_paper_or_of_a_browser",
            ),
        ]
