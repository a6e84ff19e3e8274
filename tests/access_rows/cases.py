"""Young people and their cases: the lists, the search, and everything that is done to one case."""

from core import clock
from tests.access_rows import Row
from workspace.models import BulkAct, SavedView

_TODAY = lambda: clock.today().isoformat()  # noqa: E731


def _post(name, rule, data=lambda w: {}, kwargs=lambda w: {}, ok=(200, 303)):
    return Row(name, rule, methods=("post",), data=data, kwargs=kwargs, ok=ok)


def _form(name, rule, data=lambda w: {}, kwargs=lambda w: {}):
    """A page with a form: shown, and sent (422 when a field is missing, which is past the door)."""
    return Row(name, rule, methods=("get", "post"), data=data, kwargs=kwargs, ok=(200, 303, 422))


def extend(w):
    """A view that the owner keeps, and an act on two cases that the owner did."""
    w.view = SavedView.objects.create(
        user=w.owner, unit=w.unit, which="mine", name="Over frist", query="vis=over-frist"
    )
    ids = [str(w.kinds[kind].case.pk) for kind in ("plain", "shielded")]
    w.bulk = BulkAct.objects.create(user=w.owner, act="confirm", results=[[pk, ""] for pk in ids])


ROWS = [
    Row("workspace:mine", "guides and leaders"),
    Row("workspace:mine", "guides and leaders", query="?format=csv"),
    Row("workspace:unit_list", "leaders"),
    Row("workspace:mine", "guides and leaders", query="?kol=vaegt&kol=overgang&kol=status"),
    Row("workspace:mine", "guides and leaders", methods=("post",), data=lambda w: {"format": "csv"}),
    Row("workspace:unit_list", "leaders", methods=("post",), data=lambda w: {"format": "csv"}),
    _post("workspace:view_save", "guides and leaders", lambda w: {"which": "mine", "name": "Min"}),
    Row(
        "workspace:view_remove",
        "guides and leaders",
        methods=("post",),
        kwargs=lambda w: {"view_id": w.view.pk},
        only=frozenset({"owner"}),
        ok=(303,),
    ),
    Row(
        "workspace:bulk",
        "guides and leaders",
        methods=("post",),
        data=lambda w: {
            "which": "mine",
            "act": "note",
            "case": [w.case.pk, w.kinds["shielded"].case.pk],
        },
        ok=(200, 303),
    ),
    Row(
        "workspace:bulk_done",
        "guides and leaders",
        kwargs=lambda w: {"bulk_id": w.bulk.pk},
        only=frozenset({"owner"}),
    ),
    Row(
        "workspace:bulk_undo",
        "guides and leaders",
        methods=("post",),
        kwargs=lambda w: {"bulk_id": w.bulk.pk},
        only=frozenset({"owner"}),
        ok=(303,),
    ),
    Row("workspace:unit_list", "leaders", query="?format=xlsx&vis=over-frist"),
    Row("workspace:search", "guides and leaders", query="?q=Sigrid"),
    Row("workspace:search", "guides and leaders", methods=("post",), data=lambda w: {"q": w.person.cpr}),
    Row("workspace:my_day", "guides and leaders"),
    Row("intake:intake", "guides and leaders", methods=("get", "post"), data=lambda w: {"q": "Ny Ung"}),
    _post("intake:intake_save", "guides and leaders", ok=(422,)),
    Row("workspace:case_detail", "read the case"),
    _form(
        "cases:note_add", "write a note", lambda w: {"text": "Talt", "kind": "talk", "happened_on": _TODAY()}
    ),
    _form("cases:note_edit", "write a note", kwargs=lambda w: {"note_id": w.note.pk}),
    Row(
        "cases:note_strike",
        "write a note",
        methods=("post",),
        kwargs=lambda w: {"note_id": w.note.pk},
        ok=(200, 204, 303),  # 204: somebody else's note, which is said without leaving the page
    ),
    _form("cases:note_append", "write a note", lambda w: {"text": "Mere"}, lambda w: {"note_id": w.note.pk}),
    _post("cases:draft_save", "keep a draft", lambda w: {"form": "note.text", "text": "Kladde"}),
    _form("cases:activity_set", "confirm the activity", lambda w: {"activity": "eud", "on": _TODAY()}),
    Row("cases:activity_confirm", "confirm the activity", methods=("post",), ok=(200, 303)),
    _form("cases:purpose", "state a purpose", lambda w: {"purpose": "cover", "reason": "Ferie i uge 42"}),
    _post("cases:cpr_reveal", "see the CPR number"),
    Row("cases:case_log", "see who has seen it"),
    _form("cases:case_assign", "assign", lambda w: {"kind": "guide", "user": w.user.pk, "on": _TODAY()}),
    _form("cases:case_edit", "change the young person's facts"),
    _form("plans:case_close", "close", lambda w: {"reason": "moved", "on": _TODAY()}),
    _post("plans:case_reopen", "reopen"),
    _post("cases:case_pause", "change the young person's facts"),
    _form("cases:person_edit", "change the young person's facts"),
    _form("cases:guardian_add", "change the young person's facts", lambda w: {"name": "Far"}),
    _form(
        "cases:guardian_edit",
        "change the young person's facts",
        kwargs=lambda w: {"guardian_id": w.guardian.pk},
    ),
    _form("cases:participation_add", "change the young person's facts"),
    _post(
        "cases:participation_end",
        "change the young person's facts",
        kwargs=lambda w: {"participation_id": w.participation.pk},
    ),
]
