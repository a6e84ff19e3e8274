"""Phone numbers and addresses on the net in templates."""

import re

from django import template

from core.fragments import fragment
from core.phones import call_link, show_phone

register = template.Library()


@register.filter
def phone(kept: str) -> str:
    """The number as Danes read it, as a link that calls; nothing for no number."""
    if not kept:
        return ""
    return fragment("components/phone.html", href=call_link(kept), shown=show_phone(kept))


register.filter("phone_text", show_phone)
register.filter("call_link", call_link)


@register.filter
def breakable(address: str) -> str:
    """A mail or web address that a narrow column may break after its signs, without ``https://`` in front."""
    text = str(address).removeprefix("https://").removeprefix("http://").rstrip("/")
    return fragment("components/breakable.html", pieces=re.split(r"(?<=[@.-])", text))
