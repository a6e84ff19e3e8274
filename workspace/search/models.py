"""The table that a search reads: one row for each text, kept by the database itself (`workspace.search.triggers`)."""

from django.db import models
from django.db.models import Lookup
from django.utils.translation import gettext_lazy as _

from core.stemming import stem


class SearchEntry(models.Model):
    """A text on a case that can be found: what kind it is, its day, and the row it stands for.

    Written by triggers only; on PostgreSQL a generated column holds its words in Danish, on SQLite an FTS5
    table its pieces of three letters.
    """

    class Source(models.TextChoices):
        """Where the text stands."""

        NOTE = "note", _("Note")
        ADDITION = "addition", _("Addition to a note")
        MILESTONE = "milestone", _("Milestone")
        DREAM = "dream", _("My good life")
        DOCUMENT = "document", _("Document")

    source = models.CharField(max_length=10, choices=Source.choices)
    ref = models.CharField(max_length=36)
    # Its case cannot go before the row that the entry is about.
    case = models.ForeignKey("cases.Case", models.DO_NOTHING, related_name="+", db_constraint=False)
    day = models.DateField()
    text = models.TextField()
    confidential = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ref"], name="one_entry_for_each_text")]
        indexes = [models.Index(fields=["case", "-day", "-id"], name="search_case_day")]


@models.TextField.register_lookup
class Holds(Lookup):
    """``text__holds=word``: the word, one with its stem, or a longer word it is a part of.

    Only for `SearchEntry.text`.
    """

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        """The word as it is; each engine makes of it what it needs."""
        return "%s", [value]

    def as_postgresql(self, compiler, connection):
        """By its Danish stem in the generated column, or as a part of a word by its three-letter pieces; both
        are indexed.
        """
        text, params = self.process_lhs(compiler, connection)
        words = f'{text.rsplit(".", 1)[0]}."words"' if "." in text else '"words"'
        if len(self.rhs) < 3:
            return f"{words} @@ plainto_tsquery('simple', %s)", [*params, self.rhs.lower()]
        found = f"({words} @@ plainto_tsquery('danish', %s) OR {text} ILIKE %s)"
        return found, [*params, self.rhs, *params, f"%{_plain(self.rhs)}%"]

    def as_sqlite(self, compiler, connection):
        """By its stem among the three-letter pieces of the FTS5 table; a shorter word must stand alone."""
        text, params = self.process_lhs(compiler, connection)
        key = f'{text.rsplit(".", 1)[0]}."id"' if "." in text else '"id"'
        piece = stem(self.rhs)
        piece = piece if len(piece) >= 3 else self.rhs
        if len(piece) < 3:
            return f"{text} REGEXP %s", [*params, rf"(?i)\b{piece}\b"]
        quoted = '"' + piece.replace('"', '""') + '"'
        found = f"{key} IN (SELECT rowid FROM kui_fulltext WHERE kui_fulltext MATCH %s)"  # noqa: S608
        return found, [*params, quoted]


def _plain(word: str) -> str:
    """The word with nothing in it that LIKE takes for a sign."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
