"""What the demo unit's people have learnt: qualified and seen, qualified and not seen, under way, past the day, none;
and courses shared, not shared in time, and to be shared.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import User
from cases.models import Knowledge
from core import clock
from practice.competences.actions import add_course, describe_self, see_paper, share_course
from practice.competences.models import Kind

# Education, kind, the title that stands ("" for whom has none), years since, days until one who is under way is done,
# and whether the leader has seen the paper: a line for each of the guides, the first ones.
LEARNT = (
    ("Socialrådgiver, 2009", Kind.DIPLOMA, "Diplom i uddannelses- og erhvervsvejledning", 9, None, True),
    ("Folkeskolelærer, 2004", Kind.MASTER, "Master i vejledning", 6, None, True),
    ("Pædagog, 2015", Kind.DIPLOMA, "", None, 210, False),
    ("Socialrådgiver, 2017", Kind.DIPLOMA, "Diplom i uddannelses- og erhvervsvejledning", 2, None, False),
    (
        "Cand.pæd. i pædagogisk psykologi, 2012",
        Kind.EQUIVALENT,
        "Realkompetencebevis, vejledning",
        4,
        None,
        True,
    ),
    ("Pædagog, 2019", "", "", None, None, False),
)
# (which guide, course, days since its last day, where it was shared; none while it is not, and days it took)
COURSES = (
    (0, "Den motiverende samtale", 190, "På teammødet", 8),
    (1, "Unge og rusmidler", 25, None, 0),
    (2, "Kontanthjælpsreformen i praksis", 6, None, 0),
    (3, "Autisme og uddannelse", 120, "På temadagen", 13),
    (4, "Underretninger og tavshedspligt", 75, "På teammødet", 6),
)


def load(guides: Sequence[User], leader: User) -> None:
    """Each tells of oneself, and the leader has seen some papers. Deterministic on a given day."""
    today = clock.today()
    for guide, (education, kind, title, years, days, is_seen) in zip(guides, LEARNT, strict=False):
        guide.refresh_from_db()
        known = Knowledge.objects.filter(guides__in=guide.knowledge.current().holding(today))
        describe_self(
            by=guide, knowledge=list(known), education=education, kind=kind, qualification=title,
            since_on=date(today.year - years, 6, 20) if title else None,
            until_on=today + timedelta(days=days) if days else None, expected_version=guide.version,
        )  # fmt: skip
        if is_seen:
            see_paper(guide, by=leader, title=title)
    for place, title, ago, where, took in COURSES:
        if place >= len(guides):
            continue
        held_on = today - timedelta(days=ago)
        with clock.travel(held_on):
            course = add_course(by=guides[place], title=title, held_on=held_on)
        if where:
            with clock.travel(held_on + timedelta(days=took)):
                share_course(course, by=guides[place], on=clock.today(), where=where)
