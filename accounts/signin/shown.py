"""A code that one person shows another, who types it: six digits, for a quarter of an hour or two.

Nothing is kept: the code is reckoned from what it confirms and from the time. Real time, for it guards something.
"""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.signin.throttle import RateLimit, TooManyAttempts, record_attempt
from core.crypto import blind_index

MINUTES = 15
TRIES = RateLimit("shown-code", 5, MINUTES * 60)


def code_for(what: str, *, ago: int = 0) -> str:
    """The code that confirms ``what`` now, or did so many quarters of an hour ago."""
    quarter = int(datetime.now(UTC).timestamp()) // (MINUTES * 60) - ago
    return f"{int(blind_index(f'shown-code:{what}:{quarter}'), 16) % 10**6:06}"


def check(what: str, code: str) -> None:
    """Whether the code is this quarter's, or the last one's. The try is counted first; raises ValidationError."""
    try:
        record_attempt(TRIES, what)
    except TooManyAttempts:
        raise ValidationError({"code": _("Too many tries. Wait a quarter of an hour.")}) from None
    if not any(constant_time_compare(code, code_for(what, ago=ago)) for ago in (0, 1)):
        raise ValidationError({"code": _("That is not the code. Ask for it once more.")})
