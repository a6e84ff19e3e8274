"""Sagen: everything about one young person on one page. It lives above cases, since it shows the plan too."""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from django.db.models import BigIntegerField, Q, UUIDField
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from audit.models import AuditEvent
from cases import limits, log, rules
from cases.access import Permission, case_view
from cases.activity_page import now_of
from cases.activity_words import stalled_words
from cases.around import PARTNER, people_around
from cases.models import AccessGrant, Activity, ActivityPeriod, Case, Consent, Document, Note, Status
from cases.querysets import Relation
from cases.rows import COMING_OF_AGE_DAYS, case_url, chips_of, with_clocks
from cases.views.summary import is_old
from core import clock
from core.compiled import Plain, Shape, compiled
from core.templatetags.kui import day as drawn_day
from plans.bundle.before import before
from plans.contradictions import contradictions_of
from plans.day.talks import uncapitalised
from plans.models import Milestone, MilestoneStatus, Plan
from plans.progress import summarise

NOTES_SHOWN = 20
NOTES_AT_MOST = 2000
DOCUMENTS_SHOWN = 100
MILESTONES_SHOWN = 4
SEEN_SHOWN = 5
# What the timeline can be narrowed to.
FILTERS = (
    ("", gettext_lazy("Everything")),
    ("noter", gettext_lazy("Notes")),
    ("samtaler", gettext_lazy("Talks")),
    ("dokumenter", gettext_lazy("Documents")),
    ("plan", gettext_lazy("Plan and facts")),
)
CONSENT_COLUMNS = (
    "case_id",
    "basis",
    "purpose",
    "from_whom",
    "from_on",
    "expires_on",
    "withdrawn_at",
    "partner__name",
)
CONSENTS_SHOWN = 5
AROUND_SHOWN = 9
MILESTONE_COLUMNS = (
    "own_words",
    "status",
    "responsible",
    "due_on",
    "reached_on",
    "dropped_on",
    "position",
    "contact__name",
    "contact__partner__name",
    "contact__partner__side",
    "plan__dream",
    "plan__small_step",
    "plan__destination_note",
    "plan__destination__name_da",
    "plan__destination__name_en",
)
PERIOD_COLUMNS = (
    "case_id",
    "activity",
    "place",
    "from_on",
    "until_on",
    "hours_per_week",
    "expected_until",
    "under_plan",
    "confirmed_on",
    "partner__name",
    "confirmed_by__name",
)
DOCUMENT_COLUMNS = ("case_id", "kind", "title", "received_on", "by__name")
NOTE_COLUMNS = (
    "kind",
    "happened_on",
    "text",
    "recorded_at",
    "struck_at",
    "with_youth",
    "with_names",
    "addition_to_id",
    "case_id",
    "by__name",
    "named__name_da",
    "named__name_en",
)


def moment(
    day: date, title, text="", *, who="", kind="is-system", note=None, added=(), editable=False, url=""
) -> dict:
    """One thing that happened, as the timeline writes it (a dictionary: what a template looks up fastest)."""
    return {
        "day": day,
        "when": drawn_day(day),
        "title": title,
        "text": text,
        "who": who,
        "kind": kind,
        "note": note,
        "added": added,
        "editable": editable,
        "url": url,
        "order": (day, note.recorded_at.timestamp() if note else 0),
    }


@dataclass(slots=True)
class Age:
    """A point on the age ribbon."""

    label: str
    day: date
    css: str
    months: int


def age_ribbon(birth_date: date, today: date) -> list[Age]:
    """The ages at which something changes, each passed, next (soon, within half a year) or ahead."""
    ribbon, next_found = [], False
    for months, label in rules.TRANSITIONS.items():
        day = rules.birthday(birth_date, months)
        css = "is-past" if day < today else ""
        if not css and not next_found:
            next_found = True
            css = "is-next is-soon" if (day - today).days <= COMING_OF_AGE_DAYS else "is-next"
        ribbon.append(Age(label, day, css, months))
    return ribbon


def your_access(case: Case) -> str:
    """The rights of the one who reads, in words."""
    purposes = dict(AccessGrant.Purpose.choices)
    words = {
        Relation.OWN: _("Your case"),
        Relation.LEADER: _("Leader: read and assign"),
        Relation.NAMED: _("Named on this shielded case"),
        Relation.EMERGENCY: _("Emergency access for one hour, to read"),
        Relation.GRANTED: _("%(purpose)s, until midnight")
        % {"purpose": purposes.get(case.grant_purpose, "")},
    }
    return words.get(case.relation, "")


@compiled(case=Plain(UUIDField()), limit=Shape())
def note_rows(case, limit):
    """The newest notes of a case, one more than ``limit``, with their writers, and the additions to them."""
    rows = Note.objects.filter(case=case)
    newest = rows.first_hand().values("pk")[: limit + 1]
    # An addition is about the same case; saying so lets the database begin with the case's few notes.
    rows = rows.filter(Q(pk__in=newest) | Q(addition_to__in=newest))
    return rows.select_related("by", "named").only(*NOTE_COLUMNS)


