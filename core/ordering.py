"""Danish order in the database: the same on SQLite and PostgreSQL, and the same as `core.text.sort_key`."""

from django.db.models import Func, TextField

from core.text import SORTED_AS


def _template() -> str:
    """Lower case, and each letter that Danes sort otherwise replaced by what sorts there in any collation."""
    template = "LOWER(%(expressions)s)"
    for letters, place in SORTED_AS:
        for letter in dict.fromkeys((letters, letters.upper())):  # SQLite lowers A to Z only
            template = f"REPLACE({template}, '{letter}', '{place}')"
    return template


class Danish(Func):
    """``order_by(Danish("name"))``: æ, ø, å (and aa) after z, whatever the database's own collation says."""

    template = _template()

    def __init__(self, expression: str, **extra):
        super().__init__(expression, output_field=TextField(), **extra)
