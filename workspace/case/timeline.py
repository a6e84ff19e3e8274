"""What happened around a young person, newest first."""

from datetime import date, timedelta
from operator import itemgetter

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Activity, Assignment, Case, CloseReason, ClosingRequest, Document, Note, Status
from cases.network.people_around import PARTNER
from core import clock
from core.addresses import address
from core.kept import GivenIds, kept
from core.templatetags.kui import day as drawn_day
from core.text import uncapitalised
from plans.models import MilestoneStatus
from workspace.case import events
from workspace.case.events import CARRIED, CLOSING, DOCUMENT, OF_THE_PLAN, REPORT, SUMMARY, Event, of_kind
from workspace.case.page import DOCUMENTS_SHOWN, EVENTS_SHOWN, NOTE_COLUMNS

GIVEN = {
    events.HANDOVER: gettext_lazy("Plan handed over"),
    events.SUMMARY: gettext_lazy("Summary made"),
}
NO_LONGER = {
    Assignment.Kind.GUIDE: gettext_lazy("No longer the guide"),
    Assignment.Kind.DEPUTY: gettext_lazy("No longer the deputy"),
}


def moment(
    day: date,
    title,
    text="",
    *,
    at=None,
    who="",
    kind="is-system",
    note=None,
    added=(),
    editable=False,
    url="",
) -> dict:
    """One thing that happened, as the timeline writes it (a dictionary: what a template looks up fastest).

    Within a day what was written down last stands first (``at``, or the note's); what has no hour stands below.
    """
    at = note.recorded_at if note else at
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
        "order": (day, at.timestamp() if at else 0),
    }


@kept
def _notes(limit: int) -> QuerySet[Note]:
    rows = Note.objects.filter(case__among=GivenIds("cases"))
    newest = rows.first_hand().values("pk")[: limit + 1]
    # An addition is about the same case; saying so lets the database begin with the case's few notes.
    rows = rows.filter(Q(pk__in=newest) | Q(addition_to__in=newest))
    return rows.select_related("by", "named").only(*NOTE_COLUMNS)


def notes_of(case: Case, limit: int) -> list[Note]:
    """The newest notes with writers and additions, in one query; one more than ``limit`` if there are older ones."""
    first, additions = [], {}
    for note in _notes(limit).ask(cases=[case.pk]):
        if note.addition_to_id:
            additions.setdefault(note.addition_to_id, []).append(note)
        else:
            first.append(note)
    for note in first:
        note.added = sorted(additions.get(note.pk, []), key=lambda n: n.recorded_at)
    return first


def timeline(
    notes, periods, consents, milestones, around, documents=(), events=(), *, user, only: str = ""
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
                who=f"{note.by.name} · {words}" if (words := note.with_words) else note.by.name,
                kind="is-contact" if note.is_talk else "",
                note=note,
                added=note.added,
                editable=(editable := note.editable_by(user)),
                url=address("cases:note_edit" if editable else "cases:note_append", note.case_id, note.pk),
            )
            for note in notes
            if only != "samtaler" or note.is_talk
        ]
    if only in ("", "dokumenter"):
        moments += documents
    if only in ("", "plan"):
        moments += [*facts_in_time(periods, consents, milestones, around), *events]
    moments.sort(key=itemgetter("order"), reverse=True)
    return moments


