"""Mail as rows: once, later when the server is away, never twice by itself."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

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
