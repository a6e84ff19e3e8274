"""Eight people do the same at the same moment: no answer is a crash, and what may stand once stands once.

In threads, on PostgreSQL: SQLite lets one write at a time.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cases.models import Assignment, Case, Consent, DutyExemption, StatusPeriod
from core import clock
from tests.access_rows import ACTS, PAGES, PRINCIPALS
from tests.helpers import factories
from tests.helpers.daily import SOAK
from tests.helpers.forms_on_page import forms_of
from tests.helpers.world import ROWS, build

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads need PostgreSQL"),
]

N = 8
FIRST = ("owner", "leader", "admin", "partner", "anonymous", *PRINCIPALS)


def at_once(clients: list[Client], url: str, sent: list[dict]) -> list[int]:
    """The statuses of what the clients post at the same moment."""
    gate = Barrier(len(clients))

    def run(number):
        try:
            gate.wait(20)
            return clients[number].post(url, sent[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(run, range(len(clients))))


def clients_of(user) -> list[Client]:
    """As many browsers of somebody's."""
    made = [Client(raise_request_exception=False) for _ in range(N)]
    for client in made:
        client.force_login(user)
        client.get(reverse("accounts:profile"))
    return made


def as_it_stands(client: Client, url: str) -> dict:
    """What the form of the page sends along without being seen: where its writer stands."""
    page = client.get(url).content.decode()
    form = next(form for form in forms_of(page) if form.method == "post" and form.action in ("", url, "."))
    return {name: form.values[name] for name in form.hidden - {"csrfmiddlewaretoken", "submit_key"}}


TODAY = lambda: clock.today().isoformat()  # noqa: E731
LATER = lambda: (clock.today() + timedelta(days=9)).isoformat()  # noqa: E731


def _guides(case, number):
    return factories.UserFactory(unit=case.unit, role="guide", name=f"Guide {number}").pk


# What is done → the route, who does it, what each sends, and what may stand once of it.
ONE_WINS = {
    "a guide": (
        "cases:case_assign", "leader",
        lambda case, n: {"kind": "guide", "user": _guides(case, n), "on": TODAY()},
        lambda case: Assignment.objects.current().filter(case=case, kind="guide", until_on=None),
    ),
    "a deputy": (
        "cases:case_assign", "leader",
        lambda case, n: {"kind": "deputy", "user": _guides(case, n), "on": TODAY()},
        lambda case: Assignment.objects.filter(case=case, kind="deputy"),
    ),
    "a cover": (
        "cases:case_assign", "leader",
        lambda case, n: {"kind": "cover", "user": _guides(case, n), "on": TODAY(), "last_on": LATER()},
        lambda case: Assignment.objects.filter(case=case, kind="cover"),
    ),
    "a basis": (
        "cases:consent_add", "guide",
        lambda case, n: {
            "partner": case.participations.get().partner_id, "basis": "consent", "topics": ["plan"],
            "purpose": "Praktik", "from_whom": "youth", "form": "written", "from_on": TODAY(), "expires_on": LATER(),
        },
        lambda case: Consent.objects.filter(case=case, purpose="Praktik"),
    ),
    "a renewal": (
        "cases:consent_again", "guide",
        lambda case, n: {
            "partner": case.participations.get().partner_id, "basis": "law", "topics": ["plan"], "purpose": f"Igen {n}",
            "rule": "§ 1", "from_on": TODAY(), "expires_on": LATER(),
        },
        lambda case: Consent.objects.filter(case=case, purpose__startswith="Igen"),
    ),
    "an exemption": (
        "cases:exemption_add", "guide",
        lambda case, n: {
            "reason": "illness", "from_on": TODAY(), "decided_by": f"Ydelse {n}", "custody_heard_on": TODAY(),
        },
        lambda case: DutyExemption.objects.filter(case=case),
    ),
    "a breach": (
        "cases:breach_add", "guide",
        lambda case, n: {"learned_on": TODAY(), "how": "school", "note": str(n)},
        lambda case: case.breaches.all(),
    ),
    "a closing": (
        "plans:case_close", "leader",
        lambda case, n: {"reason": "moved", "on": TODAY(), "note": f"Flyttet {n}"},
        lambda case: StatusPeriod.objects.filter(case=case, status="closed"),
    ),
    "an asking to close": (
        "plans:closing_ask", "guide",
        lambda case, n: {"reason": "moved", "note": f"Flyttet {n}"},
        lambda case: case.closing_requests.all(),
    ),
    "a pause": (
        "cases:case_pause", "guide",
        lambda case, n: {"status": "paused"},
        lambda case: StatusPeriod.objects.filter(case=case, status="paused"),
    ),
    "a partner's part": (
        "cases:participation_add", "guide",
        lambda case, n: {"partner": factories.PartnerFactory(unit=case.unit, name="Den ene").pk, "on": TODAY()}
        if n == 0 else None,
        lambda case: case.participations.filter(partner__name="Den ene"),
    ),
    "a colleague's part": (
        "cases:colleague_add", "guide",
        lambda case, n: {"user": case.guide_id, "role": f"Mentor {n}", "on": TODAY()},
        lambda case: case.colleague_roles.all(),
    ),
    "facts of the case": (
        "cases:case_edit", "guide",
        lambda case, n: {"reason": f"Grund {n}", "kle_number": "17.27.00"},
        lambda case: Case.objects.filter(pk=case.pk, version=2),
    ),
}  # fmt: skip
# Every one of them in the suite would be as much again.
FAST = ("a guide", "a renewal", "an exemption", "a pause", "a closing")


