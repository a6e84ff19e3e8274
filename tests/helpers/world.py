"""The world of the matrix: everybody who may knock, a case of each kind with everything on it, and every
route's line.
"""

import importlib
import io
import pkgutil
import zipfile
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.template.base import Template
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django_htmx.middleware import HtmxDetails

from accounts.sessions.middleware import SEEN
from cases.access.actions import open_with_purpose
from cases.activity.actions import let_rest, set_activity
from cases.consents.actions import give_consent, withdraw_consent
from cases.consents.disclosure import record_told
from cases.documents.actions import withdraw_document
from cases.emergency.actions import break_glass
from cases.guides.actions import assign
from cases.models import Assignment, Consent, ConsentReceipt, Guardian, NamedAccess, NoteKind
from cases.network.actions import add_colleague, add_participation
from cases.notes.actions import add_note, write_summary
from cases.people.rules import OF_AGE, birthday
from core import clock
from core.jobs.models import Job
from kui.checks import routes
from participation.access.actions import invite, withdraw
from participation.access.models import Entry
from plans.closing.actions import close_case
from plans.models import Destination, Goal, Handover, Outcome
from tests import access_rows
from tests.access_rows import ACTS, KINDS, OUTSIDERS, OWN_CASE, PAGES, PRINCIPALS, Row, is_theirs_to_read
from tests.helpers import emptied, factories
from tests.helpers.stand_ins import NOT_LAID_OUT, each_file_opened_once, paper_in_words, refusals_kept

ROWS: list[Row] = [
    row
    for module in sorted(pkgutil.iter_modules(access_rows.__path__), key=lambda m: m.name)
    for row in importlib.import_module(f"tests.access_rows.{module.name}").ROWS
]


def _kind(people, kind: str) -> SimpleNamespace:
    """One case of ``kind`` with everything on it, and everybody's relation to it."""
    owner = people["owner"]
    case = factories.make_case(
        people["former owner"], first_name="Sigrid", last_name=f"Særlig {kind}", address="Hemmelig Vej 7"
    )
    assign(case, owner, by=people["leader"])
    assign(case, people["deputy"], by=people["leader"], kind=Assignment.Kind.DEPUTY)
    set_activity(case, "fgu", by=owner, place="FGU Hemmelig")
    made = SimpleNamespace(case=case, person=case.person, plan=case.plans.get())
    made.period = case.activity_periods.present().get()
    made.began = case.status_periods.order_by("pk").first()
    made.rest = let_rest(case, by=owner, until=clock.today() + timedelta(days=30), reason="Er på højskole")
    made.note = add_note(case, by=owner, text="Vi talte om skolen")
    made.mention = add_note(case, by=owner, text=f"@{people['colleague'].initials} kender dem")
    write_summary(case, "Det vigtigste", by=owner, expected_number=0)
    made.summary = case.summaries.get()
    made.guardian = Guardian.objects.create(person=case.person, name="Mor Særlig", has_custody=True)
    made.goal = Goal.objects.create(plan=made.plan, text="I skole")
    made.milestone = factories.make_milestone(case)
    # What the partner's bases do not cover, and what waits for somebody to say what it tells of.
    made.closed_goal = Goal.objects.create(plan=made.plan, text="Ro derhjemme", topics=["family"])
    made.closed_milestone = factories.make_milestone(case, own_words="Hjem igen", topics=["family"])
    made.waiting_milestone = factories.make_milestone(case, own_words="Samtale", professional="Hos politiet")
    made.partner = people["partner"].partner_contact.partner
    made.participation = add_participation(case, made.partner, by=owner)
    made.consent = _consent(case, made.partner, owner)
    made.law = give_consent(
        Consent(
            case=case, partner=made.partner, basis="law", topics=["health"], purpose="Sundhed", rule="Loven § 1",
            expires_on=clock.today() + timedelta(days=90),
        ),
        by=owner,
    )  # fmt: skip
    made.told = record_told(made.consent, by=owner, topics=["plan"], what="Fortalt i telefonen")
    made.colleague_role = add_colleague(case, people["former owner"], by=owner, role="Medguide")
    made.receipt = ConsentReceipt.objects.create(
        consent=made.consent, pdf=b"the receipt's bytes", sha256="2" * 64, by=owner
    )
    withdrawn = people["partner withdrawn"].partner_contact.partner
    add_participation(case, withdrawn, by=owner)
    withdraw_consent(_consent(case, withdrawn, owner), by=owner)
    others = people["partner unassigned"].partner_contact.partner
    named = factories.ContactFactory(partner=others)
    add_participation(case, others, by=owner, contact=named)
    _consent(case, others, owner)
    expired = people["partner expired"].partner_contact.partner
    add_participation(case, expired, by=owner)
    ended = {"from_on": clock.today() - timedelta(days=60), "expires_on": clock.today() - timedelta(days=1)}
    Consent.objects.filter(pk=_consent(case, expired, owner).pk).update(**ended)
    made.outcome = Outcome.objects.create(case=case, destination=made_destination(), recorded_by=owner)
    made.handover = Handover.objects.create(
        plan=made.plan,
        audience="youth",
        pdf=b"the bytes that were handed over",
        sha256="0" * 64,
        plan_version=1,
        by=owner,
    )
    made.document = factories.make_document(case, by=owner, words=_word(kind, "documentcontent"))
    made.confidential = factories.make_document(
        case, by=owner, words=_word(kind, "confidentialcontent"), confidential=True
    )
    made.mistaken = factories.make_document(case, by=owner, words=_word(kind, "withdrawncontent"))
    withdraw_document(made.mistaken, by=owner, reason="Handler om en anden")
    if kind != "shielded":
        open_with_purpose(case, by=people["sparring"], purpose="sparring", reason="Torsdagssparring")
        open_with_purpose(case, by=people["cover"], purpose="cover", reason="Ferie")
    else:
        case.shielded = True
        case.save(update_fields=["shielded"])
        NamedAccess.objects.create(case=case, user=people["named"])
        break_glass(by=people["emergency"], reason="Ringede fra skadestuen", cpr=case.person.cpr)
    if kind == "address protected":
        case.person.address_protected = True
        case.person.save(update_fields=["address_protected"])
    if kind == "closed":
        close_case(case, by=people["leader"], reason="destination")
    return made


