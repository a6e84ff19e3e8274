"""What happened to a stay in a programme, and why it ended or never began."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """What was written down with a row of a stay."""

    BEGAN = "began", _("Began")
    CAME_BACK = "came_back", _("Came back")
    START_MOVED = "start_moved", _("First day moved")
    EXTENDED = "extended", _("Planned last day moved")
    SIGNED_OUT = "signed_out", _("Signed out")
    END_REMOVED = "end_removed", _("Last day removed")


class Exit(models.TextChoices):
    """Why somebody left a programme."""

    EDUCATION = "education", _("Began an education")
    WORK = "work", _("Got work")
    OTHER_OFFER = "other_offer", _("Went on to another offer")
    OWN_WISH = "own_wish", _("The young person stopped")
    ABSENT = "absent", _("Stayed away")
    ILL = "ill", _("Illness")
    MOVED = "moved", _("Moved away")
    ENDED = "ended", _("The programme ended")
    OTHER = "other", _("Another reason")


class NotBegun(models.TextChoices):
    """Why somebody of the target group never took part."""

    DECLINED = "declined", _("Did not want to")
    OTHER_OFFER = "other_offer", _("Got another offer")
    OWN_WAY = "own_way", _("Found a way without it")
    NOT_REACHED = "not_reached", _("Could not be reached")
    NO_PLACE = "no_place", _("There was no place")
    MOVED = "moved", _("Moved away")
    OTHER = "other", _("Another reason")
