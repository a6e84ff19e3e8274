"""QuerySets that read as adjectives; `CaseQuerySet.visible_to` is the one door to cases."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Case as Choose
from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value, When

from accounts.models import Role
from core import clock
from core.limits import limit


class Relation(models.TextChoices):
    """What a user is to a case. `cases.access.PERMISSIONS` says what follows."""

    OWN = "own"
    NAMED = "named"
    GRANTED = "granted"
    LEADER = "leader"
    SHARED = "shared"
    EMERGENCY = "emergency"
    COLLEAGUE = "colleague"


def works_with_cases(user) -> bool:
    """Whether ``user`` is somebody of a unit who may have cases at all: a guide or a leader, signed in and active."""
    return user.is_authenticated and user.is_active and user.role in (Role.GUIDE, Role.LEADER)


class CaseQuerySet(models.QuerySet):
    """Adjectives of cases."""

    def visible_to(self, user) -> "CaseQuerySet":
        """The cases whose content ``user`` may open, each annotated with ``relation`` and ``grant_purpose``.

        Own (guide, deputy, or covering for the guide today), named on a shielded case, opened with a purpose until midnight, led, or shared with the user's
        partner on a basis in force. Everything that shows cases starts here: lists, counts, exports, PDFs, form choices.
        """
        if not user.is_authenticated or not user.is_active or user.role == Role.ADMIN:
            return self.none()
        if user.role == Role.PARTNER:
            return self._shared_with(user)
        named = self._named(user)
        grant = self._live_grants(user)
        own = self.carried_q(user)
        whens = [When(own, then=Value(Relation.OWN)), When(Exists(named), then=Value(Relation.NAMED))]
        if user.role == Role.LEADER:
            rows = self.filter(Q(shielded=False) | own | Exists(named), unit_id=user.unit_id)
            otherwise = Relation.LEADER
        else:
            rows = self.filter(own | Exists(named) | Q(Exists(grant), shielded=False), unit_id=user.unit_id)
            otherwise = Relation.GRANTED
        return rows.annotate(
            relation=Choose(*whens, default=Value(otherwise), output_field=CharField()),
            grant_purpose=Subquery(grant.order_by("-granted_at").values("purpose")[:1]),
        )

    def opened_in_emergency(self, user) -> "CaseQuerySet":
        """The shielded cases whose glass ``user`` has broken within the hour, annotated as `visible_to` does.

        Apart from it: an emergency opens one case to read, and puts it in no list, count or export.
        """
        from cases.models import BrokenGlass

        if not works_with_cases(user):
            return self.none()
        live = BrokenGlass.objects.filter(case=OuterRef("pk"), user=user, expires_at__gt=clock.now())
        return self.filter(Exists(live), shielded=True, unit_id=user.unit_id).annotate(
            relation=Value(Relation.EMERGENCY, output_field=CharField()),
            grant_purpose=Value(None, output_field=CharField()),
        )

    @staticmethod
    def carried_q(user, on: date | None = None) -> Q:
        """The condition for being somebody's own: guide, deputy, or covering for the guide on that day."""
        on = on or clock.today()
        return Q(guide=user) | Q(deputy=user) | Q(cover=user, cover_from__lte=on, cover_until__gt=on)

    def own_of(self, user) -> "CaseQuerySet":
        """The cases ``user`` carries or stands in for, annotated as `visible_to` does. Cheaper, for their own lists."""
        return self.filter(self.carried_q(user), unit_id=user.unit_id).annotate(
            relation=Value(Relation.OWN, output_field=CharField()),
            grant_purpose=Value(None, output_field=CharField()),
        )

    def known_to(self, user) -> "CaseQuerySet":
        """The cases of which ``user`` may know *that they exist* and whom to phone, and no more.

        For search, and for the page that asks a colleague for a purpose.
        """
        if not works_with_cases(user):
            return self.none()
        own = self.carried_q(user)
        return self.filter(
            Q(shielded=False) | own | Exists(self._named(user)), unit_id=user.unit_id
        ).annotate(
            relation=Choose(
                When(own, then=Value(Relation.OWN)),
                default=Value(Relation.COLLEAGUE),
                output_field=CharField(),
            )
        )

    @staticmethod
    def _named(user):
        from cases.models import NamedAccess

        return NamedAccess.objects.filter(case=OuterRef("pk"), user=user)

    @staticmethod
    def _live_grants(user):
        from cases.models import AccessGrant

        return AccessGrant.objects.filter(case=OuterRef("pk"), user=user, expires_at__gt=clock.now())

    def _shared_with(self, user):
        from cases.models import Consent, Participation

        contact = getattr(user, "partner_contact", None)
        today = clock.today()
        if contact is None or (contact.until_on is not None and contact.until_on < today):
            return self.none()
        taking_part = (
            Participation.objects.current()
            .holding(today)
            .filter(case=OuterRef("pk"), partner_id=contact.partner_id)
        )
        basis = Consent.objects.filter(
            Consent.in_force_q(today), case=OuterRef("pk"), partner_id=contact.partner_id
        )
        return self.filter(Exists(taking_part), Exists(basis), closed_on=None, shielded=False).annotate(
            relation=Value(Relation.SHARED, output_field=CharField()),
            grant_purpose=Value(None, output_field=CharField()),
        )

    def open(self):
        """Not closed."""
        return self.filter(closed_on=None)

    def covered(self, on: date):
        """For whose guide somebody covers on that day; the same as `Case.is_covered`."""
        return self.filter(cover_from__lte=on, cover_until__gt=on)

    def overdue(self, on: date):
        """With a milestone whose day has passed; the same as `Case.is_overdue`."""
        return self.filter(earliest_open_due__lt=on)

    def unconfirmed(self, on: date, fresh_days: int):
        """Whose activity nobody has confirmed for ``fresh_days`` days; the opposite of `Case.activity_is_fresh`."""
        return self.filter(
            Q(activity_confirmed_on=None) | Q(activity_confirmed_on__lt=on - timedelta(days=fresh_days))
        )

    def without_contact_since(self, on: date):
        """Not talked with on or after the day ``on``."""
        return self.filter(Q(last_contact_on=None) | Q(last_contact_on__lt=on))

    def stalled(self, on: date):
        """Running, and nothing has happened for too long, and nobody lets it rest; the same as `Case.is_stalled`."""
        since = on - timedelta(days=limit("stalled_days", on=on))
        rows = self.filter(
            Q(status_since__lt=since) | Q(status_since=None, opened_on__lt=since),
            Q(stall_rests_until=None) | Q(stall_rests_until__lte=on),
            status="running",
        )
        for sign in ("last_contact_on", "activity_confirmed_on", "last_move_on"):
            rows = rows.filter(Q(**{sign: None}) | Q(**{f"{sign}__lt": since}))
        return rows

    def matching_name(self, folded: str):
        """Whose folded names hold every word of ``folded`` (see `core.text.fold`)."""
        rows = self
        for word in folded.split()[:6]:
            rows = rows.filter(person__search_name__contains=word)
        return rows


