"""A line of praise for what is reached: to the young person, in plain words, always the same for the same thing."""

import zlib

from django.utils.translation import gettext_lazy as _

LINES = (
    _("You did it. Well done."),
    _("That took something. You got there."),
    _("You said you would, and you did."),
    _("A good step. It was your work."),
    _("This one is done, and you can be proud of it."),
    _("You kept at it, and it worked out."),
)


def praise_for_goal(pk) -> str:
    """The line for a goal that was reached: the same on the plan, in its history and on paper."""
    return praise_for(f"goal-{pk}")


def praise_for(key) -> str:
    """The line for the thing whose id is ``key``; stable over time and between page and paper."""
    return str(LINES[zlib.crc32(str(key).encode()) % len(LINES)])
