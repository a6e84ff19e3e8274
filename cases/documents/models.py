"""What others wrote about a young person, kept as files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.text import mark_of, slug_of
from core.uploads.accepting import Format
from core.versions import Versioned


class DocumentQuerySet(models.QuerySet):
    """Adjectives of documents."""

    def standing(self):
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def readable_by(self, may):
        """Those that ``may``, the permissions on their case, lets one read of; withdrawn ones for the leader."""
        rows = self if may.document_confidential else self.filter(confidential=False)
        return rows if may.document_withdrawn else rows.standing()

    def waiting_for_scan(self):
        """Closed until the scanner has found them clean."""
        return self.filter(scan=Document.Scan.WAITING)


class Document(Versioned):
    """A file on a case. The bytes lie encrypted in `core.vault`; this row says what they are and who put them there.

    Nothing is deleted: what was put there by mistake is withdrawn with a reason, and no longer opens.
    """

    class Kind(models.TextChoices):
        """What it is to the case."""

        STATEMENT = "statement", _("Statement")
        APPLICATION = "application", _("Application")
        DECISION = "decision", _("Decision")
        SCHOOL = "school", _("School paper")
        HEALTH = "health", _("Health")
        PICTURE = "picture", _("Picture")
        OTHER = "other", _("Other")

    class Scan(models.TextChoices):
        """What the virus scanner says. Only CLEAN and, where no scanner is set up, NONE open."""

        NONE = "none", _("Not scanned")
        WAITING = "waiting", _("Being scanned")
        CLEAN = "clean", _("Scanned")
        INFECTED = "infected", _("Virus found")

    OPEN_SCANS = (Scan.NONE, Scan.CLEAN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=160)
    received_on = models.DateField(_("received on"), default=clock.today)
    # For those who carry the case, and the leader.
    confidential = models.BooleanField(_("confidential"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    format = models.CharField(max_length=4, choices=Format.choices, editable=False)
    pages = models.PositiveSmallIntegerField(default=0, editable=False)
    size = models.PositiveIntegerField(editable=False)
    # Of the bytes that are kept, and of those that were sent; a picture is made anew on its way in.
    sha256 = models.CharField(max_length=64, editable=False)
    sent_sha256 = models.CharField(max_length=64, editable=False)
    file = models.CharField(max_length=32, unique=True, editable=False)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NONE, editable=False)
    scanned_at = models.DateTimeField(null=True, editable=False)

    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdraw_reason = models.CharField(_("reason"), max_length=200, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-recorded_at", "pk"]
        indexes = [
            models.Index(fields=["case", "-received_on", "-recorded_at"]),
            models.Index(fields=["recorded_at"], condition=Q(scan="waiting"), name="document_waits_for_scan"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="withdrawn_document_has_who_and_why",
            )
        ]

    @property
    def kept_as(self) -> Format:
        """The format, with what follows from it."""
        return Format(self.format)

    @property
    def passed_scan(self) -> bool:
        """Whether its bytes may leave the vault as far as viruses go."""
        return self.scan in self.OPEN_SCANS

    @property
    def was_cleaned(self) -> bool:
        """Whether scripts or attached files were taken out of it on its way in; a picture is always made anew."""
        return self.format == Format.PDF and self.sha256 != self.sent_sha256

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was put there by mistake."""
        return self.withdrawn_at is not None

    @property
    def filename(self) -> str:
        """A plain name to save it under: letters, digits and hyphens, its own mark, the true suffix."""
        return f"{slug_of(self.title)[:80] or 'dokument'}-{mark_of(self)}.{self.format}"
