"""Sagen: everything about one young person on one page. It lives above cases, since it shows the plan too."""

from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.models import AuditEvent
from cases import log, rules
from cases.access import Permission, case_view
from cases.forms import NoteForm
from cases.models import AccessGrant, Activity, Case, Consent, Note
from cases.querysets import Relation
from cases.rows import COMING_OF_AGE_DAYS, case_url, chips_of
from cases.views_notes import draft_of
from core import clock
from core.templatetags.kui import day as drawn_day
from plans.models import Milestone, MilestoneStatus, Plan
from plans.progress import summarise

NOTES_SHOWN = 20
SEEN_SHOWN = 5
# With ``case_id``: a related manager sets the case on each row, and would fetch it row by row.
PARTICIPATION_COLUMNS = (
    "case_id",
    "from_on",
    "until_on",
    "role",
    "partner__name",
    "partner__phone",
    "contact__name",
    "contact__phone",
)
CONSENT_COLUMNS = ("basis", "purpose", "from_on", "expires_on", "withdrawn_at", "partner__name")
MILESTONE_COLUMNS = (
    "plan_id",
    "own_words",
    "status",
    "responsible",
    "due_on",
    "reached_on",
    "dropped_on",
    "position",
    "contact__name",
    "contact__partner__side",
)
PERIOD_COLUMNS = (
    "case_id",
    "activity",
    "place",
    "from_on",
    "until_on",
    "hours_per_week",
    "partner__name",
    "confirmed_by__name",
)
NOTE_COLUMNS = (
    "kind",
    "happened_on",
    "text",
    "recorded_at",
    "addition_to_id",
    "case_id",
    "by__name",
)


def moment(
    day: date, title, text="", *, who="", kind="is-system", note=None, added=(), editable=False
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
        "order": (day, note.recorded_at.timestamp() if note else 0),
    }


@dataclass(slots=True)
class Age:
    """A point on the age ribbon."""

    label: str
    day: date
    css: str


def age_ribbon(birth_date: date, today: date) -> list[Age]:
    """The ages at which something changes, each passed, next (soon, within half a year) or ahead."""
    ribbon, next_found = [], False
    for months, label in rules.TRANSITIONS.items():
        day = rules.birthday(birth_date, months)
        css = "is-past" if day < today else ""
        if not css and not next_found:
            next_found = True
            css = "is-next is-soon" if (day - today).days <= COMING_OF_AGE_DAYS else "is-next"
        ribbon.append(Age(label, day, css))
    return ribbon


def your_access(case: Case) -> str:
    """The rights of the one who reads, in words."""
    purposes = dict(AccessGrant.Purpose.choices)
    words = {
        Relation.OWN: _("Your case"),
        Relation.LEADER: _("Leader: read and assign"),
        Relation.NAMED: _("Named on this shielded case"),
        Relation.GRANTED: _("%(purpose)s, until midnight")
        % {"purpose": purposes.get(case.grant_purpose, "")},
    }
    return words.get(case.relation, "")


def notes_of(case: Case, limit: int) -> list[Note]:
    """The newest notes with writers and additions, in one query; one more than ``limit`` tells that there are older ones."""
    newest = case.notes.first_hand().values("pk")[: limit + 1]
    rows = Note.objects.filter(Q(pk__in=newest) | Q(addition_to__in=newest))
    rows = rows.select_related("by").only(*NOTE_COLUMNS)
    first, additions = [], {}
    for note in rows:
        if note.addition_to_id:
            additions.setdefault(note.addition_to_id, []).append(note)
        else:
            first.append(note)
    for note in first:
        note.added = sorted(additions.get(note.pk, []), key=lambda n: n.recorded_at)
    return first


