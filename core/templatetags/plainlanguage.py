"""Hints of plain language, beside a field while one writes and under a text that is saved."""

from django import template

from core.plainlanguage.reading import plainer
from core.plainlanguage.rules import hints

register = template.Library()


def _hints(context, text):
    """The table is asked once a page, and only when there is something to look at."""
    text = str(text or "")
    if not text.strip():
        return hints("")
    request = context.get("request")
    known = getattr(request, "plain_words", None)
    if known is None:
        known = plainer()
        if request is not None:
            request.plain_words = known
    return hints(text, known)


@register.inclusion_tag("core/plainlanguage/_beside.html", takes_context=True)
def plain_hints(context, field) -> dict:
    """What could be said more plainly in a form's field that a young person will read; fetched anew as one writes."""
    return {"field": field, "hints": _hints(context, field.value()), "url_name": "accounts:plain_hints"}


@register.inclusion_tag("core/plainlanguage/_hints.html", takes_context=True)
def plain_hints_of(context, texts) -> dict:
    """The same of a text that is saved, or of several."""
    several = [texts] if isinstance(texts, str) else texts
    return {"hints": _hints(context, "\n".join(filter(None, several)))}
