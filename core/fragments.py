"""Small pieces of HTML that are drawn outside a page: a label, a cell, a mark. Each is a template of its own."""

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString


def fragment(name: str, /, **values) -> SafeString:
    """The template ``name`` with ``values`` and nothing else: no request, no context processors, no blank around it."""
    return SafeString(get_template(name).template.render(Context(values)).strip())