def notes_of(case: Case, limit: int) -> list[Note]:
    """The newest notes with writers and additions, in one query; one more than ``limit`` tells that there are older ones."""
    first, additions = [], {}
    for note in note_rows(case=case.pk, limit=limit):
        if note.addition_to_id:
            additions.setdefault(note.addition_to_id, []).append(note)
        else:
            first.append(note)
    for note in first:
        note.added = sorted(additions.get(note.pk, []), key=lambda n: n.recorded_at)
    return first


def timeline(
    notes, periods, consents, milestones, around, documents=(), *, user, only: str = ""
) -> list[dict]:
    """What happened, newest first: notes and what the dated rows tell. No query."""
    moments = []
    if only not in ("plan", "dokumenter"):
        kinds = {code: str(label) for code, label in Note.Kind.choices}
        moments += [
            moment(
                note.happened_on,
                str(note.named) if note.named_id else kinds[note.kind],
                note.text,
                who=f"{note.by.name} · {note.with_words}" if note.with_names else note.by.name,
                kind="is-contact" if note.is_talk else "",
                note=note,
                added=note.added,
                editable=note.editable_by(user),
            )
            for note in notes
            if only != "samtaler" or note.is_talk
        ]
    if only in ("", "dokumenter"):
        moments += documents_in_time(documents)
    if only in ("", "plan"):
        moments += facts_in_time(periods, consents, milestones, around)
    moments.sort(key=itemgetter("order"), reverse=True)
    return moments


def facts_in_time(periods, consents, milestones, around) -> list[dict]:
    """What the dated rows tell: milestones reached, activities begun, consents given and withdrawn, partners."""
    labels = dict(Activity.choices)
    moments = [
        moment(someone.from_on, _("Partner takes part"), someone.name)
        for someone in around
        if someone.kind == PARTNER
    ]
    for m in milestones:
        if m.status == MilestoneStatus.REACHED:
            moments.append(moment(m.reached_on, _("Milestone reached"), m.own_words))
        elif m.status == MilestoneStatus.DROPPED:
            moments.append(moment(m.dropped_on, _("Milestone left behind"), m.own_words))
    for p in periods:
        where = f", {p.place}" if p.place else ""
        moments.append(moment(p.from_on, _("Began"), f"{labels[p.activity]}{where}"))
    for c in consents:
        moments.append(moment(c.from_on, _("Basis for sharing"), c.partner.name))
        if c.withdrawn_at:
            moments.append(moment(clock.local_date(c.withdrawn_at), _("Consent withdrawn"), c.partner.name))
    return moments


@compiled(case=Plain(UUIDField()), may=Shape())
def document_rows(case, may):
    """The newest documents of a case that ``may`` lets one know of."""
    rows = Document.objects.filter(case=case).readable_by(may).standing().select_related("by")
    return rows.only(*DOCUMENT_COLUMNS)[:DOCUMENTS_SHOWN]


def documents_of(case: Case) -> list[Document]:
    """The newest documents that the reader may know of; one query."""
    return document_rows(case=case.pk, may=case.may) if case.may.document_read else []


def documents_in_time(documents) -> list[dict]:
    """Documents, on the day they were received."""
    kinds = {code: str(label) for code, label in Document.Kind.choices}
    return [
        moment(
            d.received_on,
            _("Document: %(kind)s") % {"kind": uncapitalised(kinds[d.kind])},
            d.title,
            who=d.by.name,
            url=f"{case_url(d.case_id)}dokumenter/{d.pk}/",
        )
        for d in documents
    ]


@compiled(case=Plain(UUIDField()))
def milestone_rows(case):
    """The milestones of a case's open plan, with the plan."""
    rows = Milestone.objects.filter(plan__case=case, plan__closed_on=None)
    return rows.select_related("plan__destination", "contact__partner").only(*MILESTONE_COLUMNS)


def plan_of(case: Case) -> tuple[Plan | None, list[Milestone]]:
    """The open plan and its milestones, or of a closed case the last one.

    One query, and another only for a plan without milestones.
    """
    if case.is_closed:
        rows = Milestone.objects.filter(plan__case=case).order_by("-plan__opened_on", "position", "pk")
        rows = list(rows.select_related("plan__destination", "contact__partner").only(*MILESTONE_COLUMNS))
        if rows:
            return rows[0].plan, [row for row in rows if row.plan_id == rows[0].plan_id]
        return case.plans.select_related("destination").order_by("-opened_on").first(), []
    rows = milestone_rows(case=case.pk)
    if rows:
        return rows[0].plan, rows
    return Plan.objects.filter(case=case, closed_on=None).select_related("destination").first(), []


