"""Rows with a Danish and an English name."""

from django.utils.translation import get_language


class Bilingual:
    """Mix-in: a row with ``name_da`` and ``name_en`` is called by the one of its reader's language."""

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name_da
