# ruff: noqa: S608 – every statement here is made of names of ours; no value of anybody's is written into one
"""What keeps the search's table in step: triggers of the database, so that no bulk insert and no import gets past them.

SQLite loses a table's triggers when a migration makes the table anew, and refuses some migrations while they
stand. So they are taken away before a migration and put back after it, here; on PostgreSQL they stay. Bump
VERSION when SOURCES changes.
"""

from dataclasses import dataclass

VERSION = 2


ENTRY = "workspace_searchentry"


PREFIX = f"kui_fulltext_{VERSION}_"


@dataclass(frozen=True)
class SearchedTable:
    """A table whose texts can be found. Expressions speak of a row as ``{r}``; an empty text has no entry."""

    table: str
    source: str
    case: str
    day: str
    text: str
    columns: str
    confidential: str = "{false}"
    when: str = "{true}"


SOURCES = (
    SearchedTable(
        table="cases_note",
        source="CASE WHEN {r}.addition_to_id IS NULL THEN 'note' ELSE 'addition' END",
        case="{r}.case_id",
        day="{r}.happened_on",
        text="{r}.text",
        columns="text, happened_on, struck_at",
        when="{r}.struck_at IS NULL",
    ),
    SearchedTable(
        table="plans_milestone",
        source="'milestone'",
        case="(SELECT p.case_id FROM plans_plan p WHERE p.id = {r}.plan_id)",
        day="COALESCE({r}.reached_on, {r}.dropped_on, {r}.due_on, {recorded})",
        text="TRIM({r}.own_words || '. ' || {r}.professional)",
        columns="own_words, professional, reached_on, dropped_on, due_on",
        when="{r}.own_words <> ''",
    ),
    SearchedTable(
        table="plans_plan",
        source="'dream'",
        case="{r}.case_id",
        day="{r}.opened_on",
        text="{r}.dream",
        columns="dream",
    ),
    SearchedTable(
        table="cases_document",
        source="'document'",
        case="{r}.case_id",
        day="{r}.received_on",
        text="{r}.title",
        columns="title, received_on, confidential, withdrawn_at",
        confidential="{r}.confidential",
        when="{r}.withdrawn_at IS NULL",
    ),
)


WORDS = {
    "sqlite": {"true": "1", "false": "0", "recorded": "date({r}.recorded_at)", "ref": "{r}.id"},
    "postgresql": {
        "true": "TRUE",
        "false": "FALSE",
        "recorded": "({r}.recorded_at AT TIME ZONE 'Europe/Copenhagen')::date",
        "ref": "{r}.id::text",
    },
}


FTS = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS kui_fulltext USING fts5(text, content='{ENTRY}', content_rowid='id',"
    " tokenize='trigram')",
    # What stands in the table already, so that the triggers find what they take out.
    "INSERT INTO kui_fulltext(kui_fulltext) VALUES ('rebuild')",
    f"""CREATE TRIGGER {PREFIX}fts_insert AFTER INSERT ON {ENTRY} BEGIN
        INSERT INTO kui_fulltext(rowid, text) VALUES (NEW.id, NEW.text); END""",
    f"""CREATE TRIGGER {PREFIX}fts_delete AFTER DELETE ON {ENTRY} BEGIN
        INSERT INTO kui_fulltext(kui_fulltext, rowid, text) VALUES ('delete', OLD.id, OLD.text); END""",
    f"""CREATE TRIGGER {PREFIX}fts_update AFTER UPDATE ON {ENTRY} BEGIN
        INSERT INTO kui_fulltext(kui_fulltext, rowid, text) VALUES ('delete', OLD.id, OLD.text);
        INSERT INTO kui_fulltext(rowid, text) VALUES (NEW.id, NEW.text); END""",
)


def _said(expression: str, vendor: str, row: str) -> str:
    for name, words in WORDS[vendor].items():
        expression = expression.replace("{" + name + "}", words)
    return expression.replace("{r}", row)


def _select(source: SearchedTable, vendor: str, row: str) -> str:
    parts = (source.source, WORDS[vendor]["ref"], source.case, source.day, source.text, source.confidential)
    return ", ".join(_said(part, vendor, row) for part in parts)


def _when(source: SearchedTable, vendor: str, row: str) -> str:
    return f"{_said(source.when, vendor, row)} AND TRIM({_said(source.text, vendor, row)}) <> ''"


