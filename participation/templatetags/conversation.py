"""The mark of a conversation beside a part of the plan."""

from django import template

from participation.conversation.reading import Mark, marks_of
from plans.models import Goal

register = template.Library()


@register.inclusion_tag("participation/conversation/_mark.html")
def conversation_mark(case, part, always: bool = False) -> dict:
    """How much was said about a goal or a milestone, and whether something waits; a link to it.

    Nothing is drawn where nobody has said anything, unless ``always``. One query for all the parts of a case.
    """
    marks = case.__dict__.get("conversation_marks")
    if marks is None:
        marks = case.__dict__["conversation_marks"] = marks_of(case)
    is_goal = isinstance(part, Goal)
    mark = marks.get((part.pk, None) if is_goal else (None, part.pk), Mark())
    return {
        "case": case, "part": part, "kind": "maal" if is_goal else "milepael", "mark": mark,
        "shown": always or mark.count,
    }  # fmt: skip