def plan_section(plan: Plan | None, milestones: list[Milestone], today: date) -> dict:
    """The plan in short: progress, and what comes next."""
    ahead = sorted(
        (m for m in milestones if m.is_open), key=lambda m: (m.due_on is None, m.due_on or today, m.position)
    )
    return {
        "plan": plan,
        "progress": summarise(milestones, on=today) if plan else None,
        "milestones": ahead[:MILESTONES_SHOWN],
        "more_milestones": max(len(ahead) - MILESTONES_SHOWN, 0),
    }


def consent_section(consents: list[Consent], today: date) -> dict:
    """Those in force first, and how many there are beyond those shown. No query: the rows know their case."""
    order = list(Consent.State)
    rows = sorted(((c, c.state(today)) for c in consents), key=lambda row: order.index(row[1]))
    return {
        "consents": rows[:CONSENTS_SHOWN],
        "more_consents": max(len(rows) - CONSENTS_SHOWN, 0),
    }


@compiled(case=Plain(UUIDField()), user=Plain(BigIntegerField()))
def seen_rows(case, user):
    """What others than ``user`` did lately with a case."""
    events = AuditEvent.objects.filter(case_id=case).exclude(actor_id=user)
    events = events.only("at", "actor_name", "action", "outcome", "purpose").order_by("-at", "-pk")
    return events[: 4 * SEEN_SHOWN]


def seen_by_others(case: Case, user) -> list[log.Line]:
    """Who else looked or wrote lately, for those who may know."""
    return log.lines(seen_rows(case=case.pk, user=user.pk))[:SEEN_SHOWN] if case.may.log_read else []


@compiled(case=Plain(UUIDField()))
def period_rows(case):
    """What we hold to be true about a case's activities."""
    rows = ActivityPeriod.objects.filter(case=case).current().select_related("partner", "confirmed_by")
    return rows.only(*PERIOD_COLUMNS)


@compiled(case=Plain(UUIDField()))
def consent_rows(case):
    """A case's bases for sharing."""
    return Consent.objects.filter(case=case).select_related("partner").only(*CONSENT_COLUMNS)


def rows_of(case: Case) -> tuple[list, list, list]:
    """Activities, consents and those around, each in one query with no more than the page shows."""
    periods, consents = period_rows(case=case.pk), consent_rows(case=case.pk)
    for row in consents:
        row.case = case
    return periods, consents, people_around(case)


@case_view(needs=Permission.CASE_READ)
@require_GET
def case_detail(request, case):
    """One young person on one page: now, the plan, who is around them, what happened, consents, who has seen it."""
    user, today, only = request.user, clock.today(), request.GET.get("vis", "")
    if user.unit_id == case.unit_id:
        user.unit = case.unit  # the page's head asks for it, and here it is
    limit = NOTES_AT_MOST if request.GET.get("noter") == "alle" else NOTES_SHOWN
    plan, milestones = plan_of(case)
    notes = notes_of(case, limit)
    periods, consents, around = rows_of(case)
    documents = documents_of(case)
    with_clocks([case], today)
    moments = timeline(notes[:limit], periods, consents, milestones, around, documents, user=user, only=only)
    if (
        len(notes) > limit and only != "dokumenter"
    ):  # what is older than the oldest note shown waits with the older notes
        moments = [m for m in moments if m["day"] >= notes[limit - 1].happened_on]
    present_around = [someone for someone in around if someone.is_around(today)]
    context = {
        "case": case,
        "person": case.person,
        "age": case.person.age(today),
        "chips": chips_of(case, today),
        "under_duty": limits.has_education_duty(case.person.birth_date, today),
        "access": your_access(case),
        "covered_until": case.cover_until - timedelta(days=1) if case.is_covered(today) else None,
        "ribbon": age_ribbon(case.person.birth_date, today),
        "stalled": stalled_words(case) if case.is_stalled(today) else "",
        "resting": case.status == Status.RUNNING and (case.stall_rests_until or today) > today,
        "contradictions": contradictions_of(case, periods, plan, milestones, today),
        **now_of(case, periods),
        "moments": moments,
        "has_older": len(notes) > limit,
        "only": only,
        "around": present_around[:AROUND_SHOWN],
        "more_around": max(len(present_around) - AROUND_SHOWN, 0),
        **consent_section(consents, today),
        "seen": seen_by_others(case, user),
        "base": case_url(case.pk),
        "plan_url": f"{case_url(case.pk)}plan/" if case.may.plan_read else "",
        "filters": FILTERS,
        "summary_old": is_old(case),
        "came": before(case, on=today) if case.came_from and case.may.consent_edit else None,
        **plan_section(plan, milestones, today),
    }
    return render(request, "plans/case_detail.html", context)
