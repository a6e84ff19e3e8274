"""Who has stopped and left something behind: the same for leaders, who choose, and administrators, who see how much."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from overview.takeover import left
from overview.waiting.source import Row, Source
from partners.models import Partner


def _stopped(user, today):
    return left.users_who_left(user.unit_id, today), left.partners_left(user.unit_id, today)


def _row(who) -> Row:
    """A partner that is in use has not stopped: somebody there has."""
    stopped = _("Has stopped, and something still lies there")
    if isinstance(who, Partner) and who.is_active:
        stopped = _("Somebody there has stopped, and something still lies with them")
    return Row(who.name, left.url_of(who), words=stopped)


TAKEOVERS = Source(
    "takeovers", gettext_lazy("Who takes over?"), _stopped, _row, route="overview:takeover_list", kept=True
)
