"""The cell with the last contact, which a quick note updates in place."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.casefile.models import Case
from core.templatetags.kui import ago


def last_contact(case: Case, *, out_of_band: bool = False) -> SafeString:
    """The cell with the last contact, which a quick note updates in place, and so does its undo."""
    swap = SafeString(' hx-swap-oob="true"') if out_of_band else ""
    words = ago(case.last_contact_on) or _("never")
    return format_html('<span id="contact-{}"{}>{}</span>', case.pk, swap, words)
