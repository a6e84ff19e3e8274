"""The agenda of the next meeting, proposed from what is there."""

from datetime import date, timedelta

from accounts.models import User
from practice.agenda.source import AgendaItem, Period
from practice.barometer.agenda import ROUNDS
from practice.competences.agenda import COURSES
from practice.ideas.agenda import IDEAS
from practice.iglo.agenda import STEPS
from practice.onboarding.agenda import NEWCOMERS
from practice.rhythm.reading import Coming
from practice.sparring.agenda import MARKED

# In the order of the agenda. A room with something to talk about adds its own here: one line.
SOURCES = (STEPS, ROUNDS, MARKED, COURSES, NEWCOMERS, IDEAS)
# What the first meeting looks back on, in days.
FIRST_LOOK = 28


def proposed_agenda(user: User, coming: Coming, today: date) -> list[tuple[str, list[AgendaItem]]]:
    """The headings that have something under them; as many queries however much there is."""
    period = Period(coming.held or today - timedelta(days=FIRST_LOOK), today, coming.on)
    headings = [(source.title, list(source.items(user, period))) for source in SOURCES]
    return [(title, items) for title, items in headings if items]