INTO = f"INSERT INTO {ENTRY} (source, ref, case_id, day, text, confidential)"


UPSERT = (
    "ON CONFLICT (source, ref) DO UPDATE SET case_id = excluded.case_id, day = excluded.day,"
    " text = excluded.text, confidential = excluded.confidential"
)


def _gone(source: SearchedTable, vendor: str, row: str) -> str:
    key, ref = _said(source.source, vendor, row), _said(WORDS[vendor]["ref"], vendor, row)
    return f"DELETE FROM {ENTRY} WHERE source = {key} AND ref = {ref}"


def _sqlite(source: SearchedTable) -> list[str]:
    write = (
        f"{INTO} SELECT {_select(source, 'sqlite', 'NEW')} WHERE {_when(source, 'sqlite', 'NEW')} {UPSERT};"
    )
    clear = f"{_gone(source, 'sqlite', 'NEW')} AND NOT ({_when(source, 'sqlite', 'NEW')});"
    name = f"{PREFIX}{source.table}"
    return [
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {source.table} BEGIN {write} END",
        f"CREATE TRIGGER {name}_update AFTER UPDATE OF {source.columns} ON {source.table} BEGIN {write} {clear} END",
        f"CREATE TRIGGER {name}_delete AFTER DELETE ON {source.table} BEGIN {_gone(source, 'sqlite', 'OLD')}; END",
    ]


def _postgresql(source: SearchedTable) -> list[str]:
    write = f"{INTO} SELECT {_select(source, 'postgresql', 'NEW')} WHERE {_when(source, 'postgresql', 'NEW')} {UPSERT};"
    clear = f"{_gone(source, 'postgresql', 'NEW')} AND NOT ({_when(source, 'postgresql', 'NEW')});"
    name = f"{PREFIX}{source.table}"
    return [
        f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'DELETE' THEN {_gone(source, "postgresql", "OLD")}; RETURN OLD; END IF;
            {write}
            IF TG_OP = 'UPDATE' THEN {clear} END IF;
            RETURN NEW; END $$""",
        f"CREATE TRIGGER {name} AFTER INSERT OR DELETE OR UPDATE OF {source.columns} ON {source.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _standing(connection) -> set[str]:
    """The names of our triggers, of whatever version."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'kui_fulltext_%'"
            )
        else:
            cursor.execute("SELECT DISTINCT tgname FROM pg_trigger WHERE tgname LIKE 'kui_fulltext_%'")
        return {name for (name,) in cursor.fetchall()}


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [*FTS, *(line for source in SOURCES for line in _sqlite(source))]
    return [line for source in SOURCES for line in _postgresql(source)]


def _wanted(vendor: str) -> set[str]:
    made = [line for line in _statements(vendor) if line.startswith("CREATE TRIGGER")]
    return {line.split()[2] for line in made}


def stand(connection) -> bool:
    """Whether every trigger of this version is there, and none of another."""
    return _standing(connection) == _wanted(connection.vendor)


def install(connection) -> bool:
    """Put the triggers up and read every text anew, when one of them was missing; returns whether that was so."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if not {ENTRY, *(source.table for source in SOURCES)} <= tables or stand(connection):
        return False
    if not all(_has_columns(connection, source) for source in SOURCES):
        return False  # on the way back through the migrations, before the columns came
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)
    reindex(connection)
    return True


def _has_columns(connection, source: SearchedTable) -> bool:
    with connection.cursor() as cursor:
        there = {row.name for row in connection.introspection.get_table_description(cursor, source.table)}
    return set(source.columns.split(", ")) <= there


def reindex(connection) -> None:
    """Read every text anew."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {ENTRY}")
        for source in SOURCES:
            row = "r"
            cursor.execute(
                f"{INTO} SELECT {_select(source, vendor, row)} FROM {source.table} {row}"
                f" WHERE {_when(source, vendor, row)}"
            )
        if vendor == "sqlite":
            cursor.execute("INSERT INTO kui_fulltext(kui_fulltext) VALUES ('rebuild')")


def remove(connection) -> None:
    """Take the triggers away, and on SQLite the FTS5 table; the entries stay."""
    with connection.cursor() as cursor:
        for name in _standing(connection):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                # Dropping the function takes its trigger along.
                cursor.execute(f"DROP FUNCTION {name}() CASCADE")
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS kui_fulltext")
