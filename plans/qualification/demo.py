"""The demo unit's questions to departments: waiting, late, in hand, answered in every way; through the real acts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.consents.actions import give_consent
from cases.demo.consents import ground
from cases.models import Consent, Status, Topic
from cases.network.actions import add_participation
from core import clock
from core.ordering import Danish
from core.versions import Conflict
from partners.models import Contact, Partner
from plans.decisions.actions import record_decision
from plans.decisions.models import FormalDecision
from plans.milestones.actions import edit_milestone
from plans.milestones.models import Milestone
from plans.qualification import answering, asking, reminders
from plans.qualification.choices import State
from plans.qualification.models import Qualification
from plans.qualification.reading import reasons_for

QUESTIONS = (
    ("Kan I give en støttekontaktperson fra næste måned?", "Serviceloven § 85"),
    ("Kan I bære tilbuddet, så der kan begyndes til aftalt tid?", "LAB § 57"),
    ("Kan I sige ja til datoen, eller er der ventetid?", "Barnets lov § 32"),
    ("Er det jer, der bevilger, og hvad skal I bruge fra os?", ""),
)
ALTERNATIVES = (
    "Vi kan tilbyde et kort kursus nu og tage stilling igen til foråret.",
    "Værestedet har plads fra mandag, og en mentor to timer om ugen.",
)
OTHER_WORDS = "Støtte fire timer om ugen i tre måneder, derefter fælles status"
# How long ago it was sent (calendar days), and what came of it.
STORIES = (
    (1, "sent"), (3, "sent"), (6, "in hand"), (9, "in hand"), (21, "sent"), (34, "sent"), (48, "in hand"),
    (25, State.QUALIFIED), (60, State.QUALIFIED), (90, State.QUALIFIED), (120, State.QUALIFIED), (40, "changed"),
    (30, State.ADJUSTED), (75, "words used"), (18, State.DECLINED), (52, State.DECLINED), (12, State.NEEDS_MORE),
    (15, State.NOT_OURS), (28, "annulled"), (4, "proposal"), (66, "decision"),
)  # fmt: skip


@dataclass
class _Teller:
    """Keeps the dice, the departments with those who sign in there, and the milestones that may be asked about."""

    unit: object
    rng: Random
    today: date = field(default_factory=clock.today)
    number: int = 0

    def __post_init__(self):
        contacts = Contact.objects.acting(self.today).filter(
            partner__unit=self.unit, partner__has_authority=True, user__is_active=True
        )
        self.people: dict[Partner, list] = {}
        for contact in contacts.select_related("partner__category", "user").order_by(
            Danish("partner__name"), "pk"
        ):
            self.people.setdefault(contact.partner, []).append(contact.user)
        rows = Milestone.objects.open().filter(
            plan__closed_on=None,
            plan__case__unit=self.unit,
            plan__case__status=Status.RUNNING,
            plan__case__shielded=False,
            plan__case__guide__isnull=False,
        )
        people = (
            "plan__case__person",
            "plan__case__guide",
            "plan__case__unit",
            "contact__partner__category",
            "goal",
        )
        self.milestones = list(rows.select_related(*people).order_by("plan__case__opened_on", "pk"))
        self.rng.shuffle(self.milestones)

    def next_milestone(self, day: date) -> Milestone | None:
        """One that was in its plan on the day, and tells of nothing that somebody still has to look at."""
        for place, milestone in enumerate(self.milestones):
            there = clock.local_date(milestone.recorded_at) <= day and milestone.plan.case.opened_on <= day
            if there and not milestone.waits:
                return self.milestones.pop(place)
        return None

    def tell(self, days: int, story: str) -> None:
        """One question from its sending until today."""
        day = self.today - timedelta(days=days)
        milestone = self.next_milestone(day)
        if milestone is None:
            return
        partner = list(self.people)[self.number % len(self.people)]
        self.number += 1
        question, paragraph = QUESTIONS[self.number % len(QUESTIONS)]
        case, by = milestone.plan.case, milestone.plan.case.guide
        with clock.travel(clock.at(day, 9, 20)):
            _may_be_told(case, partner, milestone, by=by)
            asked = {"partner": partner, "question": question, "paragraph": paragraph}
            row = asking.ask(milestone, by=by, send_now=story != "proposal", **asked)
        answered = min(day + timedelta(days=self.rng.randint(2, 14)), self.today)
        with clock.travel(min(clock.at(answered, 13, 10), clock.now())):
            self.answer(row, milestone, story, self.people[partner])

    def answer(self, row: Qualification, milestone: Milestone, story: str, people: list) -> None:
        """What the department did, and the guide after it."""
        user, by = people[self.number % len(people)], row.asked_by
        carried = {"basis": row.paragraph or "Serviceloven § 85", "basis_on": clock.today()}
        acts: dict[str, Callable] = {
            "in hand": lambda: answering.take(row, by=user),
            State.QUALIFIED: lambda: answering.answer(row, State.QUALIFIED, by=user, **carried),
            State.ADJUSTED: lambda: answering.answer(
                row,
                State.ADJUSTED,
                by=user,
                adjusted_words=OTHER_WORDS,
                decision="Vi har ikke flere timer.",
                **carried,
            ),
            State.DECLINED: lambda: answering.answer(
                row,
                State.DECLINED,
                by=user,
                reason=self.rng.choice(reasons_for(row.partner).filter(needs_words=False)),
                alternative=self.rng.choice(ALTERNATIVES),
            ),
            State.NEEDS_MORE: lambda: answering.answer(
                row, State.NEEDS_MORE, by=user, decision="Vi mangler en status fra skolen om fremmødet."
            ),
            State.NOT_OURS: lambda: answering.answer(row, State.NOT_OURS, by=user, whose="Ydelsescentret"),
            "annulled": lambda: asking.annul(row, by=by, why="Den unge har fået pladsen på en anden måde"),
        }
        first = {"changed": State.QUALIFIED, "words used": State.ADJUSTED, "decision": State.QUALIFIED}
        if act := acts.get(first.get(story, story)):
            act()
        if story == "changed":
            _other_words(milestone, by=by)
        if story == "words used":
            asking.use_words(row, by=by)
        if story == "decision":
            _decide(row, by=by)
        if row.state == State.QUALIFIED and self.number % 3:
            asking.mark_seen(row, by=by)


def _may_be_told(case, partner: Partner, milestone: Milestone, *, by) -> None:
    """A basis on which the department may be told."""
    on = clock.today()
    if not case.participations.current().holding(on).filter(partner=partner).exists():
        add_participation(case, partner, by=by, on=on)
    give_consent(
        Consent(
            case=case,
            partner=partner,
            topics=[Topic.CONTACT, Topic.PLAN, *milestone.topics],
            purpose="Afklaring af, hvad afdelingen kan bære",
            expires_on=on + timedelta(days=365),
            **ground(case.person, Consent.Basis.LAW, on, number=0),
        ),
        by=by,
    )


def _other_words(milestone: Milestone, *, by) -> None:
    """Together with the young person the milestone gets other words, so that its seal breaks."""
    words = {"own_words": f"{milestone.own_words} til sommer"[:200]}
    said = {"expected_version": milestone.version, "values": words, "took_part": "meeting"}
    edit_milestone(milestone, by=by, **said)


def _decide(row: Qualification, *, by) -> None:
    """The department's letter has come."""
    on = clock.today()
    decision = FormalDecision(
        plan=row.plan,
        partner=row.partner,
        by_whom=row.partner.name,
        paragraph="Serviceloven § 85",
        decided_on=on,
        outcome=FormalDecision.Outcome.GRANTED,
        what="Støttekontaktperson, fem timer om ugen",
        appeal_until=on + timedelta(days=28),
        appeal_words="til afdelingen, som sender klagen videre til Ankestyrelsen",
    )
    record_decision(decision, by=by)


def load(unit, rng: Random, *, scale: float = 1.0) -> None:
    """Tell each of STORIES once, or more often in a larger unit; then remind as the days went by."""
    teller = _Teller(unit, rng)
    if not teller.people:
        return
    for _again in range(max(1, round(2 * scale))):
        for days, story in STORIES:
            try:
                with transaction.atomic():
                    teller.tell(days, story)
            except (ValidationError, Conflict):
                continue  # what the unit's own rules refuse is refused in the demo too
    reminders.remind_due()
