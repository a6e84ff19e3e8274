"""Phone numbers and addresses on the net in templates."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from core.phones import call_link, show_phone

register = template.Library()


@register.filter
def phone(kept: str) -> str:
    """The number as Danes read it, as a link that calls; nothing for no number."""
    if not kept:
        return ""
    return format_html('<a class="nowrap" href="{}">{}</a>', call_link(kept), show_phone(kept))


register.filter("phone_text", show_phone)


@register.filter
def breakable(address: str) -> str:
    """A mail or web address that a narrow column may break after its signs, without ``https://`` in front."""
    text = str(address).removeprefix("https://").removeprefix("http://").rstrip("/")
    escaped = conditional_escape(text)
    for sign in "@.-":
        escaped = escaped.replace(sign, f"{sign}<wbr>")
    return mark_safe(escaped)  # noqa: S308 – escaped above; only our own <wbr> is added
