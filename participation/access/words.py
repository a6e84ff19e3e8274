"""What the case's log says of entering Min plan."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "entry.invited": _("gave access to Min plan"),
    "entry.told_again": _("told again where Min plan is"),
    "entry.withdrawn": _("closed an access to Min plan"),
    "entry.code_asked": _("asked for a code to Min plan"),
    "entry.paper_made": _("made a code on paper to Min plan"),
    "entry.entered": _("came into Min plan"),
    "my_plan.look": _("looked at Min plan"),
    "my_plan.taken_along": _("fetched everything from Min plan"),
}
