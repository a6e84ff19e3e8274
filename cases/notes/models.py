"""Journal notes, the kinds of them, who was mentioned, and the pinned summary."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.notes.querysets import MentionQuerySet, NoteQuerySet
from cases.notes.rules import NOTE_EDIT_WINDOW
from core import clock
from core.bilingual import Bilingual
from core.ordering import Danish
from core.versions import Versioned


class Note(Versioned):
    """A journal note. Nothing is deleted: after an hour it stands, and its writer adds to it.

    Within the hour its writer may strike out what was written by mistake. It stays in the journal, marked, and
    counts as nothing.
    """

    class Kind(models.TextChoices):
        """What the note is about. CONTACT_KINDS are talks with somebody, ATTEMPT_KINDS got no answer."""

        TALK = "talk", _("Talk")
        PHONE = "phone", _("Phone call")
        WRITTEN = "written", _("Messages with an answer")
        MESSAGE = "message", _("Message sent")
        ATTEMPT = "attempt", _("Tried to reach")
        HOME_VISIT = "home_visit", _("Home visit")
        MEETING = "meeting", _("Meeting")
        NO_SHOW = "no_show", _("Did not come")
        OBSERVATION = "observation", _("Observation")
        PARTNER = "partner", _("From a partner")
        IMPORT = "import", _("From an earlier list")
        OTHER = "other", _("Other")

    # Contact is mutual: a message that nobody has answered is an attempt (LBK 953/2024 § 2 a; the limit of five
    # working days is for having been in touch with the young person).
    CONTACT_KINDS = (Kind.TALK, Kind.PHONE, Kind.WRITTEN, Kind.HOME_VISIT, Kind.MEETING)
    ATTEMPT_KINDS = (Kind.MESSAGE, Kind.ATTEMPT, Kind.NO_SHOW)

    @classmethod
    def contact_q(cls) -> Q:
        """Contact with the young person: a talk with somebody else alone is none."""
        return Q(kind__in=cls.CONTACT_KINDS, with_youth=True)

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.TALK)
    # What the unit's own table called it; notes from before the table have none.
    named = models.ForeignKey(
        "cases.NoteKind", models.PROTECT, null=True, related_name="notes", editable=False
    )
    happened_on = models.DateField(_("happened on"), default=clock.today)
    text = models.TextField(_("note"))
    # A talk with somebody else alone is no contact with the young person.
    with_youth = models.BooleanField(_("the young person took part"), default=True)
    # The names of the others who took part, as they were on the day: lists show them without looking anything up.
    with_names = models.CharField(max_length=300, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes")
    addition_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="additions")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-recorded_at", "-pk"]
        indexes = [models.Index(fields=["case", "-happened_on", "-recorded_at"])]
        constraints = [
            models.CheckConstraint(
                # Said in full: a comparison with nothing is neither true nor false, and a check lets that pass.
                condition=Q(struck_at=None, struck_by=None)
                | Q(struck_at__isnull=False, struck_by__isnull=False, struck_by=F("by")),
                name="struck_note_has_when_and_its_writer",
            )
        ]

    @property
    def is_struck(self) -> bool:
        """Whether its writer struck it out as written by mistake."""
        return self.struck_at is not None

    @property
    def kind_label(self) -> str:
        """What kind of note it is, in the unit's own words."""
        return str(self.named) if self.named_id else self.get_kind_display()

    @property
    def with_words(self) -> str:
        """Who else took part, as it stands beside the note; empty when it was the young person alone."""
        if not self.with_names:
            return "" if self.with_youth else _("without the young person")
        words = _("with %(names)s") if self.with_youth else _("only with %(names)s")
        return words % {"names": self.with_names}

    @property
    def is_talk(self) -> bool:
        """Whether it tells of contact with the young person; the same as `NoteQuerySet.talks`."""
        return self.with_youth and self.kind in self.CONTACT_KINDS and not self.is_struck

    def editable_by(self, user, at=None) -> bool:
        """Whether ``user`` may still change it or strike it out: the writer, for an hour."""
        within = (at or clock.now()) < self.recorded_at + NOTE_EDIT_WINDOW
        return within and self.by_id == user.pk and not self.is_struck


class Mention(models.Model):
    """A colleague named in a note by ``@initials``. It asks them to look, and gives them no access.

    Nobody ticks it off: it is settled when they have looked at the case afterwards, which the trail knows.
    """

    note = models.ForeignKey(Note, models.PROTECT, related_name="mentions")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mentioned_once_in_a_note")]
        indexes = [models.Index(fields=["user", "-made_at"])]


class SummaryVersion(models.Model):
    """One wording of the pinned summary ("if you only read one thing"); the last one stands on the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="summaries")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_summary_for_each_number")]


class NoteContact(models.Model):
    """Who else a note tells of contact with: an adult around the young person, a partner, or a colleague.

    The last contact with each is computed from these rows; nobody ticks it.
    """

    note = models.ForeignKey(Note, models.CASCADE, related_name="contacts")
    guardian = models.ForeignKey("cases.Guardian", models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey("partners.Partner", models.PROTECT, null=True, related_name="note_contacts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guardian__isnull=False, partner=None, user=None)
                | Q(guardian=None, partner__isnull=False, user=None)
                | Q(guardian=None, partner=None, user__isnull=False),
                name="note_contact_is_one_of_three",
            ),
        ]


class NoteKind(Bilingual, Versioned):
    """A kind of note as the unit calls it, and the template that choosing it offers.

    ``counts_as`` is what it is to rules and reports (a talk moves the last contact); several kinds may count as the
    same.
    """

    code = models.SlugField(max_length=40, unique=True, editable=False)
    counts_as = models.CharField(_("counts as"), max_length=12, choices=Note.Kind.choices)
    name_da = models.CharField(_("Danish name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    template = models.TextField(_("template"), max_length=2_000, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        ordering = ["position", Danish("name_da"), "pk"]
