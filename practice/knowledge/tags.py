"""The lists that an article's tags are codes of: the product's own, and nothing of this room's."""

from datetime import date

from django.apps import apps

from plans.efforts.models import EffortKind
from practice.knowledge.choices import Age, TagKind
from progress.scales.models import LifeArea


def choices_of(on: date) -> dict[str, list[tuple[str, str]]]:
    """For each kind of tag the codes in use on the day, with their words; three queries."""
    groups = apps.get_model("intake.TargetGroup").objects.filter(is_active=True)
    return {
        TagKind.AREA: [(row.code, str(row)) for row in LifeArea.objects.all().in_force(on)],
        TagKind.GROUP: [(row.code, str(row)) for row in groups],
        TagKind.EFFORT: [(row.code, str(row)) for row in EffortKind.objects.filter(is_active=True)],
        TagKind.AGE: list(Age.choices),
    }


def words_of(tags, choices: dict[str, list[tuple[str, str]]]) -> list[str]:
    """What the tags are called; one whose code is out of use says nothing."""
    known = {(kind, code): str(words) for kind, rows in choices.items() for code, words in rows}
    return [known[tag.kind, tag.code] for tag in tags if (tag.kind, tag.code) in known]


def areas_telling_of(topics: set[str], on: date) -> set[str]:
    """The codes of the life areas that tell of one of the topics; a query, and none without topics."""
    if not topics:
        return set()
    return {area.code for area in LifeArea.objects.all().in_force(on) if area.tells_of in topics}
