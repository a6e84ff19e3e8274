"""The demo unit's knowledge bank: the articles of ``demo_articles/``, written, edited and found right in their time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from accounts.models import Unit, User
from core import clock
from core.uploads.accepting import Accepted, Format
from core.uploads.demo import letter
from practice.knowledge import actions
from practice.knowledge.choices import Kind, TagKind
from practice.knowledge.models import Article

FOLDER = Path(__file__).parent / "demo_articles"
TAGS = {"areas": TagKind.AREA, "groups": TagKind.GROUP, "efforts": TagKind.EFFORT, "ages": TagKind.AGE}
# Article, days ago, what stood there before, and what stands there since.
REVISIONS = (
    ("frister-15-17", 210, "Kør ud på femtedagen", "Kør ud senest på fjerdedagen"),
    ("frister-15-17", 90, "Skriv aktiviteten ind, når den er aftalt.",
     "Skriv aktiviteten ind, når den begynder, ikke når den er aftalt."),
    ("sparring-torsdag", 120, "Vi tager to sager. Vi taler om dem, vi kender.",
     "Hver torsdag tager vi tre sager. Vi blander os i hinandens sager, fordi en sag, som kun én kender, er en"
     " skrøbelig sag."),
    ("kontanthjaelp", 40, "Fra 2026 kommer der ændringer, som vi ikke kender endnu.",
     "Fra 2026 er kravet om et jobcenter væk af loven: der står »kommunen«."),
    ("fgu-skolen", 70, "Fravær på mere end en uge giver et brev.",
     "Fravær på mere end tre dage giver et opkald samme dag, ikke et brev."),
)  # fmt: skip
# Article, and days since a colleague found it right.
CONFIRMED = (("foerste-samtale", 100), ("planen-i-klart-sprog", 20), ("erhvervsskolen", 12), ("tolk", 45))
FILES = (
    ("kursus-motiverende-samtale", "Ark til øvelsen i par",
     ["Motiverende samtale: øvelse i par", "Fortæl om noget, du gerne vil ændre.", "Spørg: Hvorfor er det vigtigt?",
      "Spørg: Hvorfor ikke to lavere på skalaen?"]),
    ("mitid-og-digital-post", "Tjekliste til den unge",
     ["Tag med: pas eller kørekort, din telefon og din mail.", "Vi sidder ved siden af. Du trykker selv."]),
    ("sparring-torsdag", "Spillets gang på én side",
     ["Torsdagssparring: 20 minutter", "0-3 Spørgsmålet", "3-8 Det vigtige", "8-14 Undren", "14-20 Ét skridt"]),
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A file of ``demo_articles/``: what its head says, and its text."""

    name: str
    head: dict[str, str]
    body: str

    def days(self, key: str) -> int:
        """A number of days that the head gives."""
        return int(self.head[key])

    @property
    def tags(self) -> list[tuple[str, str]]:
        """What it is about."""
        return [(kind, code) for key, kind in TAGS.items() for code in self.head.get(key, "").split()]


def told() -> list[Told]:
    """Every article of the folder, in the order of its names."""
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        head, _blank, body = path.read_text(encoding="utf-8").partition("\n\n")
        pairs = (line.partition(": ") for line in head.splitlines())
        found.append(Told(path.stem, {key: value for key, _colon, value in pairs}, body.strip()))
    return found


def load(unit: Unit, users: Sequence[User]) -> int:
    """Write, publish, edit and confirm them, each in its time; returns how many there are. Deterministic on a day."""
    today = clock.today()
    articles = {one.name: _write(one, unit, users, today) for one in told()}
    for name, days, old, new in REVISIONS:
        article = Article.objects.select_related("owner").get(pk=articles[name].pk)
        with clock.travel(today - timedelta(days=days)):
            said = {"body": article.body.replace(old, new)}
            actions.edit_article(article, by=article.owner, expected_version=article.version, **said)
    for number, (name, days) in enumerate(CONFIRMED):
        with clock.travel(today - timedelta(days=days)):
            actions.confirm_article(articles[name], by=users[number % len(users)])
    for name, title, lines in FILES:
        sheet = Accepted(Format.PDF, letter(lines), 1)
        actions.add_file(articles[name], sheet, by=articles[name].owner, title=title)
    return len(articles)


def _write(one: Told, unit: Unit, users: Sequence[User], today: date) -> Article:
    """Write an article as it stood at first, and publish it the day after, unless it is a draft."""
    head, body = one.head, one.body
    for name, _days, old, new in reversed(REVISIONS):
        body = body.replace(new, old) if name == one.name else body
    owner = None if head.get("shared") else users[int(head["owner"]) % len(users)]
    written = today - timedelta(days=one.days("written"))
    course_on = today - timedelta(days=one.days("course")) if head["kind"] == Kind.COURSE else None
    with clock.travel(written):
        article = actions.write_article(
            unit=unit if owner else None, by=owner, owner=owner, kind=head["kind"], title=head["title"],
            summary=head["summary"], body=body, explains=head.get("explains", ""), course_on=course_on,
            review_on=today + timedelta(days=one.days("review")), tags=one.tags,
        )  # fmt: skip
    state = head.get("state", "")
    if state != "draft":
        with clock.travel(written + timedelta(days=1)):
            actions.publish_article(article, by=owner)
    if state == "archived":
        with clock.travel(today - timedelta(days=200)):
            actions.archive_article(article, by=owner)
    return article
