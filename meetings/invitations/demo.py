"""The demo's answers: who comes, who takes part online, who cannot, and who has not answered."""

from collections.abc import Iterable
from datetime import timedelta

from core import clock
from meetings.invitations.actions import answer, require

# In turn, by who is asked; nothing for who has not answered.
ANSWERS = ("yes", "online", "yes", "", "no", "yes")


def load(meetings: Iterable) -> None:
    """Answers of every kind to the meetings, which are to come; each with one who must attend and cannot, now and
    then.
    """
    number = 0
    for meeting in meetings:
        rows = [row for row in meeting.attendees.asked().named() if row.user_id != meeting.led_by_id]
        for place, row in enumerate(rows):
            row.meeting = meeting
            value = ANSWERS[number % len(ANSWERS)]
            number += 1
            if place == 1:
                require(row, True, by=meeting.case.guide)
            if value:
                by = row.user or (row.contact.user if row.contact_id else None)
                with clock.travel(clock.now() - timedelta(hours=place + 1)):
                    answer(row, value, by=by, how="signed in" if by else "link")
