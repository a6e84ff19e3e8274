"""The seal of a milestone or a goal: where it stands with the department whose decision it needs."""

from django import template

from plans.qualification.reading import put_seals

register = template.Library()


@register.inclusion_tag("plans/qualification/_seal.html")
def seal(case, part) -> dict:
    """The chip of the part's question, which leads to its page. Lists have fetched it; one row alone asks for it."""
    if not hasattr(part, "seal"):
        put_seals(part.plan, *([[part]] if hasattr(part, "own_words") else [[], [part]]))
    return {"case": case, "seal": part.seal}
