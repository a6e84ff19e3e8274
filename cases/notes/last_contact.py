"""When a young person was last talked with, in words."""

from django.utils.translation import gettext as _

from cases.casefile.models import Case
from core.templatetags.kui import ago


def last_contact(case: Case) -> str:
    """How long ago, or never."""
    return ago(case.last_contact_on) or _("never")
