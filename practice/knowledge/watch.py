"""What in an article's text may tell of a young person. A warning that its writer answers, never a refusal."""

from collections.abc import Iterable

from accounts.models import User
from cases.models import Case
from core.text import holds_personal_number
from practice.knowledge.rules import names_in


def names_like_young_people(user: User, texts: Iterable[str]) -> list[str]:
    """The places of the texts that look like the name of a young person *of whom the user may know*; one query.

    A shielded case that the user may not know of warns of nothing: a warning would tell that it is there.
    """
    columns = ("person__first_name", "person__last_name", "person__preferred_name")
    rows = Case.objects.known_to(user).order_by().values_list(*columns)
    names = {f"{first} {last}" for given, last, called in rows for first in (given, called) if first and last}
    return names_in("\n".join(texts), names)


def holds_number(texts: Iterable[str]) -> bool:
    """Whether a CPR number stands in one of the texts."""
    return any(holds_personal_number(text) for text in texts)
