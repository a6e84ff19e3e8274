"""Ages at which something changes: the board, one young person's own, and the table of requirements."""

from core import clock
from tests.access_rows import Row
from workspace.transitions.models import TransitionConfirmation, TransitionRule


def extend(w):
    """What somebody confirms stands confirmed, with a remark, in every kind of case."""
    w.requirement = TransitionRule.objects.filter(check_by="confirmed").first()
    for made in w.kinds.values():
        made.confirmation = TransitionConfirmation.objects.create(
            case=made.case, rule=w.requirement, on=clock.today(), note="Talt", recorded_by=w.people["owner"]
        )


_RULE = lambda w: {"rule_id": w.requirement.pk}  # noqa: E731


ROWS = [
    Row("workspace:transitions", "guides and leaders"),
    Row("workspace:transitions", "guides and leaders", query="?alder=216&vis=mangler&guide=x"),
    Row("workspace:case_transitions", "read the case"),
    Row(
        "workspace:transition_confirm",
        "change the young person's facts",
        methods=("get", "post"),
        kwargs=_RULE,
        data=lambda w: {"on": clock.today().isoformat()},
        ok=(200, 303),
    ),
    Row(
        "workspace:transition_take_back",
        "change the young person's facts",
        methods=("post",),
        kwargs=_RULE,
        ok=(303,),
    ),
    Row("workspace:transition_rules", "admins"),
    Row("workspace:transition_rule_add", "admins", methods=("get", "post"), ok=(200, 302, 303, 422)),
    Row(
        "workspace:transition_rule_end",
        "admins",
        methods=("get", "post"),
        kwargs=_RULE,
        ok=(200, 302, 303, 422),
    ),
]
