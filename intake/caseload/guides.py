"""Whom a list means by its words for a guide."""

import re

from accounts.models import User
from core import text


class Guides:
    """Finds the guide that a list writes as initials, a name in any letters, an e-mail, or part of a name."""

    def __init__(self, unit):
        users = User.objects.carriers(unit.pk).order_by("pk")
        self._by_word: dict[str, set[User]] = {}
        self._users = list(users)
        for user in self._users:
            for word in (user.initials, user.name, user.email, user.email.split("@")[0]):
                if word:
                    self._by_word.setdefault(text.fold(word), set()).add(user)

    def find(self, written: str) -> User | None:
        """The one user who answers to the words, else None."""
        # "Mette Kofoed (MKO)" and "MKO - Mette Kofoed" say the same thing twice
        parts = [part for part in re.split(r"[()/,;]|\s[-–]\s", written) if part.strip()]
        for words in (written, *parts):
            found = self._by_word.get(text.fold(words), set()) or self._partly(words)
            if len(found) == 1:
                return next(iter(found))
        return None

    def _partly(self, words: str) -> set[User]:
        """Users whose name holds every word: "Jamila Andersen" for "Jamila Iqbal Andersen".

        Initials are never partial.
        """
        wanted = set(text.fold(words).split())
        if not wanted or max(map(len, wanted)) < 4:
            return set()
        return {user for user in self._users if wanted <= set(text.fold(user.name).split())}