def _own_pages(kinds, by) -> dict:
    """Young people and parents with a way into Min plan, and those to whom it is closed: by itself, or by the guide."""
    plain, mail = kinds["plain"], {"by": by, "channel": "mail"}
    other, grown, left = (factories.make_case(by) for _number in range(3))
    mother = grown.person.guardians.create(name="Mor Voksen", has_custody=True)
    second = plain.person.guardians.create(name="Medmor Særlig", has_custody=True)
    theirs, without = (left.person.guardians.create(name=name, has_custody=True) for name in ("Far", "Mor"))
    of_age = factories.make_case(by, birth_date=birthday(clock.today(), -OF_AGE))
    father = of_age.person.guardians.create(name="Far Voksen", has_custody=False)
    entries = {
        "youth": invite(plain.case, destination="sigrid@eksempel.dk", **mail),
        "parent": invite(plain.case, destination="mor@eksempel.dk", guardian=plain.guardian, **mail),
        "youth elsewhere": invite(other, destination="malik@eksempel.dk", **mail),
        "parent shut out": invite(grown, destination="mor.voksen@eksempel.dk", guardian=mother, **mail),
        "other parent": invite(plain.case, destination="medmor@eksempel.dk", guardian=second, **mail),
        "parent, said yes": invite(
            of_age, destination="far.voksen@eksempel.dk", guardian=father, agreed_on=clock.today(), **mail
        ),
        "youth, withdrawn": invite(left, destination="lukket@eksempel.dk", **mail),
        "parent, withdrawn": invite(left, destination="far@eksempel.dk", guardian=theirs, **mail),
        "parent without custody": invite(left, destination="mor.uden@eksempel.dk", guardian=without, **mail),
    }
    for name in ("youth, withdrawn", "parent, withdrawn"):
        withdraw(entries[name], by=by, reason="De vil hellere tale om planen")
    Guardian.objects.filter(pk=without.pk).update(has_custody=False)
    type(grown.person).objects.filter(pk=grown.person.pk).update(birth_date=birthday(clock.today(), -OF_AGE))
    closed = kinds["closed"]
    for name, role, called, who in (
        ("youth, closed", "youth", "Ung Lukket", {"kind": "self"}),
        # The young person reads it where it stands who has looked.
        ("parent, closed", "parent", "Mor Lukket", {"kind": "parent", "guardian": closed.guardian}),
    ):
        user = factories.UserFactory.build(
            unit=by.unit, role=role, name=called, email=f"{role}.lukket@min-plan.invalid"
        )
        user.set_unusable_password()
        user.save(force_insert=True)
        entries[name] = Entry.objects.create(
            case=closed.case, user=user, channel="paper", invited_by=by, **who
        )
    return {name: entry.user for name, entry in entries.items()}


