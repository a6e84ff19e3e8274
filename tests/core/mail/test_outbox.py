"""Mail as rows: once, later when the server is away, never twice by itself."""

import email
import email.policy
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import OperationalError, connection

from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail


def yes(argument):
    """A check that says the mail still is wanted."""
    return True


def no(argument):
    """A check that says it no longer is."""
    return False


def test_a_mail_leaves_once(db, mailoutbox):
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", dedupe_key="k")
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", dedupe_key="k")
    assert outbox.send_due() == 1
    assert outbox.send_due() == 0
    assert [mail.subject for mail in mailoutbox] == ["Emne"]


def test_a_mail_waits_for_its_time(db, mailoutbox):
    later = clock.now() + timedelta(hours=1)
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", not_before=later)
    assert outbox.send_due() == 0
    with clock.travel(later):
        assert outbox.send_due() == 1


def test_a_server_that_is_away_delays_and_loses_nothing(db, monkeypatch):
    def away(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", away)
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst")
    outbox.send_due()
    mail = OutboxMail.objects.get()
    assert (mail.state, mail.attempts) == ("queued", 1) and mail.not_before > clock.now()


def test_what_got_stuck_while_leaving_is_not_sent_again(db, mailoutbox):
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst")
    OutboxMail.objects.update(state="sending")
    assert outbox.send_due() == 0 and not mailoutbox


def breaks(argument):
    """A check that meets what nobody thought of."""
    raise KeyError(argument)


def away(argument):
    """A check that finds no database."""
    raise OperationalError


@pytest.mark.parametrize(
    "check", [f"{__name__}.breaks:1", f"{__name__}.gone_with_an_update:1", "no.such.room:1"]
)
def test_a_check_that_breaks_holds_its_own_mail_alone(db, mailoutbox, check):
    """Those that wait behind it leave all the same, and it is told as one that could not be sent."""
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", still_wanted=check)
    outbox.queue_mail("b@eksempel.dk", "Den næste", "Tekst")
    assert outbox.send_due() == 1
    assert [mail.subject for mail in mailoutbox] == ["Den næste"]
    mail = OutboxMail.objects.get(to="a@eksempel.dk")
    assert (mail.state, mail.attempts) == ("failed", 1) and mail.error


def test_a_database_that_is_away_fails_no_mail(db, mailoutbox):
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", still_wanted=f"{__name__}.away:1")
    with pytest.raises(OperationalError):
        outbox.send_due()
    assert OutboxMail.objects.get().state == "queued" and not mailoutbox


@pytest.mark.parametrize(("check", "state"), [("yes", "sent"), ("no", "dropped")])
def test_a_mail_is_asked_for_again_just_before_it_leaves(db, check, state):
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", still_wanted=f"tests.core.mail.test_outbox.{check}:1")
    outbox.send_due()
    assert OutboxMail.objects.get().state == state


@pytest.mark.parametrize("header", ["a@eksempel.dk\nBcc: x@y.dk", "a@eksempel.dk\r\nX: y"])
def test_a_line_break_never_becomes_a_header(db, header):
    with pytest.raises(ValueError, match="line break"):
        outbox.queue_mail(header, "Emne", "Tekst")
    with pytest.raises(ValueError, match="line break"):
        outbox.queue_mail("a@eksempel.dk", f"Emne {header}", "Tekst")
    with pytest.raises(ValueError, match="line break"):
        outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", sender=header)


EVENT = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nSUMMARY:Møde\r\nEND:VCALENDAR\r\n"


def test_an_event_lies_beside_the_text_and_as_the_only_attachment(db, mailoutbox):
    part = outbox.CalendarPart("REQUEST", EVENT)
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst æøå", sender="enhed@eksempel.dk", calendar=part)
    assert outbox.send_due() == 1
    (mail,) = mailoutbox
    message = email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)
    assert message["From"] == "enhed@eksempel.dk"
    assert message.get_content_type() == "multipart/mixed"
    beside, attachment = message.iter_parts()
    assert beside.get_content_type() == "multipart/alternative"
    text, event = beside.iter_parts()
    assert text.get_content().strip() == "Tekst æøå"
    # The clients read the method in the content type.
    assert event["Content-Type"].params["method"] == "REQUEST"
    assert event["Content-Type"].params["charset"].lower() == "utf-8"
    assert event.get_content_type() == "text/calendar" and not event.is_attachment()
    assert event.get_content().splitlines() == EVENT.splitlines()
    assert attachment.get_filename() == "invite.ics" and attachment.is_attachment()
    assert attachment.get_content() == EVENT.encode()
    assert [one.get_filename() for one in message.iter_attachments() if one is not beside] == ["invite.ics"]


def test_an_event_is_kept_encrypted_as_the_text_is(db):
    outbox.queue_mail("a@eksempel.dk", "Emne", "Tekst", calendar=outbox.CalendarPart("REQUEST", EVENT))
    with connection.cursor() as cursor:
        cursor.execute("SELECT calendar FROM core_outboxmail")
        (kept,) = cursor.fetchone()
    assert "VCALENDAR" not in kept and OutboxMail.objects.get().calendar == EVENT
