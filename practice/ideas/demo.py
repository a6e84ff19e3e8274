"""What the demo unit's young people proposed, and what the unit answered."""

from datetime import timedelta

from accounts.models import Unit, User
from core import clock
from practice.ideas.actions import answer_idea, propose_idea
from practice.ideas.models import Idea
from practice.ideas.reading import unanswered

# (months since it was proposed, text, the answer and its words; none while nobody has answered)
IDEAS = (
    (8, "Der skal være en sofa, hvor man venter.", Idea.Status.DONE, "Sofaen står ved vinduet nu."),
    (8, "Skriv en sms dagen før mødet.", Idea.Status.DOING, "Vi prøver det af hos to guider fra marts."),
    (
        8,
        "Jeg vil gerne kunne møde om eftermiddagen.",
        Idea.Status.DONE,
        "Du kan få tid til kl. 17 om onsdagen.",
    ),
    (5, "Mødet skal ikke hedde netværksmøde.", Idea.Status.HEARD, "Vi taler om et andet ord på torsdag."),
    (5, "Man skal kunne tage en ven med.", Idea.Status.DONE, "Ja. Det står nu i brevet om mødet."),
    (
        5,
        "Giv os penge til bussen.",
        Idea.Status.NOT_NOW,
        "Vi har ikke penge til det i år. Vi spørger igen i 2027.",
    ),
    (2, "Fortæl først, hvor lang tid mødet tager.", "", ""),
    (
        2,
        "Lad os se referatet samme dag.",
        Idea.Status.DOING,
        "Vi prøver det i tre måneder. Så spørger vi jer.",
    ),
    (2, "Der er for mange voksne til møderne.", "", ""),
)
LATELY = 2


def load(unit: Unit, *, by: User) -> int:
    """Propose and answer, each in its time; returns how many are proposed. Deterministic on a given day."""
    today = clock.today()
    lately = {text for months, text, _status, _answer in IDEAS if months == LATELY}
    for months, text, _status, _answer in IDEAS:
        with clock.travel(today - timedelta(days=30 * months)):
            propose_idea(unit, text)
    answers = {text: (status, answer) for _months, text, status, answer in IDEAS if status}
    for found in unanswered(unit, today):
        if said := answers.get(found.idea.text):
            # One was answered today: the next meeting begins with it.
            day = today if found.idea.text in lately else min(found.since + timedelta(days=9), today)
            with clock.travel(day):
                answer_idea(found.idea, said[0], by=by, answer=said[1], expected_version=found.idea.version)
    return len(IDEAS)
