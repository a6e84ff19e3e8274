"""What the young person answered when they were asked whether the plan is theirs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from plans.agreement.querysets import AgreementQuerySet


class Agreement(models.Model):
    """The young person was asked whether this is their plan, and answered. Rows are only ever added.

    ``content`` is the fingerprint of what the plan said then (`plans.agreement.content`), ``plan_version`` the version
    of its head: so one can see that the plan has changed since, and ask anew.
    """

    class Answer(models.TextChoices):
        """What they answered. Silence is no answer, and no yes."""

        YES = "yes", _("Yes")
        NO = "no", _("No")
        COULD_NOT = "could_not", _("Could not answer")

    class Where(models.TextChoices):
        """Where they were asked."""

        OFFICE = "office", _("At our office")
        HOME = "home", _("At home")
        SCHOOL = "school", _("At school or at work")
        PHONE = "phone", _("On the phone")
        SCREEN = "screen", _("On a screen")
        ELSEWHERE = "elsewhere", _("Somewhere else")
        # Nobody asked: they answered by themselves.
        PAGE = "page", _("By themselves, on their own page")

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="agreements")
    answer = models.CharField(_("answer"), max_length=9, choices=Answer.choices)
    because = models.CharField(_("because"), max_length=500, blank=True)
    asked_on = models.DateField(_("asked on"), default=clock.today)
    where = models.CharField(_("where"), max_length=9, choices=Where.choices, default=Where.OFFICE)
    present = models.CharField(_("who was there"), max_length=200, blank=True)
    content = models.CharField(max_length=64, editable=False)
    plan_version = models.PositiveIntegerField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="yes") | ~Q(because="") | Q(answer="could_not", where="page"),
                name="agreement_without_yes_has_a_reason",
                violation_error_message=_("Write why, in the young person's own words."),
            )
        ]
        indexes = [models.Index(fields=["plan", "-asked_on", "-recorded_at"])]

    def __str__(self):
        return self.words

    @property
    def words(self) -> str:
        """What they answered. On their own page they say that they will not answer now, and need not say why."""
        by_themselves = self.where == self.Where.PAGE and self.answer == self.Answer.COULD_NOT
        return gettext("Not now") if by_themselves else str(self.get_answer_display())

    @property
    def is_yes(self) -> bool:
        """Whether they said yes."""
        return self.answer == self.Answer.YES

    @property
    def is_to_ask_again(self) -> bool:
        """Whether it leaves something to ask again: anything but a yes; the same as the queryset's `to_ask_again`."""
        return not self.is_yes
