"""The cell with the last contact, which a quick note updates in place."""

from django.utils.safestring import SafeString

from cases.casefile.models import Case
from core.fragments import fragment
from core.templatetags.kui import ago


def last_contact(case: Case, *, out_of_band: bool = False) -> SafeString:
    """The cell with the last contact, which a quick note updates in place, and so does its undo."""
    when = ago(case.last_contact_on)
    return fragment("cases/notes/_last_contact.html", case_id=case.pk, when=when, out_of_band=out_of_band)