def made_destination() -> Destination:
    """A destination of the table."""
    return Destination.objects.get_or_create(
        code="eud", defaults={"group": "education", "name_da": "EUD", "name_en": "EUD"}
    )[0]


def _consent(case, partner, by):
    expires = clock.today() + timedelta(days=90)
    consent = Consent(
        case=case, partner=partner, topics=["plan", "contact"], purpose="Praktik", expires_on=expires
    )
    return give_consent(consent, by=by)


def build() -> SimpleNamespace:
    """Everybody of the matrix, a case of each kind, and a signed-in client each, in the present database."""
    unit, elsewhere = factories.UnitFactory(), factories.UnitFactory()
    people = {}
    for name in PRINCIPALS[1:]:
        role = "guide"
        if "leader" in name or name == "admin":
            role = name.split()[-1]
        if name.startswith("partner"):
            role = "partner"
        if name == "figures only":
            role = "figures"
        if name in OUTSIDERS:
            continue  # made with their entries, below
        home = elsewhere if name.startswith("strange") else unit
        people[name] = factories.UserFactory(unit=home, role=role, name=name.title())
        if role == "partner":
            factories.ContactFactory(
                partner__unit=unit, user=people[name], is_coordinator=name != "partner unassigned"
            )
    w = SimpleNamespace(
        unit=unit, people=people, owner=people["owner"], user=people["colleague"], refusals={}
    )
    w.kinds = {kind: _kind(people, kind) for kind in KINDS}
    vars(w).update(vars(w.kinds["plain"]))
    people.update(_own_pages(w.kinds, people["owner"]))
    w.contact = w.partner.contacts.first()
    w.note_kind = NoteKind.objects.get(code="talk")
    w.category = w.partner.category
    w.destination = made_destination()
    w.job = Job.objects.create(kind="test", title="Et job", owner_id=w.owner.pk, unit_id=unit.pk)
    w.clients = {"anonymous": Client(raise_request_exception=True)}
    for name, user in people.items():
        w.clients[name] = Client()
        w.clients[name].force_login(user)
        # As of the first page a session is complete; a page that is asked for later has nothing to write there.
        w.clients[name].get(reverse("portal:my_plan" if user.has_own_page else "accounts:profile"))
        _let_last(w.clients[name])
    people["deactivated"].is_active = False
    people["deactivated"].save()
    for extend in EXTRAS:
        extend(w)
    return w


def _let_last(client: Client) -> None:
    """What is asked in an hour, on a slow machine, is asked by somebody who was here a moment ago."""
    session = client.session
    if SEEN in session:
        session[SEEN] += 8 * 3600
        session.save()


# The world as it was built in this process, and on SQLite the database it stood in.
_built = SimpleNamespace(on=None, world=None, database=None)


def _built_and_sown() -> SimpleNamespace:
    with paper_in_words():
        made = build()
    sow(made)
    return made


