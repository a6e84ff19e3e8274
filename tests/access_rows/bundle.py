"""Cases to and from other municipalities, and the cards of those one knows."""

from core import clock
from exchange.bundle import content, history, sealing
from exchange.installations import actions
from exchange.models import BundleReceived, BundleSent
from tests.access_rows import ACTS, Row


def extend(w):
    """A key of our own, another municipality, something sent from every case, and something received twice."""
    actions.make_key("Ungeenheden her")
    w.installation = actions.trust(
        sealing.Secrets.new().card("Naboens ungeenhed"),
        by=w.people["admin"],
        compared_with="Ulla Nabo, leder",
    )
    for made in w.kinds.values():
        made.sent = BundleSent.objects.create(
            case=made.case,
            to=w.installation,
            basis="youth",
            basis_text="Sagt ved mødet",
            data=b"sealed",
            sha256="0" * 64,
            by=w.owner,
        )
    said = content.gather(w.kinds["plain"].case) | {
        "bundle": "1",
        "from": {"unit": "Nabo", "installation": "Nabo"},
        "basis": {"kind": "law", "text": "§ 1"},
    }
    said["person"]["cpr"], said["documents"] = "", []
    common = {
        "unit": w.unit,
        "sender": w.installation,
        "content": sealing.canonical(said),
        "plan_pdf": b"bytes of a plan",
        "uploaded_by": w.people["leader"],
    }
    for number, (kind, made) in enumerate(w.kinds.items()):
        told = said | {"history": [history.line("status", "I gang", clock.today(), text=_word(kind))]}
        row = common | {"content": sealing.canonical(told)}
        made.origin = BundleReceived.objects.create(
            sha256=f"{number + 3}" * 64,
            case=made.case,
            taken_in_at=clock.now(),
            taken_in_by=w.people["leader"],
            **row,
        )
        type(made.case).objects.filter(pk=made.case.pk).update(came_from="Naboens ungeenhed")
    w.came = BundleReceived.objects.create(sha256="1" * 64, **common)
    w.taken_in = w.kinds["closed"].origin


def _word(kind):
    return f"knr{kind.replace(' ', '')}xbundlehistory"


def sow(w):
    """What came along is for those who may read the case, whichever way they come."""
    for kind in w.kinds:
        readers = ACTS["read the case"][kind]
        for principal, foreign in w.foreign.items():
            if principal not in readers:
                foreign[_word(kind)] = f"what came along with the {kind} case"


def _sent(w):
    return {"bundle_id": w.sent.pk}


def _came(w):
    return {"bundle_id": w.taken_in.pk}


def _first(w):
    return {"number": 0}


ROWS = [
    Row("exchange:bundle_send", "see what was sent away", ok=(200, 303)),
    Row("exchange:bundle_send", "send it to another municipality", methods=("post",), ok=(303, 422)),
    Row(
        "exchange:bundle_sent", "see what was sent away", kwargs=_sent, methods=("get", "post"), ok=(200, 422)
    ),
    Row("exchange:bundle_file", "see what was sent away", kwargs=_sent),
    Row("exchange:bundle_before", "read the case"),
    Row(
        "exchange:bundle_before_ask",
        "record consent",
        kwargs=_first,
        methods=("get", "post"),
        ok=(200, 422),
    ),
    Row(
        "exchange:bundle_before_join",
        "change the young person's facts",
        kwargs=_first,
        methods=("post",),
        data=lambda w: {"partner": w.partner.pk},
        ok=(303,),
    ),
    Row(
        "exchange:bundle_before_aside",
        "change the young person's facts",
        methods=("post",),
        data=lambda w: {"hvad": "consent-0"},
        ok=(303,),
    ),
    Row("exchange:bundle_upload", "leaders", methods=("get", "post"), ok=(200, 422)),
    Row("exchange:bundle_received", "leaders", kwargs=lambda w: {"bundle_id": w.came.pk}, unit_bound=True),
    Row("exchange:bundle_receipt", "leaders", kwargs=_came, unit_bound=True),
    Row("exchange:bundle_plan", "leaders", kwargs=_came, unit_bound=True),
    Row("exchange:installation_list", "admins", methods=("get", "post"), ok=(200, 422)),
    Row("exchange:installation_card", "admins"),
    Row("exchange:installation_add", "admins", methods=("post",), ok=(303,)),
    Row(
        "exchange:installation_remove",
        "admins",
        methods=("post",),
        ok=(303,),
        kwargs=lambda w: {"installation_id": w.installation.pk},
    ),
]
