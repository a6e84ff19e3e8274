"""The hints about a text, by the table of plain words as it stands."""

from core.plainlanguage.models import PlainWord
from core.plainlanguage.rules import Hints, hints


def plainer() -> list[tuple[str, str]]:
    """Each word in use with what to say instead; one query."""
    return list(PlainWord.objects.filter(is_active=True).order_by("pk").values_list("word", "instead"))


def hints_of(text: str) -> Hints:
    """What could be said more plainly in a text; one query."""
    return hints(text, plainer())
