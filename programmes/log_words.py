"""What the acts of programmes and offers are called in the log of a case."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "offer.interest": _("wrote down what the young person says to an offer"),
    "offer.place_taken": _("gave the young person a place on an offer"),
    "member.added": _("put the young person into a programme"),
    "member.changed": _("changed how the young person takes part in a programme"),
    "member.taken_back": _("took the young person out of a programme"),
}
