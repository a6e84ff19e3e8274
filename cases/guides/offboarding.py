"""Which cases stand without a guide when a user's access is closed. `accounts` asks, and knows nothing of cases."""

from django.utils.translation import ngettext

from cases.casefile.models import Case


def open_cases(user) -> str:
    """How many open cases name the user as guide, in a sentence; "" when none does.

    Closing the access does not move them: they go on naming the guide until the leader assigns another, so that nobody
    drops out of sight between two hands.
    """
    count = Case.objects.filter(guide=user, closed_on=None).count()
    if not count:
        return ""
    return ngettext(
        "%(name)s is the guide of %(count)s open case. It waits until the leader gives it to somebody else.",
        "%(name)s is the guide of %(count)s open cases. They wait until the leader gives them to somebody else.",
        count,
    ) % {"name": user.name, "count": count}
