"""How a document on paper may look: its language, its shape, and whether it has lines to sign on."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

# Each by the name its readers know. The screens speak Danish and English only; the others have a catalogue of what
# stands on paper (`locale/`).
LANGUAGES = {
    "da": "Dansk",
    "en": "English",
    "ar": "العربية",
    "de": "Deutsch",
    "tr": "Türkçe",
    "uk": "Українська",
}
ON_SCREEN = ("da", "en")


class Variant(models.TextChoices):
    """The shape of the paper. All are drawn from the same content."""

    STANDARD = "standard", _("Standard")
    LARGE = "large", _("Large type")
    EASY = "easy", _("Easy to read")
    CARD = "card", _("Card to fold for the pocket")


@dataclass(frozen=True)
class Paper:
    """How one copy looks."""

    language: str = "da"
    variant: str = Variant.STANDARD
    sign: bool = False

    @property
    def values(self) -> dict:
        """By the names of the arguments and fields that ask for it."""
        return asdict(self)


@dataclass(frozen=True)
class Fitting:
    """What a kind of reader may choose from."""

    languages: Collection[str]
    variants: Collection[Variant]
    sign: bool

    def paper(self, language: str | None, variant: str | None, sign) -> Paper:
        """What is asked for, as far as it fits."""
        return Paper(
            language if language in self.languages else "da",
            variant if variant in self.variants else Variant.STANDARD,
            bool(sign) and self.sign,
        )


def name_of(language: str) -> str:
    """The language as its readers call it."""
    return LANGUAGES.get(language, language)
