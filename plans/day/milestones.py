"""Milestones whose day has come."""

from datetime import date, timedelta
from functools import partial

from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.templatetags.kui import icon
from plans.day.line import Act, Task, go, post
from plans.models import Milestone

MILESTONES_AHEAD = 30


def milestone_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """Open milestones whose day has come or comes within a month; one query."""
    rows = Milestone.objects.open().filter(
        plan__closed_on=None, plan__case__in=list(cases), due_on__lte=today + timedelta(days=MILESTONES_AHEAD)
    )
    rows = rows.values_list("pk", "plan__case_id", "own_words", "due_on").order_by("due_on", "pk")
    return [
        Task(
            due,
            "milestone",
            cases[case_id],
            partial(milestone_words, pk, words),
            "",
            partial(milestone_acts, pk),
            ref=str(pk),
            can_wait=False,  # it has a day of its own, which the plan keeps
        )
        for pk, case_id, words, due in rows
    ]


def milestone_words(pk, words: str) -> str:
    """The young person's words, in the place that a move answers into."""
    return format_html('<span id="milestone-row-{}">{} {}</span>', pk, icon("flag"), words)


def milestone_acts(pk) -> tuple[Act, ...]:
    """Reached, or another day."""
    path = f"plan/milepael/{pk}/"
    return (
        post(_("Reached"), f"{path}flyt/", icon="check", target=f"#milestone-row-{pk}", row="1", status="reached"),
        go(_("Move"), f"{path}ny-dato/"),
    )  # fmt: skip
