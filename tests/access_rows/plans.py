"""Routes of the plan."""

from core import clock
from plans.milestones.actions import postpone_milestone
from plans.models import PartTemplate
from tests.access_rows import Row


def extend(w):
    """A milestone of each kind of case has a latest move that can be taken back; and a template to begin from."""
    w.part_template = PartTemplate.objects.create(
        own_words="Jeg møder til tiden", professional="Stabilt fremmøde"
    )
    for made in w.kinds.values():
        made.move = postpone_milestone(
            made.milestone, clock.today(), by=w.people["owner"], reason="Kortere vej"
        )


def _milestone(w):
    return {"milestone_id": w.milestone.pk}


ROWS = [
    Row("workspace:plan", "read the plan"),
    Row("workspace:lanes", "read the plan"),
    Row("plans:milestone", "read the plan", kwargs=_milestone),
    Row("plans:plan_open", "write the plan", methods=("post",)),
    Row("plans:plan_edit", "write the plan", methods=("get", "post"), ok=(200, 302, 303, 422)),
    Row(
        "plans:goal_add",
        "write the plan",
        methods=("get", "post"),
        data=lambda w: {"text": "Komme op om morgenen"},
    ),
    Row(
        "plans:goal_edit",
        "write the plan",
        methods=("get", "post"),
        kwargs=lambda w: {"goal_id": w.goal.pk},
        data=lambda w: {"text": "Komme op", "version": 1, "took_part": "meeting"},
    ),
    Row("plans:plan_topics", "write the plan", methods=("get", "post"), ok=(200, 302, 303, 422)),
    Row("plans:outcome_add", "write the plan", methods=("get", "post")),
    Row(
        "plans:outcome_end",
        "write the plan",
        methods=("get", "post"),
        kwargs=lambda w: {"outcome_id": w.outcome.pk},
        data=lambda w: {"ended_on": clock.today().isoformat()},
    ),
    Row("plans:milestone_add", "write the plan", methods=("get", "post"), ok=(200, 302, 303, 422)),
    Row("plans:milestone_edit", "write the plan", methods=("get", "post"), kwargs=_milestone, ok=(200, 422)),
    Row(
        "plans:milestone_move",
        "move a milestone",
        methods=("post",),
        kwargs=_milestone,
        data=lambda w: {"status": "reached"},
    ),
    Row(
        "plans:milestone_postpone",
        "move a milestone",
        methods=("get", "post"),
        kwargs=_milestone,
        ok=(200, 302, 303, 422),
    ),
    Row(
        "plans:milestone_undo",
        "move a milestone",
        methods=("post",),
        kwargs=_milestone,
        data=lambda w: {"move": w.move.pk},
    ),
    Row(
        "workspace:milestone_shift",
        "write the plan",
        methods=("post",),
        kwargs=_milestone,
        data=lambda w: {"direction": "up"},
    ),
    Row("workspace:milestones_order", "write the plan", methods=("post",)),
    Row("plans:part_template_list", "leaders and admins"),
    Row("plans:part_template_add", "leaders and admins", methods=("get", "post"), ok=(200, 302, 303, 422)),
    Row(
        "plans:part_template_edit",
        "leaders and admins",
        methods=("get", "post"),
        kwargs=lambda w: {"template_id": w.part_template.pk},
        ok=(200, 302, 303, 422),
    ),
    Row("plans:destination_list", "admins"),
    Row("plans:destination_add", "admins", methods=("get", "post"), ok=(200, 302, 303, 422)),
    Row(
        "plans:destination_edit",
        "admins",
        methods=("get", "post"),
        kwargs=lambda w: {"destination_id": w.destination.pk},
        ok=(200, 302, 303, 422),
    ),
]
