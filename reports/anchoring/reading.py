"""What is known of the unit's partnerships, read from the rows of cases, plans, meetings and answers.

The rows are those of the unit's live cases that are not shielded: the ones that the leader's door opens. Who may read
these pages sees numbers of them; names of young people stand only where the leader asks who is hit.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from accounts.models import Unit
from cases.models import Case, Participation
from core import clock
from intake.models import Statement
from meetings.models import Attendee
from partners.anchoring.models import JointMeeting
from partners.models import Contact, Partner
from plans.models import Effort, Milestone, MilestoneMove, PromiseQuestion
from reports.anchoring.rules import Carrier, Known, Reason, Risk, reasons


@dataclass(frozen=True)
class Partnership:
    """A partner, what is known of the partnership, and why it is fragile, if it is."""

    partner: Partner
    known: Known
    reasons: list[Reason]


def unit_cases(unit_id: int) -> QuerySet[Case]:
    """The unit's cases whose rows are counted: all that are not shielded."""
    return Case.objects.filter(unit=unit_id, shielded=False)


def partnerships(unit: Unit, on: date, *, only: int | None = None) -> list[Partnership]:
    """The unit's partnerships in use, by name, or the one with the partner ``only``; a fixed number of queries."""
    partners = Partner.objects.of_unit(unit).order_by("sort_name", "pk").select_related("category")
    partners = partners.filter(pk=only) if only else partners.filter(is_active=True)
    read = _Reading(unit, Q(pk=only) if only else Q())
    found = []
    for partner in partners:
        known = read.known(partner)
        found.append(Partnership(partner, known, reasons(known, on)))
    return found


def fragile(unit: Unit, on: date) -> list[Partnership]:
    """The partnerships for which at least one rule holds: those first whose cases are at stake, then by name."""
    order = list(Risk)
    found = [one for one in partnerships(unit, on) if one.reasons]
    return sorted(found, key=lambda one: order.index(one.reasons[0].risk))


def carried_rows(unit_id: int) -> list[tuple[QuerySet, str, str]]:
    """The rows by which a live case lies with a partner: each with its paths to the contact and the case."""
    live = unit_cases(unit_id).filter(closed_on=None)
    parts = Participation.objects.current().filter(until_on=None, case__in=live)
    plan = {"plan__closed_on": None, "plan__case__in": live}
    promises = Milestone.objects.open().filter(contact__isnull=False, **plan)
    efforts = Effort.objects.standing().filter(contact__isnull=False, ended_on=None, **plan)
    return [
        (parts, "contact", "case"),
        (promises, "contact", "plan__case"),
        (efforts, "contact", "plan__case"),
    ]


class _Reading:
    """Every row that is asked for, once for all partners."""

    def __init__(self, unit: Unit, which: Q):
        partners = Partner.objects.of_unit(unit).filter(which).values("pk")
        self.contacts = {row.pk: row for row in Contact.objects.filter(partner__in=partners)}
        self.cases: dict[int, set] = defaultdict(set)
        self.carried: dict[int, dict[int, set]] = defaultdict(lambda: defaultdict(set))
        self._read_cases(unit, partners)
        closed_too = unit_cases(unit.pk).values("pk")
        begun = Participation.objects.current().filter(
            until_on=None, partner__in=partners, case__closed_on=None
        )
        begun = begun.filter(case__in=closed_too).order_by().values_list("partner").annotate(Min("from_on"))
        self.since = dict(begun)
        self.met, self.leaders = self._meetings(partners, closed_too)
        self.heard = self._heard(partners, closed_too)

    def _read_cases(self, unit: Unit, partners: QuerySet) -> None:
        parts, *named = carried_rows(unit.pk)
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
        there = there.filter(meeting__state="held").order_by().values_list("contact__partner")
        met = {pk: clock.local_date(at) for pk, at in there.annotate(Max("meeting__starts_at"))}
        leaders = defaultdict(list)
        joint = JointMeeting.objects.filter(partner__in=partners)
        for pk, held_on, our_leader in joint.values_list("partner", "held_on", "our_leader"):
            met[pk] = max(held_on, met.get(pk, held_on))
            leaders[pk].append(our_leader)
        return met, leaders

    def _heard(self, partners: QuerySet, cases: QuerySet) -> dict[int, date]:
        """The last day on which the partner answered, moved a promise, met us or was spoken with."""
        ours = {"partner__in": partners}
        answers = PromiseQuestion.objects.filter(**ours).order_by().values_list("partner")
        statements = Statement.objects.filter(**ours).order_by().values_list("partner")
        moves = MilestoneMove.objects.filter(by__partner_contact__partner__in=partners)
        moves = moves.order_by().values_list("by__partner_contact__partner")
        spoken = Partner.objects.filter(
            pk__in=partners, note_contacts__note__case__in=cases, note_contacts__note__struck_at=None
        ).order_by()
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

    def known(self, partner: Partner) -> Known:
        """What the rules ask of one partner."""
        carriers = [
            Carrier(pk, self.contacts[pk].name, frozenset(cases), self.contacts[pk].until_on)
            for pk, cases in self.carried[partner.pk].items()
        ]
        carriers.sort(key=lambda one: (-len(one.cases), one.name, one.pk))
        return Known(
            has_agreement=partner.agreement != Partner.Agreement.NONE,
            cases=frozenset(self.cases[partner.pk]),
            carriers=tuple(carriers),
            live_since=self.since.get(partner.pk),
            heard_on=self.heard.get(partner.pk),
            met_on=self.met.get(partner.pk),
            leader_there=tuple(self.leaders[partner.pk]),
        )
