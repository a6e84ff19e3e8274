"""Routes of the agreement: ask, the plan's history, goals that move, and what cannot be done yet."""

from core import clock
from plans.models import Agreement, GoalMove, Milestone
from tests.access_rows import Row


def extend(w):
    """Every kind of case has an answer with a reason, a goal that moved for one, and a step that cannot be done yet."""
    said = {"by": w.people["owner"], "asked_on": clock.today(), "plan_version": 1, "content": "3" * 64}
    for made in w.kinds.values():
        made.answer = Agreement.objects.create(
            plan=made.plan, answer="no", because="Det er ikke min", present="Mor", **said
        )
        made.goal_move = GoalMove.objects.create(
            goal=made.goal, old_status="later", new_status="now", on=clock.today(), by=said["by"], reason="Nu"
        )
        Milestone.objects.filter(pk=made.closed_milestone.pk).update(
            status="cannot_yet", cannot_on=clock.today(), cannot_because="Venter"
        )


def _milestone(w):
    return {"milestone_id": w.milestone.pk}


ROWS = [
    Row(
        "plans:agreement_ask",
        "move a milestone",
        methods=("get", "post"),
        data=lambda w: {"answer": "could_not", "because": "Var træt", "asked_on": w.case.opened_on.isoformat(),
                        "where": "office"},
        ok=(200, 303),
    ),
    Row("plans:plan_history", "read the plan"),
    Row(
        "plans:goal_move",
        "write the plan",
        methods=("get", "post"),
        kwargs=lambda w: {"goal_id": w.goal.pk},
        data=lambda w: {"status": "later", "version": 1},
        ok=(200, 303, 409, 422),
    ),
    Row(
        "plans:milestone_cannot",
        "move a milestone",
        methods=("get", "post"),
        kwargs=_milestone,
        data=lambda w: {"reason": "Skolen begynder i august"},
        ok=(200, 204, 303, 409),
    ),
]  # fmt: skip
