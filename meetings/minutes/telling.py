"""Who is told that minutes wait for them, how, and who has to be told another way.

A mail says that there are minutes and where to sign in: not about whom, nor of what. A colleague who was there sees
them on Min dag, and gets no mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.models import Consent, Participation, Topic
from core import clock
from core.mail.models import OutboxMail
from core.mail.outbox import queue_mail
from core.templatetags.kui import day
from meetings.invitations.actions import WAITS
from meetings.invitations.mails import not_read, sender_of
from meetings.invitations.reach import Reach, Why, reaches
from meetings.minutes.models import Minutes, MinutesNotice
from meetings.planning.models import Attendee


class Way(models.TextChoices):
    """How somebody asked to a meeting comes to read its minutes."""

    MAIL = "mail", gettext_lazy("Sees them on their first page")
    MY_DAY = "my_day", gettext_lazy("Sees them on Min dag")
    WROTE = "wrote", gettext_lazy("Wrote them")
    YOUTH = "youth", gettext_lazy("Give them the text written to them")
    TALK = "talk", gettext_lazy("Talk to them")
    NO_ACCOUNT = "no_account", gettext_lazy("Does not sign in to KUI: give them the PDF")
    NO_BASIS = "no_basis", gettext_lazy("No consent or other basis covers the plan")
    LEFT = "left", gettext_lazy("No longer there")
    NOT_YET = "not_yet", gettext_lazy("Has not begun yet")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whom the minutes concern: how they come to read them, and the mail that said so."""

    attendee: Attendee
    way: Way
    reach: Reach
    mail: OutboxMail | None = None

    @property
    def is_told(self) -> bool:
        """Whether KUI tells them, by mail or on Min dag."""
        return self.way in (Way.MAIL, Way.MY_DAY)

    @property
    def how(self) -> str:
        """How they are told, or why not, in words."""
        if self.way == Way.MAIL and self.mail is not None:
            if self.mail.state == "sent":
                return _("Told by mail %(day)s") % {"day": day(self.mail.sent_at)}
            if self.mail.state in ("queued", "sending"):
                return _("The mail leaves in a few minutes")
            if self.mail.state == "failed":
                return _("The mail could not be sent")
        return str(self.way.label)


def covered_partners(case, partners: Iterable[int], on: date) -> set[int]:
    """Those of the partners who take part and have a basis in force for the plan; as `coverage` says of one."""
    taking_part = Participation.objects.current().holding(on).filter(case=case, partner=OuterRef("partner"))
    rows = Consent.objects.filter(
        Consent.in_force_q(on), Exists(taking_part), case=case, partner__in=partners
    )
    return {partner for partner, topics in rows.values_list("partner_id", "topics") if Topic.PLAN in topics}


def readers_of(minutes: Minutes, rows: Iterable[Attendee], on: date) -> list[Reader]:
    """Those of ``rows`` (with guardian, user, and contact with partner and user) whom the minutes concern: who was
    there, and partners' people who were asked. At most four queries, however many they are.
    """
    meeting = minutes.meeting
    rows = [row for row in rows if row.attended or row.contact_id]
    partners = {row.contact.partner_id for row in rows if row.contact_id}
    covered = covered_partners(meeting.case, partners, on) if partners else set()
    reached, mails = reaches(meeting, rows, on), {}
    for notice in MinutesNotice.objects.filter(minutes=minutes).select_related("mail"):
        mails[notice.attendee_id] = notice.mail
    return [
        Reader(row, _way(minutes, row, reached[row.pk], covered), reached[row.pk], mails.get(row.pk))
        for row in rows
    ]


def _way(minutes: Minutes, row: Attendee, reach: Reach, covered: set) -> Way:
    if row.is_youth or row.guardian_id:
        return Way.YOUTH if row.is_youth and minutes.youth_text else Way.TALK
    if reach.why in (Why.LEFT, Why.NOT_YET):
        return Way(reach.why)
    if row.user_id:
        return Way.WROTE if row.user_id == minutes.by_id else Way.MY_DAY
    if reach.why == Why.NO_BASIS or row.contact.partner_id not in covered:
        return Way.NO_BASIS
    return Way.MAIL if reach.signs_in else Way.NO_ACCOUNT


