"""What the case's log says of its status being read."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "status.shared_look": _("a partner read the status"),
    "status.previewed": _("looked at the status as a partner sees it"),
    "my_status.look": _("looked at what is new in Min plan"),
}
