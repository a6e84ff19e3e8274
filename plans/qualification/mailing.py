"""The mails about questions of clarification. They say that something waits, and where; never about whom or what."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case
from core import clock
from core.mail.outbox import queue_mail
from partners.models import Contact
from plans.qualification.models import Qualification

# Who in a department is told when nobody has answered: those whose role says that they lead or coordinate.
LEADS = ("leder", "koordinator", "chef", "leader", "coordinator", "head")


def members_of(partner, on) -> list[User]:
    """Everybody of the department who signs in and acts on the day ``on``: any of them may answer."""
    contacts = Contact.objects.acting(on).filter(partner=partner, user__is_active=True)
    return list(User.objects.filter(partner_contact__in=contacts, role="partner").order_by("pk"))


def heads_of(partner, on) -> list[str]:
    """The addresses of those who lead or coordinate the department; of the department itself when nobody is said to."""
    contacts = Contact.objects.acting(on).filter(partner=partner).exclude(email="").order_by("pk")
    found = [one.email for one in contacts if any(word in one.role.lower() for word in LEADS)]
    return found or [partner.email] if partner.email or found else []


def leaders_of(unit_id) -> list[User]:
    """The unit's leaders."""
    return list(User.objects.filter(unit=unit_id, role="leader", is_active=True).order_by("pk"))


def _link(name: str) -> str:
    return settings.SITE_URL + reverse(name)


def tell_members(row: Qualification, kind: str) -> None:
    """A mail to everybody of the department: ``kind`` is ``sent``, ``half`` or ``due``. Once each."""
    for user in members_of(row.partner, clock.today()):
        with translation.override(user.language):
            subject, first = {
                "sent": (_("KUI: something waits for your answer"), _("A youth guide asks your department.")),
                "half": (
                    _("KUI: half the time has passed"),
                    _("A question to your department has not been answered yet."),
                ),
                "due": (
                    _("KUI: an answer is due today"),
                    _("A question to your department is to be answered today."),
                ),
            }[kind]
            body = [first, _("Sign in, and open “For clarification”:"), _link("portal:clarification_list")]
            _queue(row, user.email, subject, body, f"{kind}-{user.pk}", "still_waits")


def tell_heads(row: Qualification, on) -> None:
    """Nobody has answered in time: the unit's leaders and those who lead the department are told, once each."""
    for user in leaders_of(row.plan.case.unit_id):
        with translation.override(user.language):
            body = [
                _("A department has not answered in time. No answer is never a yes."),
                _link("reports:waiting"),
            ]
            _queue(
                row,
                user.email,
                _("KUI: a department has not answered"),
                body,
                f"leader-{user.pk}",
                "still_unanswered",
            )
    with translation.override("da"):
        for number, email in enumerate(heads_of(row.partner, on)):
            body = [
                _("A question to your department has not been answered in time. No answer is never a yes."),
                _("Those who sign in find it under “For clarification”:"),
                _link("portal:clarification_list"),
            ]
            _queue(
                row, email, _("KUI: a question has not been answered"), body, f"head-{number}", "still_waits"
            )


def asker_of(row: Qualification) -> User | None:
    """Who is told the answer: who asked, while the case is theirs to see; else who acts as its guide, or nobody.

    Nobody is told of what they may not see.
    """
    case, user = row.plan.case, row.asked_by
    if user.is_active and Case.objects.visible_to(user).filter(pk=case.pk).exists():
        return user
    return case.acting_guide(clock.today())


def tell_asker(row: Qualification) -> None:
    """A mail to who asked, once, when the department has answered; see `asker_of`."""
    user = asker_of(row)
    if user is None:
        return
    with translation.override(user.language):
        body = [_("A department has answered. You find it on your day:"), _link("home")]
        _queue(row, user.email, _("KUI: a department has answered"), body, "answered", "still_unseen")


def tell_taken_back(row: Qualification) -> None:
    """A mail to who asked: the department has taken its answer back."""
    user = asker_of(row)
    if user is None:
        return
    with translation.override(user.language):
        body = [_("A department has taken an answer back. You find it on your day:"), _link("home")]
        _queue(row, user.email, _("KUI: an answer was taken back"), body, "taken-back", "still_unread")


def _queue(row: Qualification, to: str, subject: str, body: list, key: str, check: str) -> None:
    queue_mail(
        to,
        subject,
        "\n\n".join(body),
        dedupe_key=f"clarification-{row.pk}-{key}",
        still_wanted=f"plans.qualification.mailing.{check}:{row.pk}",
    )


def still_waits(pk: str) -> bool:
    """Whether the department still is to answer, and may be told; asked just before a mail about it leaves."""
    return Qualification.objects.at_department().covered(clock.today()).filter(pk=pk).exists()


def still_unanswered(pk: str) -> bool:
    """Whether the department still has not answered, whatever it may be told; asked before a leader's mail leaves."""
    return Qualification.objects.at_department().filter(pk=pk).exists()


def still_unseen(pk: str) -> bool:
    """Whether nobody has read the answer yet; asked just before the mail leaves."""
    return Qualification.objects.standing().filter(pk=pk, seen_at=None).exists()


def still_unread(pk: str) -> bool:
    """Whether nobody has read that the answer was taken back; asked just before the mail leaves."""
    return Qualification.objects.filter(pk=pk, seen_at=None, superseded_at=None).exists()