def asked_to(meeting) -> list[Attendee]:
    """Everybody asked to a meeting, with what `readers_of` reads."""
    rows = list(meeting.attendees.asked().named().select_related("contact__user"))
    for row in rows:
        row.meeting = meeting
    return rows


def tell(minutes: Minutes, rows: Iterable[Attendee], *, is_change=False) -> list[Reader]:
    """Queue a mail to those of ``rows`` who sign in from outside, once as the minutes stand; returns who reads how."""
    readers = readers_of(minutes, rows, clock.today())
    for reader in readers:
        if reader.way == Way.MAIL:
            _mail(minutes, reader, is_change=is_change)
    return readers


def _mail(minutes: Minutes, reader: Reader, *, is_change: bool) -> None:
    notice, made = MinutesNotice.objects.get_or_create(
        minutes=minutes,
        attendee=reader.attendee,
        of_version=minutes.version,
        defaults={"made_at": clock.now()},
    )
    if not made:
        return
    with override(reader.reach.language):
        subject, body = _words(minutes, reader.attendee, is_change=is_change)
    notice.mail = queue_mail(
        reader.reach.email,
        subject,
        body,
        still_wanted=f"meetings.minutes.telling.is_wanted:{notice.pk}",
        not_before=clock.now() + WAITS,
        sender=sender_of(minutes.meeting.case.unit),
    )
    notice.save(update_fields=["mail"])


def _words(minutes: Minutes, attendee: Attendee, *, is_change: bool) -> tuple[str, str]:
    """Subject and text: nothing of whom, nor of what."""
    values = {
        "unit": minutes.meeting.case.unit.name,
        "day": day(minutes.comment_until),
        "link": settings.SITE_URL + reverse("portal:our_minutes", args=[attendee.pk]),
    }
    if is_change:
        subject = _("Minutes that you approved have changed")
        lead = _("Minutes of a meeting with %(unit)s have changed since you approved them.")
        ask = _("Sign in to read them and to approve them anew:\n%(link)s")
    else:
        subject = _("Minutes to read and comment on")
        lead = _(
            "Minutes of a meeting with %(unit)s are shared with you. You can comment until and including %(day)s."
        )
        ask = _("Sign in to read them:\n%(link)s")
    return subject, "\n\n".join((lead % values, ask % values, not_read())) + "\n"


def is_wanted(notice_id: str) -> bool:
    """Asked by the outbox at the moment of sending: whether their word still is awaited, and they may still read."""
    notice = (
        MinutesNotice.objects.select_related("mail", "minutes__meeting__case").filter(pk=notice_id).first()
    )
    if notice is None or MinutesNotice.objects.filter(attendee=notice.attendee_id, pk__gt=notice.pk).exists():
        return False
    minutes, today = notice.minutes, clock.today()
    awaited = Attendee.objects.awaited_on_minutes(today).filter(pk=notice.attendee_id)
    rows = awaited.named().select_related("contact__user")
    readers = readers_of(minutes, rows, today)
    return any(one.way == Way.MAIL and one.reach.email == notice.mail.to for one in readers)


def receipt(readers: Iterable[Reader]) -> str:
    """Exactly who is told how, and who is not: for the page after minutes were shared."""
    ways: dict[Way, list[str]] = {}
    for reader in readers:
        ways.setdefault(reader.way, []).append(reader.attendee.in_full)
    said = [_("The minutes are shared.")]
    if Way.MAIL in ways:
        said.append(_("Told by mail: %(names)s.") % {"names": ", ".join(ways[Way.MAIL])})
    if Way.MY_DAY in ways:
        said.append(_("On Min dag with: %(names)s.") % {"names": ", ".join(ways[Way.MY_DAY])})
    others = [
        f"{name} ({str(way.label)[:1].lower()}{str(way.label)[1:]})"
        for way, names in ways.items()
        if way not in (Way.MAIL, Way.MY_DAY, Way.WROTE)
        for name in names
    ]
    if others:
        said.append(_("You tell these yourself: %(names)s.") % {"names": ", ".join(others)})
    return " ".join(said)
