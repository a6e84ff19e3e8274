"""Invented plans for the demo unit, made through the real actions at past dates.

`load` gives one case a plan that a guide would recognise: some roads straight, some winding, some with no
destination yet. Only the dice are fixed.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from cases.models import Activity, Case, CloseReason
from core import clock
from core.paper import Paper, Variant
from partners.models import Contact
from plans.closing import actions as closing_actions
from plans.demo.texts import DROPPED, EVIDENCE, POSTPONED, ROADS, Road, Step
from plans.handover import actions as handover_actions
from plans.handover import guarded
from plans.handover.models import Handover
from plans.handover.scope import NotAllowed
from plans.milestones import actions as milestones_actions
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone
from plans.plan import actions as plan_actions
from plans.plan.choices import TookPart
from plans.plan.models import Destination, Goal, Plan
from plans.versions.actions import confirm_version
from plans.versions.models import Confirmation

ROAD = {road.key: road for road in ROADS}


# What a young person is under way with makes some roads likelier.
LIKELY = {
    Activity.FGU: ("fgu", "fgu", "care", "mechanic"),
    Activity.EUD: ("carpenter", "care", "creative", "young_parent"),
    Activity.UPPER_SECONDARY: ("hf",),
    Activity.OTHER_EDUCATION: ("newcomer", "stu"),
    Activity.JOB: ("job", "shop", "military"),
    Activity.SPARE_TIME_JOB: ("shop", "hf", "job"),
    Activity.INTERNSHIP: ("mechanic", "carpenter", "job", "creative"),
    Activity.SCHOOL: ("tenth", "boarding", "carpenter", "creative"),
    Activity.TENTH_GRADE: ("tenth", "carpenter", "hf", "boarding"),
    Activity.TREATMENT: ("unclear",),
    Activity.LEAVE: ("young_parent",),
    Activity.NONE: ("unclear", "unclear", "job", "fgu"),
    Activity.UNKNOWN: ("unclear", "job"),
}


# More about the destination, one for each of the road's dreams.
MORE = {
    "carpenter": ("Tømrer", "Tømrer i Holbæk", "Snedker"),
    "care": ("Social- og sundhedshjælper", "SOSU, start til august", "Social- og sundhedsassistent"),
    "fgu": ("AGU", "PGU, Mad og ernæring", ""),
    "mechanic": ("Knallertmekaniker", "Personvognsmekaniker"),
    "hf": ("Toårig HF", "HF, derefter lærer", ""),
    "creative": ("Data og kommunikation", "Frisør", "Mediegrafiker"),
    "young_parent": ("Pædagogisk assistent", "Pædagogisk assistent"),
}


def load(case: Case, *, by, on: date, rng: Random) -> Plan:
    """Fill the case's open plan with what happened from ``on`` until today, or until the case was closed."""
    plan = case.plans.get(closed_on=None)
    plan.case = case
    last_day = case.closed_on or clock.today()
    road = ROAD[rng.choice(LIKELY.get(case.activity, tuple(ROAD)))]
    story = _Story(rng, plan, by, on, last_day)
    if (last_day - on).days < 10:
        story.at(on, lambda: _write_dream(story, road, small=True))
    else:
        story.at(on + timedelta(days=rng.randint(1, 9)), lambda: _write_dream(story, road))
        _tell_milestones(story, case, road, closed=case.closed_on is not None)
        _tell_outcome(story, case, road)
    story.happen()
    if case.closed_on is not None:
        with clock.travel(min(clock.at(case.closed_on, 18), clock.now())):
            closing_actions.close_plan(plan, by=by, on=case.closed_on)
    return plan


class _Story:
    """Acts gathered first, and told in the order of days."""

    def __init__(self, rng: Random, plan: Plan, by, on: date, last_day: date):
        self.rng, self.plan, self.by, self.on, self.last_day = rng, plan, by, on, last_day
        self.acts: list[tuple[date, int, Callable[[], object]]] = []
        self.goals: list[Goal] = []

    def add(self, milestone: Milestone) -> None:
        """Add a milestone, for the first goal if that is written by now."""
        milestone.goal = next(iter(self.goals), None)
        milestones_actions.add_milestone(milestone, by=self.by)

    def at(self, day: date, act: Callable[[], object]) -> None:
        """On ``day``, after what was said of that day before; never before the plan began nor after the end."""
        self.acts.append((min(max(day, self.on), self.last_day), len(self.acts), act))

    def happen(self) -> None:
        """Tell it."""
        now = clock.now()
        for day, number, act in sorted(self.acts, key=lambda entry: entry[:2]):
            with clock.travel(min(clock.at(day, 8) + timedelta(minutes=11 * number), now)):
                act()


