"""A row of the outbox as the message that leaves."""

from django.core.mail import EmailMessage, EmailMultiAlternatives

from core.mail.models import OutboxMail

CALENDAR = "text/calendar"


class CalendarMail(EmailMultiAlternatives):
    """A mail with an event, so that calendars show it as an invitation and not as a file to import.

    The event lies beside the text with its method in the content type, which Outlook and Google read, and once more as
    the only attachment, for those that read files alone. Any other attachment would keep them from seeing it.
    """

    def __init__(self, *args, event: str, method: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.method = method
        self.attach_alternative(event, CALENDAR)
        self.attach("invite.ics", event.encode(), "application/ics")

    def message(self):
        """The message, the method beside the event's content type."""
        made = super().message()
        for part in made.walk():
            if part.get_content_type() == CALENDAR:
                part.set_param("method", self.method)
        return made


def message_of(mail: OutboxMail) -> EmailMessage:
    """The row as a message, ready to be sent."""
    sender = mail.sender or None
    if not mail.calendar:
        return EmailMessage(mail.subject, mail.body, sender, [mail.to])
    return CalendarMail(
        mail.subject, mail.body, sender, [mail.to], event=mail.calendar, method=mail.calendar_method
    )
