"""How somebody asked to a meeting may be told by mail, and if not, why somebody has to phone them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Consent, ContactWish, Participation


class Why(models.TextChoices):
    """Why no mail is sent."""

    NO_EMAIL = "no_email", _("No e-mail is known")
    PROTECTED = "protected", _("Name and address are protected")
    WISH = "wish", _("The young person has not said that we may write to them")
    NOT = "not", _("We do not contact them")
    BAN = "ban", _("Must have no contact with the young person")
    LEFT = "left", _("No longer there")
    NOT_YET = "not_yet", _("Has not begun yet")
    NO_BASIS = "no_basis", _("No consent or other basis lets us share with them")
    FEED = "feed", _("Has the meeting in their own calendar already")


@dataclass(frozen=True, slots=True)
class Reach:
    """The address to write to, or why not. Who signs in is led to their own page, and gets no secret link."""

    email: str = ""
    why: str = ""
    language: str = "da"
    signs_in: bool = False
    is_partner: bool = False


def reaches(meeting, attendees: Iterable, on: date) -> dict[int, Reach]:
    """How each of the attendees (with guardian, user and contact fetched) may be told on the day, by their id.

    At most two queries, however many they are.
    """
    attendees = list(attendees)
    partners = _covered_partners(meeting.case, on) if any(row.contact_id for row in attendees) else set()
    leader = [row.user_id for row in attendees if row.user_id and row.user_id == meeting.led_by_id]
    has_feed = apps.get_model("meetings.CalendarFeed").objects.filter(user__in=leader, ended_at=None)
    subscribed = bool(leader) and has_feed.exists()
    return {row.pk: _reach(meeting, row, on, partners, subscribed) for row in attendees}


def _covered_partners(case, on: date) -> set:
    """The partners that take part with a basis in force: as `Case.objects.visible_to` lets them in."""
    if case.is_closed or case.shielded:
        return set()
    taking_part = Participation.objects.current().holding(on).filter(case=case).values("partner")
    based = Consent.objects.filter(Consent.in_force_q(on), case=case, partner__in=taking_part)
    return set(based.values_list("partner_id", flat=True))


def _reach(meeting, row, on: date, partners: set, subscribed: bool) -> Reach:
    if row.user:
        return _colleague(meeting, row.user, subscribed)
    if row.contact:
        return _contact(row.contact, on, partners)
    person = meeting.case.person
    why = _of_guardian(row.guardian, person, on) if row.guardian else ""
    # A mailbox that the family shares would show a protected young person's day to whom they are protected from.
    if not why and person.address_protected:
        why = Why.PROTECTED
    email = (row.guardian or person).email
    return _by_mail(email) if not why else Reach(why=why)


def _by_mail(email: str, **more) -> Reach:
    return Reach(email, **more) if email else Reach(why=Why.NO_EMAIL)


def _colleague(meeting, user, subscribed: bool) -> Reach:
    if not user.is_active:
        return Reach(why=Why.LEFT)
    if subscribed and user.pk == meeting.led_by_id:
        return Reach(why=Why.FEED)
    return Reach(user.email, language=user.language, signs_in=True)


def _contact(contact, on: date, partners: set) -> Reach:
    if not contact.may_act(on):
        return Reach(why=Why.LEFT if contact.is_gone(on) else Why.NOT_YET)
    if contact.partner_id not in partners:
        return Reach(why=Why.NO_BASIS)
    user = contact.user if contact.user_id and contact.user.is_active else None
    if user is None:
        return _by_mail(contact.email, is_partner=True)
    return _by_mail(user.email, language=user.language, signs_in=True, is_partner=True)


def _of_guardian(guardian, person, on: date) -> str:
    """Why an adult around the young person is not written to; an empty string when they may be."""
    if guardian.contact_ban:
        return Why.BAN
    if not guardian.is_around(on):
        return Why.LEFT
    if guardian.contact_wish == ContactWish.NOT:
        return Why.NOT
    if guardian.contact_wish == ContactWish.ASK:
        return Why.WISH
    # Nobody but who holds custody is told of a meeting without the young person's word for it.
    has_custody = guardian.has_custody and not person.is_of_age(on)
    return "" if has_custody or guardian.contact_wish == ContactWish.PHONE else Why.WISH