def _write_dream(story: _Story, road: Road, small=False) -> None:
    rng, plan, by = story.rng, story.plan, story.by
    destination = Destination.objects.filter(code=road.destination).first() if road.destination else None
    dream = rng.randrange(len(road.dreams))
    values = {"dream": road.dreams[dream], "destination": destination}
    if destination is None or small:
        values |= {"small_step": rng.choice(road.small_steps or ROAD["unclear"].small_steps)}
    else:
        values |= {"destination_note": MORE[road.key][dream] if road.key in MORE else ""}
    said = {"values": values, "took_part": TookPart.MEETING}
    plan_actions.edit_plan(plan, by=by, expected_version=plan.version, **said)
    for text in road.goals[: rng.randint(1, 2)]:
        story.goals.append(
            plan_actions.add_goal(
                _goal(plan, text, road, len(story.goals)), by=by, took_part=TookPart.MEETING
            )
        )


def _goal(plan: Plan, text: str, road: Road, number: int) -> Goal:
    """A goal with the tags of the step on the road that has its place."""
    tags = road.steps[number % len(road.steps)].tags if road.steps else ""
    return Goal(plan=plan, text=text, outlook="U" in tags, insight="I" in tags, competence="K" in tags)


def _contacts(case: Case, steps: list[Step]) -> dict[str, list[Contact]]:
    """People at the unit's partners by category; those who already take part come first, and alone."""
    wanted = {step.who for step in steps} - {"youth", "guide"}
    around = set(case.participations.current().filter(until_on=None).values_list("partner_id", flat=True))
    found: dict[str, list[Contact]] = {}
    rows = Contact.objects.filter(
        partner__unit_id=case.unit_id,
        partner__is_active=True,
        partner__merged_into=None,
        partner__category__code__in=wanted,
        until_on=None,
    ).select_related("partner__category")
    for contact in rows.order_by("pk"):
        found.setdefault(contact.partner.category.code, []).append(contact)
    return {code: [c for c in people if c.partner_id in around] or people for code, people in found.items()}


def _tell_milestones(story: _Story, case: Case, road: Road, *, closed: bool) -> None:
    rng, days = story.rng, (story.last_day - story.on).days
    most = min(len(road.steps), 9)
    count = rng.randint(min(3, most), most)
    chosen = sorted(rng.sample(range(len(road.steps)), count))
    steps = [road.steps[i] for i in chosen]
    contacts = _contacts(case, steps)
    share = rng.uniform(0.55, 1.0) if closed else min(rng.uniform(0.15, 0.85), days / 240)
    reached = round(share * count)
    winding = rng.random() < 0.4
    spacing = days / (reached + 1)
    for number, step in enumerate(steps):
        who = _carrier(rng, step, contacts)
        if number < reached:
            due = story.on + timedelta(days=int(spacing * (number + 1) + rng.uniform(-0.3, 0.3) * spacing))
            _past(story, step, who, due, dropped=winding and rng.random() < 0.18, late=winding)
        elif number == reached and not closed:
            _under_way(story, step, who)
        elif not closed:
            _planned(story, step, who, number - reached)
    if not closed and rng.random() < 0.12:
        _planned(story, steps[-1], ("youth", None), count, undated=True)


def _carrier(rng: Random, step: Step, contacts) -> tuple[str, Contact | None]:
    if step.who in ("youth", "guide"):
        return step.who, None
    people = contacts.get(step.who)
    return ("partner", rng.choice(people)) if people else ("guide", None)


def _milestone(story: _Story, step: Step, who, start: date | None, due: date | None) -> Milestone:
    return Milestone(
        plan=story.plan,
        own_words=step.own,
        professional=step.professional,
        outlook="U" in step.tags,
        insight="I" in step.tags,
        competence="K" in step.tags,
        responsible=who[0],
        contact=who[1],
        start_on=start,
        due_on=due,
    )


def _start(step: Step, due: date) -> date | None:
    return due - timedelta(weeks=step.weeks) if step.weeks else None


def _past(story: _Story, step: Step, who, due: date, *, dropped: bool, late: bool) -> None:
    """A step that is behind us: reached, early or late, or left behind."""
    rng, by = story.rng, story.by
    start = _start(step, due)
    milestone = _milestone(story, step, who, start, due)
    milestone.topics = milestone.likely_topics  # a guide has looked, and agreed
    written = max((start or due) - timedelta(days=rng.randint(6, 35)), story.on)
    story.at(written, lambda: story.add(milestone))
    if start and start > written and rng.random() < 0.7:
        story.at(
            start, lambda: milestones_actions.move_milestone(milestone, MilestoneStatus.UNDER_WAY, by=by)
        )
    end = due + timedelta(days=rng.choice((-6, -2, 0, 0, 1, 3, 8)))
    if late and rng.random() < 0.5:
        later, reason = due + timedelta(days=rng.randint(14, 45)), rng.choice(POSTPONED)
        story.at(
            due - timedelta(days=2),
            lambda: milestones_actions.postpone_milestone(milestone, later, by=by, reason=reason),
        )
        end = later + timedelta(days=rng.randint(-3, 4))
    end = max(end, written + timedelta(days=1), (start or written) + timedelta(days=1))
    if dropped:
        why = rng.choice(DROPPED)
        story.at(
            end,
            lambda: milestones_actions.move_milestone(milestone, MilestoneStatus.DROPPED, by=by, reason=why),
        )
    else:
        story.at(end, lambda: milestones_actions.move_milestone(milestone, MilestoneStatus.REACHED, by=by))