@pytest.mark.parametrize("what", ONE_WINS if SOAK else FAST)
def test_of_eight_at_once_one_wins_and_the_others_are_told(what, guide, leader):
    name, who, data, standing = ONE_WINS[what]
    case = factories.make_case(guide, birth_date=clock.today() - timedelta(days=16 * 366))
    partner = factories.PartnerFactory(unit=case.unit)
    case.participations.create(partner=partner, from_on=clock.today())
    kwargs = {"case_id": case.pk}
    if name == "cases:consent_again":
        former = Consent.objects.create(
            case=case, partner=partner, basis="law", from_whom="", rule="§ 1", topics=["plan"], purpose="Før",
            expires_on=clock.today(),
        )  # fmt: skip
        kwargs["consent_id"] = former.pk
    url = reverse(name, kwargs=kwargs)
    clients = clients_of({"guide": guide, "leader": leader}[who])
    stands = as_it_stands(clients[0], url) if name != "cases:case_pause" else {}
    sent = [data(case, n) for n in range(N)]
    answers = at_once(clients, url, [stands | (own or sent[0]) for own in sent])
    assert standing(case).count() == 1, answers
    if what != "a pause":  # a button: who comes second sees that it is done
        assert answers.count(303) == 1, answers
    assert set(answers) <= {303, 403, 409, 422}, answers


@pytest.mark.skipif("not SOAK", reason="part of make soak")
def test_no_act_of_the_product_breaks_when_eight_do_it_at_once():
    w = build()
    wrong = []
    ends = (
        "close",
        "reopen",
        "remove",
        "end",
        "undo",
        "log",
        "logout",
        "send",
        "deactivat",
        "withdraw",
        "strike",
    )
    rows = sorted(
        (row for row in ROWS if "post" in row.methods), key=lambda row: any(e in row.name for e in ends)
    )
    for row in rows:
        kind = "plain" if row.about_a_case else None
        allowed = row.only or (ACTS[row.rule][kind] if kind else PAGES[row.rule])
        who = next((name for name in FIRST if name in allowed), None)
        if who in (None, "anonymous") or row.name.startswith(("account_", "mfa_")):
            continue
        objects = SimpleNamespace(**{**vars(w), **vars(w.kinds["plain"])})
        try:
            kwargs, data = row.kwargs(objects), row.data(objects)
        except Exception as gone:
            print(f"{row.name}: {gone!r}")
            continue
        kwargs = {"case_id": objects.case.pk, **kwargs} if kind else kwargs
        answers = at_once(clients_of(w.people[who]), reverse(row.name, kwargs=kwargs), [data] * N)
        if any(status >= 500 and status not in row.ok for status in answers):
            wrong.append(f"{row.name} as {who}: {answers}")
    assert not wrong, "\n".join(wrong)
