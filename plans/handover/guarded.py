"""A plan handed to a partner although the case is shielded, or the address protected.

It takes a reason and is never silent.

The shared page shows a partner nothing of a shielded case. On paper it may still be right, by the word of who
carries it: the reason stands in the journal in full, and the leaders are told that it happened, without whom it is
about.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.users.serving import mail_check
from cases.models import Case, Note
from cases.notes.actions import add_note
from core.mail.outbox import queue_each
from plans.handover.models import Handover


def words_of(case: Case) -> str:
    """What guards the case, in words; empty for most cases."""
    if case.shielded and case.person.address_protected:
        return _("the case is shielded and the address is protected")
    if case.shielded:
        return _("the case is shielded")
    return _("the address is protected") if case.person.address_protected else ""


def write_down(handover: Handover, reason: str) -> None:
    """A note in the journal with the reason, and a mail to the unit's leaders.

    Call in the transaction that hands it over.
    """
    case, by = handover.plan.case, handover.by
    words = _("The plan was handed over to %(partner)s, although %(guard)s. Why: %(reason)s")
    words = words % {"partner": handover.partner.name, "guard": words_of(case), "reason": reason}
    add_note(case, by=by, text=words, kind=Note.Kind.OTHER)
    link = settings.SITE_URL + reverse("plans:guarded_handovers")

    def told(_leader):
        body = _(
            "%(who)s has handed over a plan to a partner, of a case that is shielded or where the address is "
            "protected.\n\n"
            "When and why: %(link)s\n"
        )
        return _("A plan of a protected case was handed over"), body % {"who": by.name, "link": link}

    leaders = User.objects.leaders(case.unit_id).exclude(pk=by.pk)
    queue_each(leaders, told, key=f"guarded:{handover.pk}", still_wanted=mail_check)