def _stand_in_it() -> None:
    """On SQLite: the database as it was when the world was built in this process today, which is done if need be."""
    if _built.on == clock.today():
        emptied.put_back(_built.database)
        return
    with transaction.atomic():
        _built.on, _built.world = clock.today(), _built_and_sown()
        connection.run_on_commit = []  # nobody is told: it is as if it had been rolled back
    _built.database = emptied.copied()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of `build`, made once for a module and rolled back at its end.

    It is noon there: what ends at midnight must not end while the tests run past one. Templates are drawn as
    in production: keeping a copy of each one's context, as Django's test client does, costs a tenth of
    thousands of pages that nobody asks for it.

    Building it takes seconds: on SQLite a process does so once, and each module gets a copy of it and of its database.
    """
    is_kept = connection.vendor == "sqlite"
    with clock.travel(clock.today()), django_db_blocker.unblock(), each_file_opened_once():
        try:
            if is_kept:
                _stand_in_it()
            with transaction.atomic():
                made = deepcopy(_built.world) if is_kept else _built_and_sown()
                with patch.object(Template, "_render", lambda self, context: self.nodelist.render(context)):
                    yield made
                transaction.set_rollback(True)
        finally:
            if is_kept:
                emptied.put_back()


_MODULES = [
    importlib.import_module(f"tests.access_rows.{m.name}") for m in pkgutil.iter_modules(access_rows.__path__)
]


# Modules of rows may add what their routes need to the world: ``def extend(w): w.report = …``; and words of
# their own to what each person may not read: ``def sow(w): w.foreign["leader"]["word"] = "where it stands"``.
EXTRAS = [module.extend for module in _MODULES if hasattr(module, "extend")]


SOWERS = [module.sow for module in _MODULES if hasattr(module, "sow")]


def call(world, row: Row, principal: str, kind: str | None, method: str, htmx: bool = False):
    """The response that ``principal`` gets, its body read; what the call wrote is undone."""
    objects = _objects(world, kind)
    headers = {"HX-Request": "true"} if htmx else {}
    with transaction.atomic():
        url = _url(row, objects)
        client = world.clients[principal]
        session = client.cookies.copy()
        response = (
            client.get(url, headers=headers)
            if method == "get"
            else client.post(url, row.data(objects), headers=headers)
        )
        if response.streaming:
            response.content_read = b"".join(response.streaming_content)
        else:
            response.content_read = response.content
        client.cookies = session
        transaction.set_rollback(True)
    return response


def _objects(world, kind: str | None) -> SimpleNamespace:
    return world if kind is None else SimpleNamespace(**{**vars(world), **vars(world.kinds[kind])})


def _url(row: Row, objects: SimpleNamespace) -> str:
    kwargs = row.kwargs(objects)
    if row.about_a_case:
        kwargs = {"case_id": objects.case.pk, **kwargs}
    return reverse(row.name, kwargs=kwargs) + row.query


# The routes whose views are guarded by a decorator of ours.
OURS = {name for name, pattern in routes() if hasattr(pattern.callback, "policy")}


def at_our_door(row: Row) -> bool:
    """Whether `knock` can tell who is refused."""
    return row.name in OURS


def knock(world, row: Row, principal: str, kind: str | None, method: str, htmx: bool = False):
    """What the route's view itself says to ``principal``, with neither middleware nor a page for who is refused.

    Its text is not there to be read; what the call wrote is undone, so the door need not be asked twice about somebody
    whom it refuses.
    """
    objects = _objects(world, kind)
    person = world.people.get(principal)
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    with transaction.atomic():
        url = _url(row, objects)
        data = row.data(objects) if method == "post" else None
        request = getattr(RequestFactory(), method)(url, data, **headers)
        request.id, request.session = "matrix", SessionStore()
        request.user = person if person and person.is_active else AnonymousUser()
        request.htmx = HtmxDetails(request)
        match = resolve(request.path)
        request.resolver_match = match
        try:
            with refusals_kept(world.refusals):
                response = match.func(request, *match.args, **match.kwargs)
        except (Http404, PermissionDenied) as refused:
            response = HttpResponse(status=404 if isinstance(refused, Http404) else 403)
        transaction.set_rollback(True)
    return response


def who_may(row: Row) -> tuple[list[str], str | None]:
    """Everybody whom the page is for, and a kind of case; the owner, the leader and the administrator first."""
    kind = "plain" if row.about_a_case else None
    allowed = row.only or (ACTS[row.rule][kind] if kind else PAGES[row.rule])
    first = ("owner", "leader", "admin")
    return [name for name in (*first, *(p for p in PRINCIPALS if p not in first)) if name in allowed], kind


def as_whom(row: Row) -> tuple[str | None, str | None]:
    """Somebody whom the page is for, and a kind of case."""
    allowed, kind = who_may(row)
    return (allowed[0] if allowed else None), kind


_WAYS_IN = (reverse("account_login"), reverse("portal:entry_ask"))


def status_of(response) -> int:
    """The status; 401 stands for being led to the sign-in page, 303 for an act that was done in place too."""
    if response.status_code == 302 and response["Location"].partition("?")[0] in _WAYS_IN:
        return 401
    if response.status_code == 204 and "HX-Redirect" in response.headers:
        return 401
    if response.status_code == 204 and "page-changed" in response.headers.get("HX-Trigger", ""):
        return 303
    return response.status_code


# What a colleague may know of a case that is not theirs: that it exists (search, the page that asks for a purpose).
KNOWN_TO_COLLEAGUES = {"first_name", "last_name", "preferred_name"}


# What not everybody may read who may read the case.
OF_AN_ACT = {
    "confidentialtitle": "read a confidential document",
    "confidentialcontent": "read a confidential document",
    "withdrawntitle": "read a withdrawn document",
    "withdrawncontent": "read a withdrawn document",
    "handovertoldreason": "read why a protected plan was handed over",
}


# What Min plan tells.
IN_MIN_PLAN = {
    "preferred_name",
    "plandream",
    "plansmallstep",
    "goaltext",
    "closedgoal",
    "milestoneownwords",
    "closedmilestone",
    "waitingmilestone",
}


# What is read apart from the case, by those too who may not read it.
APART = {"handovertoldreason"}


NEVER_SHARED = {
    "activityperiodplace",
    "stallrestreason",
    "notetext",
    "address",
    "cpr",
    "cprdashed",
    "casereason",
    "guardianname",
    "language",
    "outcomeevidence",
    "closingsummarywords",
    "postponementreason",
    "closingrequestnote",
    "followupnote",
    "casesummary",
    "summaryversiontext",
    "mentiontext",
    "documenttitle",
    "documentcontent",
    *OF_AN_ACT,
    "consentruletext",
    "disclosurewhat",
    "dutybreachnote",
    "dutyexemptionnote",
    "guardiannote",
    "colleaguerolerole",
    "transitionconfirmationnote",
    "closedgoal",
    "closedmilestone",
    "closedmilestonewords",
    "waitingmilestone",
    "closedmilestonecannot",
    "agreementbecause",
    "agreementpresent",
    "goalmovereason",
    "momphone",
    "notewithnames",
    "closingrequestwords",
    "statusperiodnote",
}


PERSON_FIELDS = ("first_name", "last_name", "preferred_name", "address", "city", "language", "phone")


# How every canary begins.
CANARY = "knr"


def _word(kind: str, field: str) -> str:
    """A word that stands nowhere else."""
    return f"knr{kind.replace(' ', '')}x{field.replace('_', '')}"


def sow(w: SimpleNamespace) -> None:
    """Put a canary into every sensitive field; ``w.canaries`` is kind → field → word, ``w.foreign`` is person
    → words that they may not read → where those stand."""
    w.canaries = {kind: _sow_case(w.kinds[kind], kind) for kind in KINDS}
    w.foreign = {}
    for principal in PRINCIPALS:
        w.foreign[principal] = {
            word: f"{field} of the {kind} case"
            for kind, words in w.canaries.items()
            for field, word in words.items()
            if field not in _readable(principal, kind, words)
        }
    for more in SOWERS:
        more(w)


def _readable(principal: str, kind: str, words) -> set[str]:
    """The fields of a case that somebody may read somewhere."""
    apart = {word for word in APART if principal in ACTS[OF_AN_ACT[word]][kind]}
    return apart | _readable_in_it(principal, kind, set(words) - APART)


def _readable_in_it(principal: str, kind: str, words) -> set[str]:
    if principal in ACTS["read the case"][kind]:
        return {word for word in words if principal in ACTS[OF_AN_ACT.get(word, "read the case")][kind]}
    if principal in ACTS["read what is shared"][kind]:
        return set(words) - NEVER_SHARED
    if principal in OUTSIDERS:
        theirs = {word for word in words if is_theirs_to_read(principal, kind, word)}
        return IN_MIN_PLAN | theirs if OWN_CASE.get(principal) == kind else set()
    return KNOWN_TO_COLLEAGUES if principal in ACTS["state a purpose"][kind] else set()


def _sow_case(made: SimpleNamespace, kind: str) -> dict[str, str]:
    words = {name: _word(kind, name) for name in PERSON_FIELDS}
    type(made.person).objects.filter(pk=made.person.pk).update(**words)
    for holder, field in (
        (made.note, "text"),
        (made.period, "place"),
        (made.rest, "reason"),
        (made.guardian, "name"),
        (made.goal, "text"),
        (made.milestone, "own_words"),
        (made.milestone, "professional"),
        (made.plan, "dream"),
        (made.plan, "small_step"),
        (made.consent, "purpose"),
        (made.law, "rule_text"),
        (made.told, "what"),
        (made.guardian, "note"),
        (made.colleague_role, "role"),
        (made.case, "reason"),
        (made.case, "summary"),
        (made.summary, "text"),
        (made.mention, "text"),
        (made.outcome, "evidence"),
        (made.farewell, "words"),
        (made.away, "reason"),
        (made.asking, "note"),
        (made.follow_up, "note"),
        (made.breach, "note"),
        (made.exemption, "note"),
        (made.confirmation, "note"),
        (made.partner_copy, "told_reason"),
        (made.answer, "because"),
        (made.answer, "present"),
        (made.goal_move, "reason"),
        (made.note, "with_names"),
        (made.asking, "words"),
        (made.began, "note"),
    ):
        label = f"{holder._meta.model_name}{field.replace('_', '')}"
        if holder is made.mention:
            label = "mentiontext"
        words[label] = _word(kind, label)
        type(holder).objects.filter(pk=holder.pk).update(**{field: words[label]})
    for holder, field, label in (
        (made.guardian, "phone", "momphone"),
        (made.closed_goal, "text", "closedgoal"),
        (made.closed_milestone, "own_words", "closedmilestone"),
        (made.closed_milestone, "professional", "closedmilestonewords"),
        (made.waiting_milestone, "own_words", "waitingmilestone"),
        (made.closed_milestone, "cannot_because", "closedmilestonecannot"),
    ):
        words[label] = _word(kind, label)
        type(holder).objects.filter(pk=holder.pk).update(**{field: words[label]})
    for made_document, name in (
        (made.document, "document"),
        (made.confidential, "confidential"),
        (made.mistaken, "withdrawn"),
    ):
        words[f"{name}title"], words[f"{name}content"] = (
            _word(kind, f"{name}title"),
            _word(kind, f"{name}content"),
        )
        type(made_document).objects.filter(pk=made_document.pk).update(title=words[f"{name}title"])
    number = made.person.cpr
    return words | {"cpr": number, "cprdashed": f"{number[:6]}-{number[6:]}"}


def text_of(response) -> str:
    """What a person can read in the response, in lower case: markup, an XLSX's cells, a PDF's streams or its words."""
    body = response.content_read
    if body.startswith(NOT_LAID_OUT):
        return body.decode().lower()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(archive.read(name).decode(errors="ignore") for name in archive.namelist()).lower()
    if body[:4] == b"%PDF":
        import pypdf

        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages).lower()
    return body.decode(errors="ignore").lower()


# A GET may write to the trail, what a partner was told among it, and move the session's own rows along.
MAY_WRITE = (
    "audit_auditevent",
    "cases_disclosure",
    "django_session",
    "core_cache",
    "usersessions_usersession",
    "accounts_",
)


@contextmanager
def only_the_trail():
    """Yields a list that fills with every statement of the block that writes to anything but the trail."""
    written: list[str] = []

    def guard(execute, sql, params, many, context):
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in ("INSERT", "UPDATE", "DELETE", "REPLACE") and not any(
            f'"{name}' in sql for name in MAY_WRITE
        ):
            written.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield written
