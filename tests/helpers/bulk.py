"""A unit of any size within seconds: rows as the verbs would have left them, written in bulk."""

import datetime as dt
import uuid

from accounts.models import Unit, User
from cases.models import ActivityPeriod, Assignment, Case, Note, StatusPeriod, YoungPerson
from core import clock
from plans.models import Milestone, MilestoneMove, Plan

ACTIVITIES = ("school", "fgu", "eud", "job", "internship", "none")


def fill(slug: str, cases: int, guides: int = 8, milestones: int = 8, notes: int = 20) -> Unit:
    """A unit with running cases, each with a plan, milestones (half of them reached) and notes."""
    unit = Unit.objects.create(slug=slug, name=f"Ungeenheden {slug}")
    people = User.objects.bulk_create(
        User(email=f"{slug}-{n}@eksempel.dk", name=f"Guide {slug} {n}", role="guide", unit=unit, password="!")
        for n in range(guides)
    )
    today = clock.today()
    since = today - dt.timedelta(days=300)
    at = clock.at(since)
    young = [
        YoungPerson(
            id=uuid.uuid4(),
            unit=unit,
            first_name="Ung",
            last_name=f"Nummer {n}",
            sort_name=f"nummer {n:06}",
            birth_date=today - dt.timedelta(days=14 * 365 + n * 7919 % 4000),
            recorded_at=at,
        )
        for n in range(cases)
    ]
    YoungPerson.objects.bulk_create(young, batch_size=500)
    rows = [
        Case(
            id=uuid.uuid4(),
            person=person,
            unit=unit,
            opened_on=since,
            recorded_at=at,
            status="running",
            guide=people[n % guides],
            status_since=since,
            activity=ACTIVITIES[n % 6],
            activity_under_plan=ACTIVITIES[n % 6] != "none",
            last_contact_on=today - dt.timedelta(days=n % 60),
            activity_confirmed_on=today - dt.timedelta(days=n % 120),
            earliest_open_due=today + dt.timedelta(days=n % 90 - 20),
        )
        for n, person in enumerate(young)
    ]
    Case.objects.bulk_create(rows, batch_size=500)
    known = {"from_on": since, "recorded_at": at}
    Assignment.objects.bulk_create(
        (Assignment(case=c, user_id=c.guide_id, **known) for c in rows), batch_size=500
    )
    StatusPeriod.objects.bulk_create(
        (StatusPeriod(case=c, status="running", **known) for c in rows), batch_size=500
    )
    ActivityPeriod.objects.bulk_create(
        (
            ActivityPeriod(case=c, activity=c.activity, confirmed_on=c.activity_confirmed_on, **known)
            for c in rows
        ),
        batch_size=500,
    )
    plans = [
        Plan(id=uuid.uuid4(), case=c, opened_on=since, dream="Et godt liv", recorded_at=at) for c in rows
    ]
    Plan.objects.bulk_create(plans, batch_size=500)
    steps, moves = [], []
    for n, plan in enumerate(plans):
        for k in range(milestones):
            reached = k < milestones // 2
            due = plan.case.earliest_open_due + dt.timedelta(days=30 * (k - milestones // 2))
            on = max(min(due, today), since)
            steps.append(
                Milestone(
                    id=uuid.uuid4(),
                    plan=plan,
                    own_words=f"Jeg vil prøve noget nyt {k}",
                    position=k,
                    recorded_at=at,
                    due_on=due,
                    status="reached" if reached else "planned",
                    reached_on=on if reached else None,
                )
            )
            by = people[n % guides]
            moves.append(
                MilestoneMove(
                    milestone=steps[-1], new_status="planned", new_due_on=due, on=since, by=by, recorded_at=at
                )
            )
            if reached:
                moves.append(
                    MilestoneMove(
                        milestone=steps[-1],
                        old_status="planned",
                        new_status="reached",
                        old_due_on=due,
                        new_due_on=due,
                        on=on,
                        by=by,
                        recorded_at=clock.at(on),
                    )
                )
    Milestone.objects.bulk_create(steps, batch_size=500)
    MilestoneMove.objects.bulk_create(moves, batch_size=500)
    Note.objects.bulk_create(
        (
            Note(
                case=c,
                by_id=c.guide_id,
                kind="talk",
                text="Vi talte sammen om skolen.",
                happened_on=day,
                recorded_at=clock.at(day),
            )
            for c in rows
            for day in (c.last_contact_on - dt.timedelta(days=14 * k) for k in range(notes))
        ),
        batch_size=1000,
    )
    return unit
