"""What is known of the unit's partnerships, read from the rows of cases, plans, meetings and answers.

The rows are those of the unit's live cases that are not shielded: the ones that the leader's door opens. Who may read
these pages sees numbers of them; names of young people stand only where the leader asks who is hit.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import Unit
from cases.models import Case, Note, Participation, Status, StatusPeriod
from core import clock
from core.text import sort_key
from intake.models import Statement
from meetings.models import Attendee
from partners.anchoring.models import JointMeeting
from partners.anchoring.models import Partnership as Written
from partners.models import Contact, Partner
from plans.milestones.choices import OPEN_STATUSES
from plans.models import Effort, Milestone, MilestoneMove, PromiseQuestion
from reports.anchoring.rules import Carrier, Known, Reason, Risk, reasons


@dataclass(frozen=True)
class Partnership:
    """A partner, what is known of the partnership, and why it is fragile, if it is."""

    partner: Partner
    known: Known
    reasons: list[Reason]


@dataclass(frozen=True)
class Then:
    """A day gone by, and the moment up to which what is told of it was known."""

    on: date
    known: datetime

    def told(self, moment: str) -> Q:
        """The condition for what happened at the ``moment``: on the day or before, and known."""
        return Q(**{f"{moment}__lt": clock.end_of_day(self.on), f"{moment}__lte": self.known})


def unit_cases(unit_id: int) -> QuerySet[Case]:
    """The unit's cases whose rows are counted: all that are not shielded."""
    return Case.objects.filter(unit=unit_id, shielded=False)


def partnerships(
    unit: Unit, on: date, *, only: int | None = None, known: datetime | None = None
) -> list[Partnership]:
    """The unit's partnerships in use, by name, or the one with the partner ``only``; a fixed number of queries.

    They are what they are today, or with ``known`` what they were on the day ``on`` by what was known at that moment.
    Which partners are in use, and whom a promise or an effort names, has no history: that is as it is today.
    """
    partners = Partner.objects.of_unit(unit).order_by("sort_name", "pk").select_related("category")
    partners = partners.filter(pk=only) if only else partners.filter(is_active=True)
    read = _Reading(unit, Q(pk=only) if only else Q(), Then(on, known) if known else None)
    found = [(partner, read.known(partner)) for partner in partners]
    return [Partnership(partner, facts, reasons(facts, on)) for partner, facts in found]


def fragile(unit: Unit, on: date) -> list[Partnership]:
    """The partnerships for which at least one rule holds: those first whose cases are at stake, then by name."""
    order = list(Risk)
    found = [one for one in partnerships(unit, on) if one.reasons]
    return sorted(found, key=lambda one: order.index(one.reasons[0].risk))


def carried_rows(unit_id: int, then: Then | None = None) -> list[tuple[QuerySet, str, str]]:
    """The rows by which a live case lies with a partner, today or ``then``: each with its paths to the contact and the
    case.
    """
    live, parts = _live(unit_id, then), _parts(then).filter(case__in=_live(unit_id, then))
    promises = Milestone.objects.filter(contact__isnull=False, plan__case__in=live)
    efforts = Effort.objects.standing().filter(contact__isnull=False, plan__case__in=live)
    if then is None:
        promises = promises.open().filter(plan__closed_on=None)
        efforts = efforts.filter(ended_on=None, plan__closed_on=None)
    else:
        moves = MilestoneMove.objects.filter(milestone=OuterRef("pk"), on__lte=then.on)
        last = moves.filter(recorded_at__lte=then.known).order_by("-on", "-pk")
        standing = Q(plan__closed_on=None) | Q(plan__closed_on__gt=then.on)
        promises = promises.filter(standing, recorded_at__lte=then.known)
        promises = promises.alias(was=Subquery(last.values("new_status")[:1])).filter(was__in=OPEN_STATUSES)
        running = Q(ended_on=None) | Q(ended_on__gt=then.on)
        efforts = efforts.filter(standing, running, Q(from_on__lte=then.on) | then.told("recorded_at"))
        efforts = efforts.filter(recorded_at__lte=then.known)
    return [
        (parts, "contact", "case"),
        (promises, "contact", "plan__case"),
        (efforts, "contact", "plan__case"),
    ]


def _live(unit_id: int, then: Then | None) -> QuerySet[Case]:
    """The unit's cases that are open, or were."""
    cases = unit_cases(unit_id)
    if then is None:
        return cases.filter(closed_on=None)
    periods = StatusPeriod.objects.filter(case__unit=unit_id).known_on(then.known).holding(then.on)
    return cases.filter(pk__in=periods.exclude(status=Status.CLOSED).order_by().values("case"))


def _parts(then: Then | None) -> QuerySet[Participation]:
    """The parts that partners have in cases, or had."""
    if then is None:
        return Participation.objects.current().filter(until_on=None)
    return Participation.objects.known_on(then.known).holding(then.on)


