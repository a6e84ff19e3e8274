"""Who has stopped and left something behind: the same for leaders, who choose, and administrators, who see how much."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from overview.waiting.source import Row, Source
from workspace.takeover import left


def _stopped(user, today):
    return left.users_who_left(user.unit_id, today), left.partners_left(user.unit_id, today)


def _row(who) -> Row:
    return Row(who.name, left.url_of(who), words=_("Has stopped, and something still lies there"))


TAKEOVERS = Source(
    "takeovers", gettext_lazy("Who takes over?"), _stopped, _row, route="workspace:takeover_list", kept=True
)