def timeline(notes, periods, consents, milestones, participations, *, user, only: str = "") -> list[dict]:
    """What happened, newest first: notes and what the dated rows tell. No query."""
    moments = []
    if only != "plan":
        kinds = {code: str(label) for code, label in Note.Kind.choices}
        moments += [
            moment(
                note.happened_on,
                kinds[note.kind],
                note.text,
                who=note.by.name,
                kind="is-contact" if note.kind in Note.CONTACT_KINDS else "",
                note=note,
                added=note.added,
                editable=note.editable_by(user),
            )
            for note in notes
            if only != "samtaler" or note.kind in Note.CONTACT_KINDS
        ]
    if only in ("", "plan"):
        moments += facts_in_time(periods, consents, milestones, participations)
    moments.sort(key=itemgetter("order"), reverse=True)
    return moments


def facts_in_time(periods, consents, milestones, participations) -> list[dict]:
    """What the dated rows tell: milestones reached, activities begun, consents given and withdrawn, partners."""
    labels = dict(Activity.choices)
    moments = [moment(p.from_on, _("Partner takes part"), p.partner.name) for p in participations]
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


@case_view(needs=Permission.CASE_READ)
@require_GET
def case_detail(request, case):
    """One young person on one page: now, the plan, who is around them, what happened, consents, who has seen it."""
    user, today = request.user, clock.today()
    if user.unit_id == case.unit_id:
        user.unit = case.unit  # the page's head asks for it, and here it is
    older = request.GET.get("noter") == "alle"
    only = request.GET.get("vis", "")
    limit = 2000 if older else NOTES_SHOWN
    plan = Plan.objects.filter(case=case, closed_on=None).select_related("destination").first()
    milestones = (
        list(Milestone.objects.filter(plan=plan).select_related("contact__partner").only(*MILESTONE_COLUMNS))
        if plan
        else []
    )
    notes = notes_of(case, limit)
    periods = list(
        case.activity_periods.current().select_related("partner", "confirmed_by").only(*PERIOD_COLUMNS)
    )
    consents = list(Consent.objects.filter(case=case).select_related("partner").only(*CONSENT_COLUMNS))
    participations = list(
        case.participations.current().select_related("partner", "contact").only(*PARTICIPATION_COLUMNS)
    )
    has_older = len(notes) > limit
    notes = notes[:limit]
    moments = timeline(notes, periods, consents, milestones, participations, user=user, only=only)
    if has_older and notes:
        moments = [m for m in moments if m["day"] >= notes[-1].happened_on]
    open_milestones = sorted(
        (m for m in milestones if m.is_open), key=lambda m: (m.due_on is None, m.due_on or today, m.position)
    )
    seen = []
    if case.may.log_read:
        events = AuditEvent.objects.filter(case_id=case.pk).exclude(actor_id=user.pk).order_by("-at", "-pk")
        seen = log.lines(events[: 4 * SEEN_SHOWN])[:SEEN_SHOWN]
    context = {
        "case": case,
        "person": case.person,
        "age": case.person.age(today),
        "chips": chips_of(case, today),
        "access": your_access(case),
        "ribbon": age_ribbon(case.person.birth_date, today),
        "present": next((p for p in periods if p.until_on is None), None),
        "plan": plan,
        "progress": summarise(milestones, on=today) if plan else None,
        "milestones": open_milestones[:4],
        "more_milestones": max(len(open_milestones) - 4, 0),
        "moments": moments,
        "has_older": has_older,
        "only": only,
        "guardians": list(case.person.guardians.all()),
        "participations": [p for p in participations if p.until_on is None or p.until_on > today],
        "consents": [(c, c.in_force(today)) for c in consents],
        "seen": seen,
        "form": NoteForm(initial={"text": draft_of(case, user)}) if case.may.note_add else None,
        "home": f"{case_url(case.pk)}#tidslinje",
        "plan_url": f"{case_url(case.pk)}plan/" if case.may.plan_read else "",
        "filters": [
            ("", _("Everything")),
            ("noter", _("Notes")),
            ("samtaler", _("Talks")),
            ("plan", _("Plan and facts")),
        ],
    }
    return render(request, "plans/case_detail.html", context)
