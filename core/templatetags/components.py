"""What pages repeat, as components with named arguments; each is a template in ``templates/components/``.

A component that wraps something is a block (``{% section … %} … {% endsection %}``), the others stand alone.
"""

from django import template
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.http import next_url

register = template.Library()


@register.inclusion_tag("components/crumb.html")
def crumb(url: str, words) -> dict:
    """The way back above a page's heading."""
    return {"url": url, "words": words}


@register.simple_block_tag(takes_context=True)
def section(context, content, title, name, count=None, css="", anchor="") -> str:
    """A part of a page under its own heading. ``name`` makes the heading's id, ``anchor`` the section's own.

    A part whose heading has buttons beside it is written out in its page.
    """
    return _drawn(context, "components/section.html", locals())


@register.simple_block_tag(takes_context=True)
def empty(context, content, icon, title, level=2) -> str:
    """What stands where a list has nothing to show: an icon, a heading of ``level``, and what to do next."""
    return _drawn(context, "components/empty.html", locals())


@register.simple_block_tag(takes_context=True)
def list_head(context, content, filters, views=(), label="", icon="filter", more="") -> str:
    """What stands above a list: its saved views, the form of ``filters`` (a `ListFilterSet`), and their chips.

    Beside the chips stands what the block holds; ``more`` is a template drawn at the end of the form.
    """
    values = {name: value for name, value in locals().items() if name != "context"}
    with context.push(**values):
        return get_template("components/list_head.html").template.render(context)


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context, url, words, icon="", css="btn-outline-secondary btn-sm", about="", name="", value=""
) -> dict:
    """A form that is one button.

    ``about`` is read aloud after the words; ``name`` and ``value`` are the button's own.
    """
    return {"csrf_token": context.get("csrf_token"), **{k: v for k, v in locals().items() if k != "context"}}


@register.inclusion_tag("components/save_row.html", takes_context=True)
def save_row(context, words, back="", cancel=None, icon="") -> dict:
    """The end of a form: the button that sends it, and the way back without sending (``back``).

    That leads where the page was opened from, when its address says so (``next``). When somebody else saved first, to
    send is to let one's own stand, and to go back is to keep theirs.
    """
    if back and (request := context.get("request")):
        back = next_url(request, back)
    if getattr(context.get("form"), "conflict", None) is not None:
        words, cancel = _("Save this"), _("Keep the other version")
    return {"words": words, "back": back, "cancel": cancel or _("Cancel"), "icon": icon}


@register.simple_tag(takes_context=True)
def again(context, block) -> str:
    """What the page's block ``block`` says, once more: Django draws a block in one place only. For plain words."""
    words = context.render_context[BLOCK_CONTEXT_KEY].get_block(block).nodelist.render(context)
    return SafeString(" ".join(words.split()))  # escaped where it was drawn


def _drawn(context, name: str, values: dict) -> str:
    del values["context"]
    return get_template(name).template.render(context.new(values))
