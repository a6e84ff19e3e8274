"""Adjectives of questions of clarification; `shown_to` is the departments' one door to them."""

from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.db.models.lookups import Contains

from accounts.access import may_work
from accounts.roles import Role
from cases.models import Consent, Participation, Topic
from core import clock
from partners.models import Contact
from plans.milestones.choices import OPEN_STATUSES
from plans.plan.choices import STANDING_GOALS
from plans.plan.topics import PART_TOPICS
from plans.qualification.choices import AT_DEPARTMENT, CARRYING, TO_ACT_ON, State

_WORDS = Coalesce(NullIf(F("adjusted_words"), Value("")), F("professional"))
_DAY = Coalesce(F("adjusted_due_on"), F("due_on"))


def _same(path: str, column) -> Q:
    """Both are the same, or neither says anything."""
    name = column.name if isinstance(column, F) else ""
    both_empty = Q(**{f"{path}__isnull": True, f"{name}__isnull": True}) if name else Q()
    return Q(**{path: column}) | both_empty


def _no_day() -> Q:
    return Q(milestone__due_on=None, due_on=None, adjusted_due_on=None)


def unchanged_q() -> Q:
    """The condition for the part to say what was sent, or what the department said instead: `is_unchanged`."""
    milestone = (
        Q(milestone__own_words=F("own_words"), milestone__responsible=F("responsible"))
        & Q(milestone__professional=_WORDS)
        & _same("milestone__start_on", F("start_on"))
        & _same("milestone__contact_id", F("contact_ref"))
        & (Q(milestone__due_on=_DAY) | _no_day())
    )
    return milestone | Q(goal__text=F("own_words"), goal__professional=_WORDS)


def ahead_q() -> Q:
    """The condition for the part to lie ahead: a milestone neither reached nor left behind, a goal that stands."""
    return Q(milestone__status__in=OPEN_STATUSES) | Q(goal__status__in=STANDING_GOALS)


def _whole(condition: Q) -> Case:
    """Whether it holds, NULL counting as no; in one piece, since PostgreSQL tries every “or” that it can see into
    against every partial index, which takes it ten times as long as the answer.
    """
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _tells(column: str, topic: str) -> Contains:
    return Contains(Cast(column, TextField()), f'"{topic}"')


def covered_q(on: date) -> Q:
    """The condition for `QualificationQuerySet.covered`."""
    place = {"case": OuterRef("plan__case"), "partner": OuterRef("partner")}
    taking_part = Participation.objects.current().holding(on).filter(**place)
    bases = Consent.objects.filter(Consent.in_force_q(on), **place)
    covered = Q(Exists(taking_part), plan__case__closed_on=None, plan__case__shielded=False)
    covered &= Q(Exists(bases.filter(_tells("topics", Topic.PLAN))))
    for topic in PART_TOPICS:
        tells = (Q(_tells(column, topic)) for column in ("topics", "milestone__topics", "goal__topics"))
        # NULL (a goal has no milestone) counts as no.
        covered &= Q(Exists(bases.filter(_tells("topics", topic)))) | ~Q(_whole(reduce(or_, tells)))
    return covered


def answerable_q(on: date) -> Q:
    """The condition for `QualificationQuerySet.answerable`."""
    members = Contact.objects.acting(on).filter(partner=OuterRef("partner"), user__is_active=True)
    return covered_q(on) & Q(Exists(members), partner__has_authority=True, partner__is_active=True)


class QualificationQuerySet(models.QuerySet):
    """Adjectives of questions of clarification."""

    def standing(self):
        """The one that counts for its milestone or goal: neither annulled nor followed by another."""
        return self.filter(superseded_at=None).exclude(state=State.ANNULLED)

    def live(self):
        """Standing, of a plan that is open and a part that lies ahead."""
        return self.standing().filter(ahead_q(), plan__closed_on=None)

    def at_department(self):
        """Live, sent, and not answered."""
        return self.live().filter(state__in=AT_DEPARTMENT)

    def no_answer(self, on: date):
        """At the department after its last day; the same as `Qualification.has_no_answer`. Never a yes."""
        return self.at_department().filter(deadline__lt=on)

    def unchanged(self):
        """Whose milestone or goal says what was sent or agreed; the same as `Qualification.is_unchanged`."""
        return self.filter(unchanged_q())

    def carried(self):
        """Carried by a department: it said yes, or yes with other words, and nobody has changed what it bound itself
        to since. The one definition of “carried”; the same as `Qualification.is_carried`.
        """
        return self.standing().filter(state__in=CARRYING).unchanged()

    def with_unchanged(self):
        """With ``stands``: whether the part says what was sent or agreed."""
        return self.annotate(stands=_whole(unchanged_q()))

    def covered(self, on: date):
        """That the department may be told on the day ``on``: it takes part in an open case that is not shielded, and
        bases in force cover the plan and everything else that the part tells of.
        """
        return self.filter(covered_q(on))

    def answerable(self, on: date):
        """That somebody in the department can answer on the day ``on``: it may be told, has authority, is in use, and
        one of its people signs in.
        """
        return self.filter(answerable_q(on))

    def shown_to(self, user):
        """What a department's own people see: what was sent to it, for as long as a basis covers it.

        Whoever has left sees nothing more from the next request, nor does a department without authority.
        """
        if not may_work(user) or user.role != Role.PARTNER:
            return self.none()
        contact, today = getattr(user, "partner_contact", None), clock.today()
        if contact is None or not contact.may_act(today):
            return self.none()
        return self.asked_of(contact.partner).filter(plan__case__unit_id=user.unit_id).covered(today)

    def asked_of(self, partner):
        """What was sent to a department that has authority and is in use, about plans that are open."""
        return self.filter(
            partner=partner,
            partner__has_authority=True,
            partner__is_active=True,
            plan__closed_on=None,
            sent_at__isnull=False,
        )

    def waiting_on_guide(self, on: date):
        """That a guide has to do something about: to send it, to read an answer, to give what is missing, to use the
        department's words, to send it again because it was changed, or to see to it that somebody answers.
        """
        sent, changed = Q(state__in=AT_DEPARTMENT), Q(stands=False)
        due = (
            Q(state__in=(State.PROPOSAL, *TO_ACT_ON))
            | sent & (Q(deadline__lt=on) | changed | ~answerable_q(on))
            | Q(state__in=CARRYING) & changed
            | Q(state__in=(*CARRYING, State.DECLINED), seen_at=None)
        )
        taken_back = Q(state=State.ANNULLED, seen_at=None)
        rows = self.with_unchanged().filter(superseded_at=None, plan__closed_on=None)
        return rows.filter(_whole(ahead_q() & due | taken_back))
