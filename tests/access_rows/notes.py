"""Notes to read, the pinned summary, and the table of kinds."""

from tests.access_rows import Row


def _kind(w):
    return {"name_da": "Netværksmøde", "name_en": "Network meeting", "counts_as": "meeting", "position": 5}


def _form(name, rule, data, kwargs=lambda w: {}):
    return Row(name, rule, methods=("get", "post"), data=data, kwargs=kwargs, ok=(200, 303))


ROWS = [
    Row("cases:notes_reading", "read the case"),
    Row("cases:notes_reading", "read the case", query="?text=skolen&kind=talk&since=2020-01-01"),
    _form("cases:summary_edit", "change the young person's facts", lambda w: {"version": 1, "text": "Nyt"}),
    Row(
        "cases:summary_renew",
        "change the young person's facts",
        methods=("post",),
        data=lambda w: {"version": 1},
        ok=(303,),
    ),
    Row("cases:summary_history", "read the case"),
    Row("cases:note_kind_list", "admins"),
    _form("cases:note_kind_add", "admins", _kind),
    _form(
        "cases:note_kind_edit",
        "admins",
        lambda w: {**_kind(w), "version": w.note_kind.version},
        lambda w: {"kind_id": w.note_kind.pk},
    ),
]
