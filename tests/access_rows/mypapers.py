"""Min plan: what is told there, the papers, and what the guide sees of it."""

from plans.models import Handover
from tests.access_rows import Row


def extend(w):
    """A copy that the young person of the plain case was handed."""
    w.own_copy = Handover.objects.create(
        plan=w.kinds["plain"].plan,
        audience="youth",
        number=3,
        pdf=b"the bytes that the young person was handed",
        sha256="3" * 64,
        plan_version=1,
        by=w.owner,
    )


ROWS = [
    Row("portal:my_road", "Min plan, alone"),
    Row("portal:my_progress", "Min plan, alone"),
    Row("portal:my_papers", "Min plan, alone"),
    Row("portal:my_everything", "Min plan, alone"),
    Row("portal:my_paper", "Min plan, alone", kwargs=lambda w: {"handover_id": w.own_copy.pk}),
    Row(
        "portal:my_ideas", "Min plan, alone", methods=("get", "post"), data=lambda w: {"text": "en sofa mere"}
    ),
    Row("portal:my_contact", "Min plan"),
    Row("portal:my_plan_shown", "read the plan"),
    Row("portal:my_plan_shown_leaf", "read the plan", kwargs=lambda w: {"leaf": "vejen"}),
]
