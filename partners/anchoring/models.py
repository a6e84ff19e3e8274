"""What a cooperation with a partner rests on beyond the single case: facts that people write, with who and when.

How firmly it is anchored is computed (`reports.anchoring`) and kept nowhere. None of it is about a young person.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.versions import Versioned
from partners.anchoring.choices import Approach, Commitment, Criterion, Demands, Outcome, Standing
from partners.directory.models import Partner

# What a partner's own people read on their card: the frames, and nothing of what we say about them.
FRAMES = ("economy", "crisis_rules", "virtual_options", "geography", "it_systems")


class Partnership(Versioned):
    """The partnership with one partner of the unit: purpose, commitment, frames and methods. One a partner."""

    partner = models.OneToOneField(
        Partner,
        models.PROTECT,
        related_name="partnership",
        error_messages={"unique": _("A colleague has begun this page meanwhile. Load it again.")},
    )
    signed_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    # A reference, for the agreement is filed where the municipality files its agreements.
    paper = models.CharField(_("where the agreement is filed"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose beyond the single case"), max_length=1000, blank=True)
    commitment = models.CharField(
        _("who has committed themselves"),
        max_length=8,
        choices=Commitment.choices,
        default=Commitment.UNKNOWN,
        blank=True,
    )
    ours_by = models.CharField(_("who answers for it with us"), max_length=120, blank=True)
    theirs_by = models.CharField(_("who answers for it at the partner"), max_length=120, blank=True)
    committed_on = models.DateField(_("committed since"), null=True, blank=True)
    economy = models.TextField(_("economy"), max_length=500, blank=True)
    crisis_rules = models.TextField(_("in a crisis"), max_length=500, blank=True)
    virtual_options = models.TextField(_("online options"), max_length=500, blank=True)
    geography = models.TextField(_("places and transport"), max_length=500, blank=True)
    it_systems = models.TextField(_("IT systems"), max_length=500, blank=True)
    approach = models.PositiveSmallIntegerField(
        _("the approach"), choices=Approach.choices, null=True, blank=True
    )
    demands = models.PositiveSmallIntegerField(
        _("on whose terms"), choices=Demands.choices, null=True, blank=True
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(approach=None) | Q(approach__range=(1, 5)))
                & (Q(demands=None) | Q(demands__range=(1, 5))),
                name="partnership_scales",
            )
        ]

    def __str__(self):
        return str(self.partner)

    @property
    def frames(self) -> list[tuple[str, str]]:
        """``(heading, text)`` of the frames that are written down."""
        found = ((self._meta.get_field(name).verbose_name, getattr(self, name)) for name in FRAMES)
        return [(str(label).capitalize(), text) for label, text in found if text]

    def settle_merge(self, end: str, survivor) -> None:
        """Fill what ``survivor``'s own page leaves open, add the texts that differ, and go."""
        kept = Partnership.objects.select_for_update().get(partner=survivor)
        for field in self._meta.concrete_fields:
            ours, theirs = getattr(kept, field.name), getattr(self, field.name)
            if field.name in ("id", "partner", "version") or theirs in ("", None, ours):
                continue
            if ours in ("", None):
                setattr(kept, field.name, theirs)
            elif isinstance(field, models.TextField):
                setattr(kept, field.name, f"{ours}\n\n{theirs}")
        kept.version += 1
        self.delete()
        kept.save()


class JointMeeting(models.Model):
    """A meeting about the cooperation itself, not about one young person, and whether the leaders were there."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="joint_meetings")
    held_on = models.DateField(_("held on"))
    about = models.CharField(_("what it was about"), max_length=300)
    our_leader = models.BooleanField(_("our leader was there"), default=False)
    their_leader = models.BooleanField(_("the partner's leader was there"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["partner", "held_on"])]

    def __str__(self):
        return self.about


class Assumption(models.Model):
    """Something about the cooperation that poses as a fact: “our young people cannot do it online”."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="assumptions")
    text = models.CharField(_("what is taken for a fact"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_on = models.DateField(default=clock.today, editable=False)

    class Meta:
        ordering = ["-named_on", "-pk"]

    def __str__(self):
        return self.text


class Challenge(models.Model):
    """How an assumption was put to the test, and what came of it. Rows are only added; the newest says where it is."""

    assumption = models.ForeignKey(Assumption, models.PROTECT, related_name="challenges")
    how = models.CharField(_("how was it challenged?"), max_length=500)
    outcome = models.CharField(_("what came of it?"), max_length=8, choices=Outcome.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(default=clock.today, editable=False)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return self.how


class SelfAssessment(models.Model):
    """How the unit sees a partnership in a year. A second one of the same year stands beside the first."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="self_assessments")
    year = models.PositiveSmallIntegerField(_("year"))
    together = models.BooleanField(_("made together with the partner"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-year", "-pk"]

    def __str__(self):
        return str(self.year)


class CriterionAnswer(models.Model):
    """One criterion of a self-assessment: how far it is, and why."""

    assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="answers")
    criterion = models.CharField(max_length=12, choices=Criterion.choices)
    standing = models.CharField(max_length=8, choices=Standing.choices)
    words = models.CharField(max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_answered_once"),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="criterion_has_words",
                violation_error_message=_("Say why, in a few words."),
            ),
        ]

    def __str__(self):
        return str(self.get_criterion_display())
