"""``case__among=ids``: one of many ids, handed to the database as one value.

Django's ``in`` gives each id a place of its own: on a page that asks twenty tables about sixty cases, writing and
reading those places takes longer than the answer. What is found is the same.
"""

import json

from django.db.models import ForeignKey, Lookup, UUIDField


@UUIDField.register_lookup
@ForeignKey.register_lookup
class Among(Lookup):
    """Whether a UUID, or a foreign key to a model with one, is one of ``ids``; of no ids, none is."""

    lookup_name = "among"

    def get_prep_lookup(self):
        """The ids: of the rows, or the keys of a dictionary, too."""
        return [getattr(one, "pk", one) for one in self.rhs]

    def as_sql(self, compiler, connection):
        """SQLite has no arrays: the ids come as the text of a list, written as it keeps them."""
        column, params = self.process_lhs(compiler, connection)
        ids = json.dumps([pk.hex for pk in self.rhs])
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, ids]  # noqa: S608 - a column of a model

    def as_postgresql(self, compiler, connection):
        """One array."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, self.rhs]
