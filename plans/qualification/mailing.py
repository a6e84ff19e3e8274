"""The mails about questions of clarification. They say that something waits, and where; never about whom or what."""

import re

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

# Who in a department is told when nobody has answered: those whose role says that they lead or coordinate. A
# “vejleder” guides young people, and leads nobody.
LEADS = re.compile(r"(?<!vej)leder|chef|koordinator|leader|coordinator|\bledende\b|\bhead\b", re.IGNORECASE)


def members_of(partner, on) -> list[User]:
    """Everybody of the department who signs in and acts on the day ``on``: any of them may answer."""
    contacts = Contact.objects.acting(on).filter(partner=partner, user__is_active=True)
    return list(User.objects.filter(partner_contact__in=contacts, role="partner").order_by("pk"))


def heads_of(partner, on) -> dict[str, str]:
    """The addresses of those who lead or coordinate the department, by who it is; of the department itself when nobody
    is said to; and where it has none, of those who see all its young people.
    """
    contacts = list(Contact.objects.acting(on).filter(partner=partner).exclude(email="").order_by("pk"))
    leading = {f"head-{one.pk}": one.email for one in contacts if LEADS.search(one.role)}
    coordinating = {f"head-{one.pk}": one.email for one in contacts if one.is_coordinator}
    return leading or ({"head-0": partner.email} if partner.email else coordinating)


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
            body = [first, _("Sign in, and open “For clarification”:"), _link("portal:qualification_list")]
            _queue(row, user.email, subject, body, f"{kind}-{user.pk}", "still_waits", user.pk)


def tell_heads(row: Qualification, on) -> None:
    """Nobody has answered in time: the unit's leaders and those who lead the department are told, once each."""
    for user in leaders_of(row.plan.case.unit_id):
        with translation.override(user.language):
            body = [
                _("A department has not answered in time. No answer is never a yes."),
                _link("overview:waiting"),
            ]
            _queue(
                row,
                user.email,
                _("KUI: a department has not answered"),
                body,
                f"leader-{user.pk}",
                "still_unanswered",
                user.pk,
            )
    with translation.override("da"):
        for who, email in heads_of(row.partner, on).items():
            body = [
                _("A question to your department has not been answered in time. No answer is never a yes."),
                _("Those who sign in find it under “For clarification”:"),
                _link("portal:qualification_list"),
            ]
            _queue(row, email, _("KUI: a question has not been answered"), body, who, "still_led", who)


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
        _queue(
            row, user.email, _("KUI: a department has answered"), body, "answered", "still_unseen", user.pk
        )


def tell_taken_back(row: Qualification) -> None:
    """A mail to who asked: the department has taken its answer back."""
    user = asker_of(row)
    if user is None:
        return
    with translation.override(user.language):
        body = [_("A department has taken an answer back. You find it on your day:"), _link("home")]
        subject = _("KUI: an answer was taken back")
        _queue(row, user.email, subject, body, "taken-back", "still_unread", user.pk)


def _queue(row: Qualification, to: str, subject: str, body: list, key: str, check: str, who) -> None:
    queue_mail(
        to,
        subject,
        "\n\n".join(body),
        dedupe_key=f"qualification-{row.pk}-{key}",
        still_wanted=f"plans.qualification.mailing.{check}:{row.pk}/{who}",
    )


def _asked(argument: str, rows) -> tuple[Qualification | None, str]:
    """Of ``"question id/reader"`` the question, if it is among ``rows``, and the reader."""
    pk, _slash, who = argument.partition("/")
    return rows.select_related("partner", "asked_by", "plan__case").filter(pk=pk).first(), who


def _is_one(who: str, users) -> bool:
    return who in {str(user.pk) for user in users if user is not None}


def still_waits(argument: str) -> bool:
    """Whether the department still is to answer, may be told, and the reader still works there: ``"question id/user
    id"``; asked just before a mail about it leaves.
    """
    today = clock.today()
    row, who = _asked(argument, Qualification.objects.at_department().covered(today))
    return row is not None and _is_one(who, members_of(row.partner, today))


def still_led(argument: str) -> bool:
    """The same for the mail to who leads the department: ``"question id/key"``, a key of `heads_of`."""
    today = clock.today()
    row, who = _asked(argument, Qualification.objects.at_department().covered(today))
    return row is not None and who in heads_of(row.partner, today)


def still_unanswered(argument: str) -> bool:
    """Whether the department still has not answered, whatever it may be told, and the reader still leads the unit:
    ``"question id/user id"``; asked before a leader's mail leaves.
    """
    row, who = _asked(argument, Qualification.objects.at_department())
    return row is not None and _is_one(who, leaders_of(row.plan.case.unit_id))


def still_unseen(argument: str) -> bool:
    """Whether nobody has read the answer yet, and it is for this reader: ``"question id/user id"``; asked just before
    the mail leaves.
    """
    row, who = _asked(argument, Qualification.objects.standing().filter(seen_at=None))
    return row is not None and _is_one(who, [asker_of(row)])


def still_unread(argument: str) -> bool:
    """The same of an answer that was taken back."""
    row, who = _asked(argument, Qualification.objects.filter(seen_at=None, superseded_at=None))
    return row is not None and _is_one(who, [asker_of(row)])