class _Reading:
    """Every row that is asked for, once for all partners."""

    def __init__(self, unit: Unit, which: Q, then: Then | None = None):
        self.then = then
        partners = Partner.objects.of_unit(unit).filter(which).values("pk")
        self.contacts = {row.pk: row for row in Contact.objects.filter(partner__in=partners)}
        written = Written.objects.filter(partner__in=partners) if then else Written.objects.none()
        self.signed = dict(written.values_list("partner", "signed_on"))
        self.cases: dict[int, set] = defaultdict(set)
        self.carried: dict[int, dict[int, set]] = defaultdict(lambda: defaultdict(set))
        self._read_cases(unit, partners)
        closed_too = unit_cases(unit.pk).values("pk")
        begun = _parts(then).filter(partner__in=partners, case__in=_live(unit.pk, then))
        self.since = dict(begun.order_by().values_list("partner").annotate(Min("from_on")))
        self.met, self.leaders = self._meetings(partners, closed_too)
        self.heard = self._heard(partners, closed_too)

    def _read_cases(self, unit: Unit, partners: QuerySet) -> None:
        parts, *named = carried_rows(unit.pk, self.then)
        for partner, contact, case in (
            parts[0].filter(partner__in=partners).values_list("partner", "contact", "case")
        ):
            self._carry(partner, contact, case)
        for rows, contact, case in named:
            rows = rows.filter(contact__partner__in=partners)
            for row in rows.order_by().values_list("contact__partner", contact, case):
                self._carry(*row)

    def _carry(self, partner: int, contact: int | None, case) -> None:
        self.cases[partner].add(case)
        if contact in self.contacts and self.contacts[contact].partner_id == partner:
            self.carried[partner][contact].add(case)

    def _meetings(self, partners: QuerySet, cases: QuerySet):
        """The last meeting by partner, of both kinds; and at which joint ones our leader was, newest first."""
        there = Attendee.objects.present().filter(contact__partner__in=partners, meeting__case__in=cases)
        there = there.filter(self._told("meeting__starts_at"), meeting__state="held")
        there = there.order_by().values_list("contact__partner")
        met = {pk: clock.local_date(at) for pk, at in there.annotate(Max("meeting__starts_at"))}
        leaders = defaultdict(list)
        joint = JointMeeting.objects.filter(partner__in=partners)
        if self.then:
            joint = joint.filter(held_on__lte=self.then.on, at__lte=self.then.known)
        for pk, held_on, our_leader in joint.values_list("partner", "held_on", "our_leader"):
            met[pk] = max(held_on, met.get(pk, held_on))
            leaders[pk].append(our_leader)
        return met, leaders

    def _heard(self, partners: QuerySet, cases: QuerySet) -> dict[int, date]:
        """The last day on which the partner answered, moved a promise, met us or was spoken with."""
        ours = {"partner__in": partners}
        told, moved = self._told("answered_at"), self._told("recorded_at")
        answers = PromiseQuestion.objects.filter(told, **ours).order_by().values_list("partner")
        statements = Statement.objects.filter(told, **ours).order_by().values_list("partner")
        moves = MilestoneMove.objects.filter(moved, by__partner_contact__partner__in=partners)
        moves = moves.order_by().values_list("by__partner_contact__partner")
        notes = Note.objects.filter(case__in=cases)
        notes = notes.known_on(self.then.known) if self.then else notes.standing()
        notes = notes.filter(happened_on__lte=self.then.on) if self.then else notes
        spoken = Partner.objects.filter(pk__in=partners, note_contacts__note__in=notes).order_by()
        moments = [
            *answers.annotate(Max("answered_at")),
            *statements.annotate(Max("answered_at")),
            *moves.annotate(Max("recorded_at")),
        ]
        days = [(pk, clock.local_date(at)) for pk, at in moments if at]
        days += [
            *self.met.items(),
            *spoken.values_list("pk").annotate(Max("note_contacts__note__happened_on")),
        ]
        heard: dict[int, date] = {}
        for pk, day in days:
            heard[pk] = max(day, heard.get(pk, day))
        return heard

    def _told(self, moment: str) -> Q:
        """The condition for what happened at the ``moment`` to count."""
        return self.then.told(moment) if self.then else Q()

    def _agreed(self, partner: Partner) -> bool:
        """Whether there is an agreement, and had been on the day: one that was signed later was none then."""
        signed = self.signed.get(partner.pk)
        later = self.then is not None and signed is not None and signed > self.then.on
        return partner.agreement != Partner.Agreement.NONE and not later

    def known(self, partner: Partner) -> Known:
        """What the rules ask of one partner."""
        carriers = [
            Carrier(pk, self.contacts[pk].name, frozenset(cases), self.contacts[pk].until_on)
            for pk, cases in self.carried[partner.pk].items()
        ]
        carriers.sort(key=lambda one: (-len(one.cases), sort_key(one.name), one.pk))
        return Known(
            has_agreement=self._agreed(partner),
            cases=frozenset(self.cases[partner.pk]),
            carriers=tuple(carriers),
            live_since=self.since.get(partner.pk),
            heard_on=self.heard.get(partner.pk),
            met_on=self.met.get(partner.pk),
            leader_there=tuple(self.leaders[partner.pk]),
        )
