"""Phone numbers in templates: a link that calls."""

from django import template
from django.utils.html import format_html

from core.phones import call_link, show_phone

register = template.Library()


@register.filter
def phone(kept: str) -> str:
    """The number as Danes read it, as a link that calls; nothing for no number."""
    if not kept:
        return ""
    return format_html('<a class="nowrap" href="{}">{}</a>', call_link(kept), show_phone(kept))


register.filter("phone_text", show_phone)
