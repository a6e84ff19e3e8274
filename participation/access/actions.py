"""Inviting somebody into Min plan, and closing it to them again. The codes themselves are in `codes.py` beside this."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Role, User
from accounts.sessions.actions import end_sessions
from accounts.users.models import NO_MAILBOX
from audit import trail
from cases.models import Case, Guardian
from core import clock
from core.limits import limit
from participation.access.destinations import fits_channel, shared_with
from participation.access.models import Entry
from participation.access.rules import may_enter_at
from participation.access.sending import send
from participation.limits import OWN_ACCESS


@transaction.atomic
def invite(
    case: Case,
    *,
    by: User,
    channel: str,
    destination: str = "",
    guardian: Guardian | None = None,
    despite_protection: bool = False,
    agreed_on: date | None = None,
) -> Entry:
    """Let the young person into Min plan, or ``guardian``, a parent; and tell them where it is.

    ``destination`` is as `read_destination` gives it. ``agreed_on`` is the day on which a young person of age said yes
    to the parent. Raises ValidationError when they may not enter, or when a code that is sent would reach others too.
    """
    today, person = clock.today(), case.person
    refuse_unless_allowed(case, guardian, on=today, despite=despite_protection, agreed_on=agreed_on)
    _refuse_address(channel, destination, person=person, guardian=guardian)
    entry = Entry(
        case=case,
        user=_user_for(case, guardian),
        kind=Entry.Kind.PARENT if guardian else Entry.Kind.SELF,
        guardian=guardian,
        channel=channel,
        destination=destination,
        despite_protection=despite_protection if guardian else False,
        agreed_on=agreed_on if guardian else None,
        invited_by=by,
        invited_at=clock.now(),
    )
    entry.destination_index = Entry.index_of(destination)
    entry.full_clean()
    entry.save(force_insert=True)
    trail.record("entry.invited", by=by, case_id=case.pk, obj=entry, changes={"channel": [None, channel]})
    tell(entry)
    return entry


def _refuse_address(channel: str, destination: str, **whose) -> None:
    wrong = ""
    if not fits_channel(destination, channel):
        wrong = _("Write an e-mail or a mobile number that fits how the code comes.")
    elif destination and shared_with(destination, **whose):
        wrong = _("Others have this address too. Choose a code on paper, or another address.")
    if wrong:
        raise ValidationError({"destination": wrong})


def refuse_unless_allowed(
    case: Case, guardian: Guardian | None, *, on: date, despite: bool = False, agreed_on: date | None = None
) -> None:
    """Raise ValidationError, saying why, when they may not enter on the day ``on``."""
    person = case.person
    if case.is_closed:
        raise ValidationError(_("The case is closed."))
    if guardian is None:
        youngest = limit(OWN_ACCESS, on=on)
        if not may_enter_at(person.birth_date, on, youngest=youngest):
            raise ValidationError(
                _("Min plan is for those of %(age)s and older. Go through the plan together, on paper.")
                % {"age": youngest}
            )
        return
    if guardian.person_id != person.pk or not guardian.is_around(on):
        raise ValidationError(_("They are not around the young person."))
    if guardian.contact_ban:
        raise ValidationError(_("They must have no contact with the young person."))
    if person.is_of_age(on):
        if agreed_on is None or agreed_on > on or not person.is_of_age(agreed_on):
            raise ValidationError(
                _("The young person is of age, and decides. Write on which day they said yes to it.")
            )
    elif not guardian.holds_custody(on) or agreed_on is not None:
        raise ValidationError(_("Only a parent who holds custody may have access."))
    if (case.shielded or person.address_protected) and not despite:
        raise ValidationError(
            _("The young person is protected. A parent gets access only when you say that it is safe.")
        )


def _user_for(case: Case, guardian: Guardian | None) -> User:
    """Whom they act as: the same as last time, else made now. It has no password, and an address that nobody has."""
    kind = Entry.Kind.PARENT if guardian else Entry.Kind.SELF
    earlier = Entry.objects.filter(case=case, kind=kind, guardian=guardian).select_related("user").first()
    if earlier is not None:
        return earlier.user
    user = User(
        unit=case.unit,
        role=Role.PARENT if guardian else Role.YOUTH,
        name=(guardian or case.person).name,
        email=f"{uuid.uuid4()}@min-plan{NO_MAILBOX}",
        weekly_digest=False,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def tell(entry: Entry) -> None:
    """Tell where Min plan is; whoever gets codes on paper is told by the guide."""
    with override(entry.user.language):
        words = _("You can see Min plan here: %(url)s") % {
            "url": settings.SITE_URL + reverse("portal:entry_ask")
        }
        still = f"participation.access.actions.still_lets_in:{entry.pk}"
        send(entry, "Min plan", words, still_wanted=still)


def still_lets_in(entry_id: str) -> bool:
    """Whether the message that tells of it is of any use yet; asked just before it leaves."""
    return Entry.objects.live(clock.today()).filter(pk=entry_id).exists()


@transaction.atomic
def tell_again(entry: Entry, *, by: User) -> None:
    """Tell once more where Min plan is. Raises ValidationError when the entry lets nobody in."""
    if not entry.lets_in():
        raise ValidationError(_("The access has ended."))
    trail.record("entry.told_again", by=by, case_id=entry.case_id, obj=entry)
    tell(entry)


@transaction.atomic
def withdraw(entry: Entry, *, by: User, reason: str) -> None:
    """Close Min plan to them at once, with their sessions. Twice does nothing more."""
    rows = Entry.objects.standing().filter(pk=entry.pk)
    values = {"withdrawn_at": clock.now(), "withdrawn_by": by, "withdrawn_because": reason}
    if not rows.update(**values):
        return
    end_sessions(entry.user)
    trail.record("entry.withdrawn", by=by, case_id=entry.case_id, obj=entry)