def events_in_time(inquiries, happened: list[Event]) -> list[dict]:
    """The inquiries it came from, who carried it, and whatever else `workspace.case.events` found."""
    moments = [
        moment(
            inquiry.received_on,
            _("Inquiry: %(who)s") % {"who": uncapitalised(str(inquiry.get_asked_by_display()))},
            inquiry.reason,
            who=inquiry.asked_by_name,
        )
        for inquiry in inquiries
    ]
    moments += carried_in_time(of_kind(happened, CARRIED)) + moved_in_time(of_kind(happened, events.MOVED))
    for event in of_kind(happened, *OF_THE_PLAN, SUMMARY, CLOSING)[:EVENTS_SHOWN]:
        kind = "is-contact" if event.kind == REPORT else "is-system"
        moments.append(moment(event.on, *_told(event), at=event.at, who=event.who, kind=kind))
        # That it was closed is told by the case itself, whoever asked for it.
        if event.kind == CLOSING and event.decision not in ("", ClosingRequest.Decision.CLOSED):
            label = uncapitalised(str(ClosingRequest.Decision(event.decision).label))
            title = _("Closing: %(decision)s") % {"decision": label}
            decided = clock.local_date(event.decided_at)
            moments.append(
                moment(decided, title, event.answer, at=event.decided_at, who=event.decided_by or "")
            )
    return moments


def _told(event: Event) -> tuple:
    """``(title, text)`` of an event."""
    what = {"what": uncapitalised(event.label)}
    match event.kind:
        case events.HANDOVER | events.SUMMARY:
            return GIVEN[event.kind], event.words or event.label
        case events.EFFORT:
            return event.label, ". ".join(filter(None, (event.words, event.contributed, event.answer)))
        case events.ASKED:
            return _("Asked whether it is their plan: %(what)s") % what, event.words
        case events.GOAL:
            text = f"{event.words} – {event.answer}" if event.answer else event.words
            return _("Goal: %(what)s") % what, text
        case events.CLOSING:
            return _("Asked to close the case: %(what)s") % what, event.words
        case _:
            return event.label, event.words


def carried_in_time(carried: list[Event]) -> list[dict]:
    """Who carried it, stood in or covered, from when; and the day on which nobody followed."""
    moments, today = [], clock.today()
    for event in carried:
        until = event.decided_at and clock.local_date(event.decided_at)
        title = event.label
        if event.code == Assignment.Kind.COVER:
            title = _("Covers until %(day)s") % {"day": drawn_day(until - timedelta(days=1))}
        moments.append(moment(event.on, title, event.words, at=event.at, who=event.who or ""))
        followed = any(e.code == event.code and e.at == event.decided_at for e in carried)
        if until and until <= today and event.code in NO_LONGER and not followed:
            moments.append(moment(until, NO_LONGER[event.code], event.words))
    return moments


def moved_in_time(moved: list[Event]) -> list[dict]:
    """When the case was closed, and opened again; the newest is first."""
    moments = []
    for place, event in enumerate(moved):
        if event.code == Status.CLOSED:
            why = CloseReason(event.answer).label if event.answer and not place else ""
            text = ". ".join(filter(None, (str(why), event.words)))
            moments.append(moment(event.on, _("Case closed"), text, at=event.at, who=event.who or ""))
        elif any(before.code == Status.CLOSED for before in moved[place + 1 : place + 2]):
            moments.append(moment(event.on, _("Case opened again"), at=event.at, who=event.who or ""))
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
        words = c.partner.name
        if c.never_held:
            words = _("%(partner)s – it never began") % {"partner": words}
        else:
            moments.append(moment(c.from_on, _("Basis for sharing"), words, at=c.recorded_at))
        if c.withdrawn_at:
            title = _("Consent withdrawn") if c.is_consent else _("Basis withdrawn")
            moments.append(moment(clock.local_date(c.withdrawn_at), title, words, at=c.withdrawn_at))
    return moments


def documents_in_time(case: Case, events) -> list[dict]:
    """The documents received last, on the day they were received."""
    kinds = {code: str(label) for code, label in Document.Kind.choices}
    documents = sorted(of_kind(events, DOCUMENT), key=lambda event: (event.day, event.at), reverse=True)
    return [
        moment(
            d.day,
            _("Document: %(kind)s") % {"kind": uncapitalised(kinds[d.code])},
            d.words,
            at=d.at,
            who=d.who,
            url=address("cases:document", case.pk, d.ref),
        )
        for d in documents[:DOCUMENTS_SHOWN]
    ]
