"""Where a question of clarification is, and how it may move."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where it is. Silence is none of them: what is not answered stays sent, and its day passes."""

    PROPOSAL = "proposal", _("Not sent yet")
    SENT = "sent", _("Sent")
    IN_HAND = "in_hand", _("In hand")
    QUALIFIED = "qualified", _("Carried by the department")
    ADJUSTED = "adjusted", _("Carried with other words")
    DECLINED = "declined", _("Declined, with an alternative")
    NEEDS_MORE = "needs_more", _("More is needed")
    NOT_OURS = "not_ours", _("Not theirs")
    ANNULLED = "annulled", _("Annulled")


AT_DEPARTMENT = (State.SENT, State.IN_HAND)
CARRYING = (State.QUALIFIED, State.ADJUSTED)
ANSWERS = (*CARRYING, State.DECLINED, State.NEEDS_MORE, State.NOT_OURS)
# The answers after which a guide has to do something, however often they have looked.
TO_ACT_ON = (State.NEEDS_MORE, State.NOT_OURS)

MOVES: dict[str, tuple[str, ...]] = {
    State.PROPOSAL: (State.SENT, State.ANNULLED),
    State.SENT: (State.IN_HAND, *ANSWERS, State.ANNULLED),
    # Another colleague may take it over, or it is laid back for all of them.
    State.IN_HAND: (State.IN_HAND, State.SENT, *ANSWERS, State.ANNULLED),
    **dict.fromkeys(ANSWERS, (State.ANNULLED,)),
    State.ANNULLED: (),
}