class NoteQuerySet(models.QuerySet):
    """Adjectives of notes."""

    def first_hand(self):
        """Notes that are no additions."""
        return self.filter(addition_to=None)

    def standing(self):
        """Not struck out by their writers."""
        return self.filter(struck_at=None)

    def known_on(self, moment: datetime):
        """What stood in the journal at ``moment``."""
        return self.filter(Q(struck_at=None) | Q(struck_at__gt=moment), recorded_at__lte=moment)

    def of_contact(self):
        """Of the kinds that are contact with the young person or those around them."""
        return self.filter(kind__in=self.model.CONTACT_KINDS)

    def talks(self):
        """That tell of contact with the young person now; the same as `Note.is_talk`."""
        return self.standing().of_contact().filter(with_youth=True)

    def with_writer(self):
        """With their writers and additions fetched at once."""
        return self.select_related("by").prefetch_related(
            models.Prefetch(
                "additions", queryset=self.model._base_manager.select_related("by").order_by("recorded_at")
            )
        )


class MentionQuerySet(models.QuerySet):
    """Adjectives of mentions."""

    def unsettled(self):
        """Whose colleague has not looked at the case since; the trail tells, and nobody ticks it off.

        The page that asks for a purpose is no look at the case.
        """
        from audit.models import AuditEvent

        looked = AuditEvent.objects.filter(
            case_id=OuterRef("case_id"),
            actor_id=OuterRef("user_id"),
            at__gt=OuterRef("made_at"),
            outcome="ok",
        )
        return self.filter(~Exists(looked.exclude(relation=Relation.COLLEAGUE)))
