"""Lists that come in: each belongs to whoever uploaded it, and to a role."""

from core.importing.files import ImportFile
from core.spreadsheets.results import RowResult, RowStatus
from tests.access_rows import Row

# URL stem, kind of list, rule, who uploaded it
IMPORTS = (
    ("intake:caseload_import", "caseload", "leaders", "leader"),
    ("accounts:staff_import", "staff", "admins", "admin"),
    ("partners:partner_import", "partners", "admins", "admin"),
)


def extend(w) -> None:
    """An upload of each kind on its way in, and one that has come in."""
    w.import_open, w.import_done = {}, {}
    content = "CPR;Navn;Mail;Type\n6806088101;Åse Dam;aase@eksempel.dk;FGU\n".encode()
    for _stem, kind, _rule, owner in IMPORTS:
        person = w.people[owner]
        values = {"kind": kind, "unit_id": person.unit_id, "owner_id": person.pk, "filename": "liste.csv"}
        w.import_open[kind] = ImportFile.objects.create(content=content, **values)
        w.import_done[kind] = ImportFile.objects.create(content=content, **values)
        w.import_done[kind].finish([RowResult(2, RowStatus.NEW)])


def _rows(stem: str, kind: str, rule: str, owner: str) -> list[Row]:
    only = frozenset({owner})

    def on_its_way(w):
        return {"file_id": w.import_open[kind].pk}

    def come_in(w):
        return {"file_id": w.import_done[kind].pk}

    return [
        Row(stem, rule),
        Row(f"{stem}_file", rule, kwargs=on_its_way, only=only),
        Row(f"{stem}_preview", rule, kwargs=on_its_way, only=only),
        Row(f"{stem}_preview", rule, kwargs=on_its_way, only=only, methods=("post",)),
        Row(f"{stem}_result", rule, kwargs=come_in, only=only),
        Row(f"{stem}_report", rule, kwargs=lambda w: {**come_in(w), "form": "xlsx"}, only=only),
        Row(f"{stem}_report", rule, kwargs=lambda w: {**come_in(w), "form": "json"}, only=only),
    ]


def _caseload_come_in(w):
    return {"file_id": w.import_done["caseload"].pk}


ROWS = [row for line in IMPORTS for row in _rows(*line)]
ROWS += [
    Row(
        "intake:caseload_undo",
        "leaders",
        kwargs=_caseload_come_in,
        only=frozenset({"leader"}),  # of the unit, whoever brought the list in
        methods=methods,
    )
    for methods in (("get",), ("post",))
]
