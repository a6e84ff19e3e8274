"""Danish order in the database: the same on SQLite and PostgreSQL, and the same as `core.text.sort_key`."""

import unicodedata

from django.db.models import Func, TextField

from core.text import SORTED_AS, sort_key

SQLITE_FUNCTION = "DANISH_KEY"


def _accented() -> tuple[str, str]:
    """The letters of other languages that stand where their bare letter does, and those."""
    letters, bare = [], []
    for letter in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]):
        base, *marks = unicodedata.normalize("NFKD", letter)
        if marks and base.isascii() and base.isalpha() and letter.lower() not in dict(SORTED_AS):
            letters.append(letter)
            bare.append(base.lower())
    return "".join(letters), "".join(bare)


def _template() -> str:
    """Lower case, and each letter that Danes sort otherwise replaced by what sorts there in any collation."""
    template = r"TRIM(REGEXP_REPLACE(LOWER(%(expressions)s), '[[:punct:][:space:]]+', ' ', 'g'))"
    for letters, place in SORTED_AS:
        for letter in dict.fromkeys((letters, letters.upper())):  # some databases lower A to Z only
            template = f"REPLACE({template}, '{letter}', '{place}')"
    letters, bare = _accented()
    return f"TRANSLATE({template}, '{letters}\u0307', '{bare}') COLLATE \"C\""


class Danish(Func):
    """``order_by(Danish("name"))``: æ, ø, å (and aa) after z, whatever the database's own collation says."""

    function = SQLITE_FUNCTION

    def __init__(self, expression: str, **extra):
        super().__init__(expression, output_field=TextField(), **extra)

    def as_postgresql(self, compiler, connection, **context):
        """What PostgreSQL has functions for; SQLite is lent one of ours."""
        return self.as_sql(compiler, connection, template=f"({_POSTGRESQL})", **context)


_POSTGRESQL = _template()


def lend_to_sqlite(connection, **kwargs) -> None:
    """Let a new connection to SQLite call `sort_key`."""
    if connection.vendor == "sqlite":
        key = lambda text: None if text is None else sort_key(str(text))  # noqa: E731
        connection.connection.create_function(SQLITE_FUNCTION, 1, key, deterministic=True)
