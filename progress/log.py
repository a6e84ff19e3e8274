"""What the acts of this app are called in the log of a case."""

from django.utils.translation import gettext_lazy as _

from cases.access.log import WORDS

WORDS |= {
    "scales.answered": _("wrote down scales"),
    "scales.declined": _("wrote down that scales were not answered"),
    "wellbeing.answered": _("wrote down an answer about wellbeing"),
    "wellbeing.declined": _("wrote down that the questions about wellbeing were not answered"),
    "wellbeing.follow_up_asked": _("asked for a follow-up on a low wellbeing"),
    "wellbeing.followed_up": _("followed up on a low wellbeing"),
    "level.set": _("wrote down the level"),
    "measure.struck": _("struck out a measure that was entered by mistake"),
    "progress.look": _("looked at how it develops"),
}
