"""Cases to and from other municipalities, and the cards of those one knows."""

from core import clock
from plans.bundle import actions, content, sealing
from plans.bundle.models import BundleReceived, BundleSent
from tests.access_rows import Row


def extend(w):
    """A key of our own, another municipality, something sent from every case, and something received twice."""
    actions.make_key("Ungeenheden her")
    w.installation = actions.know(
        sealing.Secrets.new().card("Naboens ungeenhed"),
        by=w.people["admin"],
        compared_with="Ulla Nabo, leder",
    )
    for made in w.kinds.values():
        made.sent = BundleSent.objects.create(
            case=made.case, to=w.installation, basis="youth", basis_text="Sagt ved mødet", data=b"sealed", sha256="0" * 64,
            by=w.owner,
        )  # fmt: skip
    said = content.gather(w.kinds["plain"].case) | {
        "bundle": "1", "from": {"unit": "Nabo", "installation": "Nabo"}, "basis": {"kind": "law", "text": "§ 1"},
    }  # fmt: skip
    said["person"]["cpr"] = ""
    common = {
        "unit": w.unit, "sender": w.installation, "content": sealing.canonical(said), "plan_pdf": b"bytes of a plan",
        "uploaded_by": w.people["leader"],
    }  # fmt: skip
    w.came = BundleReceived.objects.create(sha256="1" * 64, **common)
    w.taken_in = BundleReceived.objects.create(
        sha256="2" * 64, case=w.kinds["closed"].case, taken_in_at=clock.now(), taken_in_by=w.people["leader"], **common
    )  # fmt: skip


def _sent(w):
    return {"bundle_id": w.sent.pk}


def _came(w):
    return {"bundle_id": w.taken_in.pk}


ROWS = [
    Row("plans:bundle_send", "see what was sent away", ok=(200, 303)),
    Row("plans:bundle_send", "send it to another municipality", methods=("post",), ok=(303, 422)),
    Row("plans:bundle_sent", "see what was sent away", kwargs=_sent, methods=("get", "post"), ok=(200, 422)),
    Row("plans:bundle_file", "see what was sent away", kwargs=_sent),
    Row("plans:bundle_upload", "leaders", methods=("get", "post"), ok=(200, 422)),
    Row("plans:bundle_received", "leaders", kwargs=lambda w: {"bundle_id": w.came.pk}, unit_bound=True),
    Row("plans:bundle_receipt", "leaders", kwargs=_came, unit_bound=True),
    Row("plans:bundle_plan", "leaders", kwargs=_came, unit_bound=True),
    Row("plans:installation_list", "admins", methods=("get", "post"), ok=(200, 422)),
    Row("plans:installation_card", "admins"),
    Row("plans:installation_add", "admins", methods=("post",), ok=(303,)),
    Row(
        "plans:installation_remove",
        "admins",
        methods=("post",),
        ok=(303,),
        kwargs=lambda w: {"installation_id": w.installation.pk},
    ),
]
