"""Which cases somebody may open, or may know of: the one door, as conditions on rows."""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Case as Choose
from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value, When

from accounts.access import may_work
from accounts.roles import NO_CASES, OWN_PAGE, Role
from cases.access.models import AccessGrant, BrokenGlass, NamedAccess
from cases.access.permissions import Relation, works_with_cases
from core import clock


class AccessQuerySet(models.QuerySet):
    """Which cases somebody may open, or may know of. Everything that shows cases starts from `visible_to`."""

    def visible_to(self, user, *, why: bool = True) -> "AccessQuerySet":
        """The cases whose content ``user`` may open, each annotated with ``relation`` and ``grant_purpose``.
        Without ``why`` the same cases bare, which is cheaper: to count them, or rows that belong to them.

        Own (guide, deputy, or covering for the guide today), named on a shielded case, opened with a purpose until
        midnight, led, or shared with the user's partner on a basis in force; of a young person or a parent the one
        that they may enter. Everything that shows cases starts here: lists, counts, exports, PDFs, form choices.
        """
        if not may_work(user) or user.role in NO_CASES:
            return self.none()
        if user.role == Role.PARTNER:
            return self._shared_with(user)
        if user.role in OWN_PAGE:
            return apps.get_model("participation.Entry").objects.let_in(self, user, clock.today())
        rows = self.filter(self._open_q(user), unit_id=user.unit_id)
        if not why:
            return rows
        whens = [
            When(self.carried_q(user), then=Value(Relation.OWN)),
            When(Exists(self._named(user)), then=Value(Relation.NAMED)),
        ]
        otherwise = Relation.LEADER if user.role == Role.LEADER else Relation.GRANTED
        grant = self._live_grants(user).order_by("-granted_at")
        return rows.annotate(
            relation=Choose(*whens, default=Value(otherwise)),
            grant_purpose=Subquery(grant.values("purpose")[:1]),
        )

    def _open_q(self, user) -> Q:
        """The condition for a guide or leader to open a case of their own unit."""
        mine = self.carried_q(user) | Q(Exists(self._named(user)))
        if user.role == Role.LEADER:
            return Q(shielded=False) | mine
        return mine | Q(Exists(self._live_grants(user)), shielded=False)

    def opened_in_emergency(self, user) -> "AccessQuerySet":
        """The shielded cases whose glass ``user`` has broken within the hour, annotated as `visible_to` does.

        Apart from it: an emergency opens one case to read, and puts it in no list, count or export.
        """
        if not works_with_cases(user):
            return self.none()
        live = BrokenGlass.objects.filter(case=OuterRef("pk"), user=user, expires_at__gt=clock.now())
        return self.filter(Exists(live), shielded=True, unit_id=user.unit_id).annotate(
            relation=Value(Relation.EMERGENCY),
            grant_purpose=Value(None, output_field=CharField()),
        )

    @staticmethod
    def carried_q(user, on: date | None = None) -> Q:
        """The condition for being somebody's own: guide, deputy, or covering for the guide on that day."""
        on = on or clock.today()
        return Q(guide=user) | Q(deputy=user) | Q(cover=user, cover_from__lte=on, cover_until__gt=on)

    def own_of(self, user) -> "AccessQuerySet":
        """The cases ``user`` carries or stands in for, annotated as `visible_to` does. Cheaper, for their own lists."""
        return self.filter(self.carried_q(user), unit_id=user.unit_id).annotate(
            relation=Value(Relation.OWN),
            grant_purpose=Value(None, output_field=CharField()),
        )

    def known_to(self, user) -> "AccessQuerySet":
        """The cases of which ``user`` may know *that they exist* and whom to phone, and no more.

        For search, and for the page that asks a colleague for a purpose.
        """
        return self._known(user).annotate(
            relation=Choose(
                When(self.carried_q(user), then=Value(Relation.OWN)),
                default=Value(Relation.COLLEAGUE),
            )
        )

    def known_with_is_open(self, user) -> "AccessQuerySet":
        """The cases of `known_to`, each with ``is_open`` (whether `visible_to` has it too) in place of ``relation``."""
        return self._known(user).annotate(is_open=self._open_q(user))

    def _known(self, user) -> "AccessQuerySet":
        if not works_with_cases(user):
            return self.none()
        known = Q(shielded=False) | self.carried_q(user) | Exists(self._named(user))
        return self.filter(known, unit_id=user.unit_id)

    @staticmethod
    def _named(user):
        return NamedAccess.objects.filter(case=OuterRef("pk"), user=user)

    @staticmethod
    def _live_grants(user):
        now = getattr(user, "now", None) or clock.now()
        return AccessGrant.objects.filter(case=OuterRef("pk"), user=user, expires_at__gt=now)

    def _shared_with(self, user):
        contact = getattr(user, "partner_contact", None)
        if contact is None or not contact.may_act(clock.today()):
            return self.none()
        return self.shared_with_contact(contact)

    def shared_with_contact(self, contact) -> "AccessQuerySet":
        """`visible_to` of a partner's contact; whether who signs in as it may work, and it may act, is asked before."""
        Consent, Participation = apps.get_model("cases.Consent"), apps.get_model("cases.Participation")
        today = clock.today()
        taking_part = (
            Participation.objects.current()
            .holding(today)
            .filter(case=OuterRef("pk"), partner_id=contact.partner_id)
        )
        basis = Consent.objects.filter(
            Consent.in_force_q(today), case=OuterRef("pk"), partner_id=contact.partner_id
        )
        rows = self.filter(Exists(taking_part), Exists(basis), closed_on=None, shielded=False)
        if not contact.is_coordinator:  # only those that somebody they speak for is named for
            named = apps.get_model("partners.Contact").objects.spoken_for(contact, today).values("pk")
            promised = (
                apps.get_model("plans.Milestone")
                .objects.open()
                .filter(plan__case=OuterRef("pk"), plan__closed_on=None, contact__in=named)
            )
            theirs = Q(Exists(taking_part.filter(contact__in=named))) | Q(Exists(promised))
            if (
                contact.partner.has_authority
            ):  # anybody who signs in for a department may answer what it is asked
                asked = apps.get_model("plans.Qualification").objects.asked_of(contact.partner)
                theirs |= Q(Exists(asked.filter(plan__case=OuterRef("pk"))))
            rows = rows.filter(theirs)
        return rows.annotate(
            relation=Value(Relation.SHARED),
            grant_purpose=Value(None, output_field=CharField()),
        )