def _under_way(story: _Story, step: Step, who) -> None:
    """What happens now; now and then its day has passed."""
    rng, by, today = story.rng, story.by, story.last_day
    overdue = rng.random() < 0.16
    due = today + timedelta(days=-rng.randint(1, 45) if overdue else rng.randint(1, 50))
    start = _start(step, due)
    milestone = _milestone(story, step, who, start, due)
    written = min(start or due, today) - timedelta(days=rng.randint(5, 30))
    story.at(written, lambda: story.add(milestone))
    if start and start <= today:
        begun = max(start, written + timedelta(days=1))
        story.at(
            begun, lambda: milestones_actions.move_milestone(milestone, MilestoneStatus.UNDER_WAY, by=by)
        )


def _planned(story: _Story, step: Step, who, ahead: int, undated=False) -> None:
    """What comes later; some of it side by side."""
    rng, today = story.rng, story.last_day
    start = today + timedelta(days=ahead * rng.choice((9, 14, 30, 45)) + rng.randint(0, 10))
    due = start + timedelta(weeks=min(step.weeks, 16))
    dates = (None, None) if undated else (start if step.weeks else None, due)
    milestone = _milestone(story, step, who, *dates)
    if undated:
        milestone.own_words = "Jeg finder ud af, hvad jeg vil bagefter"
        milestone.professional = "Afklaring af næste skridt"
    story.at(today - timedelta(days=rng.randint(0, 40)), lambda: story.add(milestone))


def _tell_outcome(story: _Story, case: Case, road: Road) -> None:
    """A destination reached: nearly always when the case was closed for it, now and then on the way."""
    rng, by = story.rng, story.by
    days = (story.last_day - story.on).days
    closed_for_it = case.close_reason == CloseReason.DESTINATION
    if not closed_for_it and (days < 150 or rng.random() > 0.2):
        return
    code = road.destination or rng.choice(("fgu", "ordinary_job_parttime"))
    started = story.last_day - timedelta(days=rng.randint(10, min(days - 5, 420)) if days > 20 else 3)
    evidence = rng.choice(EVIDENCE)
    ended = None
    if not closed_for_it and rng.random() < 0.3 and (story.last_day - started).days > 20:
        ended = started + timedelta(days=rng.randint(15, (story.last_day - started).days))
    kept = []

    def begin():
        destination = Destination.objects.get(code=code)
        kept.append(
            plan_actions.record_outcome(case, destination, by=by, started_on=started, evidence=evidence)
        )

    story.at(started + timedelta(days=rng.randint(0, 9)), begin)
    if ended:
        story.at(
            max(ended, started + timedelta(days=10)),
            lambda: plan_actions.end_outcome(kept[0], by=by, on=ended),
        )


def hand_over_some(unit, partners: list, *, rng: Random, each=6) -> None:
    """Plans handed over these last days: to some young people, and to those of `partners` who may have them."""
    plans = Plan.objects.filter(
        closed_on=None, case__unit=unit, case__closed_on=None, case__guide__isnull=False
    )
    plans = list(
        plans.select_related("case__person", "case__guide", "case__unit", "destination").order_by("pk")
    )
    rng.shuffle(plans)
    handed = _hand_over_to(plans, each, rng, audience=Handover.Audience.YOUTH)
    for plan in handed[: (each + 1) // 2]:
        _hand_over_anew(plan)
    for partner in partners:
        theirs = set(partner.participations.current().values_list("case_id", flat=True))
        around = [plan for plan in plans if plan.case_id in theirs]
        _hand_over_to(around, each, rng, audience=Handover.Audience.PARTNER, partner=partner)


def _hand_over_anew(plan: Plan) -> None:
    """The young person signs the version, the plan gets a goal, and they get a new version that says so."""
    by = plan.case.guide
    first = plan.handovers.filter(audience=Handover.Audience.YOUTH).order_by("-number").first()
    confirm_version(first, by=by, how=Confirmation.How.PAPER)
    plan_actions.add_goal(Goal(plan=plan, text="Jeg har et fritidsjob"), by=by)
    handover_actions.hand_over(plan, first.audience, by=by, paper=Paper(variant=Variant.EASY, sign=True))


def _hand_over_to(plans: list[Plan], most: int, rng: Random, **to) -> list[Plan]:
    """Hand over up to `most` of the plans, on a day on which nothing that the paper says lies in the future."""
    done: list[Plan] = []
    for plan in plans:
        if len(done) == most:
            break
        day = clock.today() - timedelta(days=rng.randint(1, 9))
        if plan.opened_on > day or plan.milestones.filter(reached_on__gt=day).exists():
            continue
        with clock.travel(clock.at(day, 13, rng.randint(0, 59))):
            reason = "De skal kende planen, før praktikken begynder" if guarded.words_of(plan.case) else ""
            try:
                handover_actions.hand_over(plan, by=plan.case.guide, reason=reason, **to)
            except NotAllowed:
                continue
        done.append(plan)
    return done
