"""What somebody of the unit has learnt, beside the fields they know about (`cases.models.GuideKnowledge`) and the name
of their qualification (`User.qualification`): those stand there, and in no second list.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.fields import FIRST_DAY, LAST_DAY
from core.versions import Versioned
from practice.competences.rules import Standing, standing


class Kind(models.TextChoices):
    """Which qualification it is."""

    DIPLOMA = "diploma", _("Diploma in guidance")
    MASTER = "master", _("Master in guidance")
    EQUIVALENT = "equivalent", _("Another at the same level")


class Competence(Versioned):
    """Education, and the facts about a qualification for guidance: since when, or under way until when; and whether a
    leader has seen the paper. ``note`` is read by its writer and by who leads the unit, and by nobody else.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="competence")
    education = models.CharField(_("education"), max_length=200, blank=True)
    kind = models.CharField(_("kind of qualification"), max_length=12, choices=Kind.choices, blank=True)
    since_on = models.DateField(_("qualified since"), null=True)
    until_on = models.DateField(_("done by"), null=True)
    note = EncryptedTextField(_("note to the leader"), blank=True)
    # What the paper said that a leader saw. Another title since is one that nobody has seen.
    seen_title = models.CharField(max_length=120, blank=True, editable=False)
    seen_on = models.DateField(null=True, editable=False)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since_on=None) | Q(until_on=None), name="qualified_or_under_way_not_both"
            ),
            models.CheckConstraint(
                condition=Q(seen_title="", seen_on=None, seen_by=None)
                | (~Q(seen_title="") & Q(seen_on__isnull=False, seen_by__isnull=False)),
                name="paper_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seen_by=None) | ~Q(seen_by=F("user")), name="paper_seen_by_another"
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())

    def standing(self, on: date) -> Standing:
        """How the qualification stands on the day."""
        seen = {"until_on": self.until_on, "seen_title": self.seen_title}
        return standing(title=self.user.qualification, on=on, **seen)


class CourseQuerySet(models.QuerySet):
    """Adjectives of courses."""

    def of_unit(self, unit):
        """Of those who work in this unit."""
        return self.filter(user__unit=unit)

    def standing(self):
        """Not struck."""
        return self.filter(struck_on=None)

    def awaiting_sharing(self, on: date):
        """Over by the day, to be shared with colleagues, and not shared; the same as `Course.awaits_sharing`."""
        return self.standing().filter(held_on__lte=on, share_by__isnull=False, shared_on=None)

    def late(self, on: date):
        """Not shared, and the last day for it has passed; the same as `Course.is_late`."""
        return self.awaiting_sharing(on).filter(share_by__lt=on)


class Course(Versioned):
    """A course somebody has been on, or goes to; shared with colleagues by the day of `rules.share_by`, unless it was
    written down long after.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="courses", editable=False)
    title = models.CharField(_("course"), max_length=150)
    held_on = models.DateField(_("last day"))
    # None when it was written down so long after that nothing is asked (`rules.share_by`).
    share_by = models.DateField(_("share by"), null=True, editable=False)
    # The meeting that colleagues were last called to about it, and how often they were.
    meets_at = models.DateTimeField(null=True, editable=False)
    meets_until = models.DateTimeField(null=True, editable=False)
    calls = models.PositiveSmallIntegerField(default=0, editable=False)
    called = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)
    shared_on = models.DateField(_("shared on"), null=True, editable=False)
    shared_where = models.CharField(_("where"), max_length=200, blank=True, editable=False)
    struck_on = models.DateField(null=True, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(
                fields=["user", "share_by"],
                condition=Q(shared_on=None, struck_on=None),
                name="course_not_shared",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="course_has_a_title"),
            models.CheckConstraint(
                condition=Q(held_on__gte=FIRST_DAY, held_on__lte=LAST_DAY), name="course_day_is_a_day"
            ),
            models.CheckConstraint(
                condition=Q(shared_on=None, shared_where="")
                | (Q(shared_on__isnull=False) & ~Q(shared_where="")),
                name="course_shared_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(shared_on=None) | Q(struck_on=None), name="course_shared_or_struck_not_both"
            ),
        ]

    def __str__(self):
        return self.title

    def awaits_sharing(self, on: date) -> bool:
        """Over by the day, to be shared, and not shared; the same as the queryset's `awaiting_sharing`."""
        waits = self.struck_on is None and self.shared_on is None and self.share_by is not None
        return waits and self.held_on <= on

    def is_late(self, on: date) -> bool:
        """Not shared, and the last day for it has passed; the same as the queryset's `late`."""
        return self.awaits_sharing(on) and self.share_by < on
