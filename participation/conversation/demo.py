"""The demo unit's conversations: where young people and professionals see a goal or a milestone differently."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from cases.models import Case
from core import clock
from participation.conversation.actions import say
from participation.conversation.models import How, Voice
from plans.models import Milestone

# (what the young person said, what the professional answered, empty while nobody has)
TALKS = (
    (
        "Jeg vil hellere begynde om eftermiddagen. Jeg sover dårligt.",
        "Jeg forstår det. FGU begynder kl. 9. Skal vi spørge, om du kan begynde to dage om ugen?",
    ),
    (
        "Jeg er ikke enig i, at det går for langsomt. Jeg har været der hver uge.",
        "Det er rigtigt, du har været der hver uge. Jeg tænker på, om du også er klar til en hel dag.",
    ),
    ("Jeg kan godt ringe selv, hvis jeg må øve mig først.", "Godt. Så øver vi os på tirsdag."),
    ("Jeg tør ikke gå alene til samtalen.", ""),
    ("Min mor vil gerne med til mødet.", "Det må hun gerne, hvis du selv vil have det."),
)


def load(cases: Sequence[Case], *, rng: Random) -> int:
    """A conversation in every fifth running case with a plan; returns how many. Deterministic on a given day."""
    count = 0
    for number, case in enumerate(cases):
        steps = Milestone.objects.filter(plan__case=case, plan__closed_on=None).select_related("plan")
        step = steps.order_by("position").last() if number % 5 == 0 and case.guide_id else None
        if step is None:
            continue
        step.plan.case = case
        theirs, ours = TALKS[count % len(TALKS)]
        first = max(
            clock.today() - timedelta(days=rng.randint(4, 30)),
            case.opened_on,
            clock.local_date(step.recorded_at),
        )
        count += 1
        said = {"voice": Voice.YOUTH, "how": rng.choice((How.MEETING, How.PHONE, How.WROTE)), "on": first}
        with clock.travel(min(clock.at(first, 14), clock.now())):
            say(step, theirs, by=case.guide, **said)
        if ours:
            with clock.travel(min(clock.at(first, 15), clock.now())):
                say(step, ours, by=case.guide)
    return count
