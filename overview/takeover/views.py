"""*Hvem overtager?*: what somebody who has stopped carried, and who has it from now on.

The administrator, who closes accesses, sees how much of each kind; the leader sees the lines and chooses.
"""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role, User
from audit.models import AuditEvent
from cases.access import door
from cases.guides.fields import carriers
from core import clock, idempotency
from core.acting import perform
from core.http import respond, see_other
from overview.takeover import actions, back, left, undoing
from overview.takeover.forms import MOST, TakeoverForm, contacts_of
from partners.directory.merged import follows_merges
from partners.models import Partner
from practice.onboarding.offboarding import open_points
from workspace.transfer.forms import notes_of
from workspace.transfer.preview import kept_notes, preview_rows

PER_PAGE = 50
_TO_GUIDES = gettext_lazy("It lies with the guides of the cases now.")
_LED = gettext_lazy("Meetings and minutes lie with the guide of the case, or with you when it has none.")
_OWNED = gettext_lazy("Articles, steps and what comes back in the unit are yours for now.")
# What becomes of each kind that nobody takes over, in the words of the receipt.
WITHOUT_SOMEBODY = {
    left.Kind.GUIDE: gettext_lazy("The cases wait under Assignment."),
    left.Kind.MEETING: _LED,
    left.Kind.MINUTES: _LED,
    left.Kind.TODO: gettext_lazy("The own tasks are struck."),
    left.Kind.ARTICLE: _OWNED,
    left.Kind.RHYTHM: _OWNED,
    left.Kind.STEP: _OWNED,
    left.Kind.PROMISE: _TO_GUIDES,
    left.Kind.EFFORT: _TO_GUIDES,
    left.Kind.STATEMENT: _TO_GUIDES,
}


@role_view(Role.LEADER, Role.ADMIN)
@require_GET
def takeover_list(request):
    """Whoever has stopped and left something behind, with how much of each kind."""
    today = clock.today()
    page = Paginator(left.who_left(request.user.unit_id, today), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"name": who.name, "url": left.url_of(who), "words": left.in_words(counted)}
        for who, counted in left.counted(list(page), today)
    ]
    return render(request, "overview/takeover/takeover_list.html", {"rows": rows, "page": page})


@role_view(Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
def takeover_user(request, user_id):
    """What a user who can carry no cases carried; chosen, seen, and then given over."""
    stopped = User.objects.exclude(role=Role.PARTNER).filter(unit=request.user.unit_id)
    user = get_object_or_404(stopped, pk=user_id)
    successors = carriers(user.unit_id).exclude(pk=user.pk)
    context = {"who": user, "acts": user.may_carry, "points": open_points(user)}
    page = left.of_user(user, clock.today())
    nobody = _("Nobody for now – the cases wait under Assignment")
    return _takeover(request, page, context, successors, nobody, actions.follow_user)


@role_view(Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
@follows_merges
def takeover_partner(request, partner_id):
    """What lies with a partner's people who have gone, or go within a month, or with a partner out of use."""
    partner = get_object_or_404(Partner, pk=partner_id, unit=request.user.unit_id, merged_into=None)
    today = clock.today()
    page = left.of_partner(partner, left.soon(today))
    gone = partner.contacts.filter(until_on__lt=left.soon(today)).order_by("until_on", "pk")
    coming = not left.partners_left(partner.unit_id, today).filter(pk=partner.pk).exists()
    context = {"who": partner, "gone": gone, "today": today, "coming": coming}
    successors = contacts_of(partner.unit_id, first=partner.pk) if request.user.is_leader else []
    successors = [one for one in successors if one.until_on is None or one.until_on >= left.soon(today)]
    nobody = _("The case's own guide takes it")
    return _takeover(request, page, context, successors, nobody, actions.follow_partner)


def _takeover(request, found, context, successors, nobody: str, follow):
    """The page of both: counts for everybody who may look, and the lines with their form for the leader."""
    context["counts"] = [(left.Kind(kind).label, n) for kind, n in left.counts(found).items()]
    template = "overview/takeover/takeover.html"
    if not request.user.is_leader or context.get("acts"):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, template, context)
    lines = left.lines_of(found, request.user, MOST)
    form = TakeoverForm(request.POST or None, lines=lines, successors=successors, nobody=nobody)
    _looked("hvem-overtager", lines, request.user)
    step = request.POST.get("step")
    if not form.is_valid():
        # What was given on a click ago is nobody's to give any more.
        done = idempotency.repeated(form, by=request.user)
        if done:
            return see_other(done)
    elif step == "send":
        return _send(request, form, context, follow)
    elif step != "back":
        return render(request, "overview/takeover/takeover_preview.html", context | _preview(request, form))
    context |= _lines(form, lines, context["counts"]) | {"kept": kept_notes(request.POST)}
    return respond(request, form, template, context, status=200 if step == "back" and form.is_valid() else 0)


def _looked(page: str, lines: list, user) -> None:
    cases = [line.case for line in lines if line.case and not line.hidden]
    door.record_list(page, by=user, cases=cases)


def _lines(form, lines: list, counts: list) -> dict:
    """The lines in the order of their kinds, with what was ticked, and how many more there are."""
    ticked = set(form.found if form["scope"].value() else form["lines"].value() or [])
    groups = _groups(lines)
    groups = [(kind, [(line, line.key in ticked) for line in those]) for kind, those in groups]
    return {"groups": groups, "more": sum(n for _label, n in counts) - len(lines)}


def _groups(lines: list) -> list[tuple]:
    found = [(kind, [line for line in lines if line.kind == kind]) for kind in left.Kind]
    return [(kind, those) for kind, those in found if those]


def _preview(request, form) -> dict:
    """What will happen: the hand-over notes of the cases, and every other line; nothing has happened yet."""
    to, chosen = form.successor, form.chosen
    noted = [line for line in chosen if _gets_note(line, to)]
    cases = [line.case for line in noted]
    given = sum(line.kind == left.Kind.GUIDE for line in chosen)
    return {
        "form": form,
        "to": to,
        "without": _without(chosen),
        "what": left.in_words(Counter(line.kind for line in chosen)),
        "load": (to.load, to.load + given) if given and to is not None else None,
        "rows": preview_rows(cases, request.user, request.POST),
        "groups": _groups([line for line in chosen if line not in noted]),
        "hidden": [(name, form.data.get(name, "")) for name in ("to", "reason", "submit_key")]
        # Those that are shown here and no others, whatever comes meanwhile.
        + [("lines", line.key) for line in chosen],
    }


def _gets_note(line, to) -> bool:
    """A note goes with a case to its new guide, as by Overdrag; nobody writes about one that they may not open."""
    return line.kind == left.Kind.GUIDE and not line.hidden and to is not None


def _without(chosen: list) -> list[str]:
    """Where each kind lies that nobody takes over."""
    kinds = [line.kind for line in chosen if line.kind in WITHOUT_SOMEBODY]
    return list(dict.fromkeys(str(WITHOUT_SOMEBODY[kind]) for kind in kinds))


def _send(request, form, context, follow):
    """Do it, and lead to the receipt; or show what was refused, with the notes that were written."""
    cases = [line.case for line in form.chosen if _gets_note(line, form.successor)]
    given = {"by": request.user, "reason": form.cleaned_data["reason"]}
    try:
        given["notes"] = notes_of(request.POST, cases)
        perform(form, follow, context["who"], form.chosen, form.successor, location=_done_url, **given)
    except ValidationError as refused:
        form.add_error(None, refused)
    preview = {} if form.is_valid() else _preview(request, form)
    to = _done_url(form.made) if form.made else ""
    words = _("It is given over.") if form.successor else _("Nobody has taken over.")
    return respond(
        request, form, "overview/takeover/takeover_preview.html", context | preview, to=to, words=words
    )


def _done_url(event) -> str:
    return reverse("overview:takeover_done", args=[event.pk])


def _event(request, pk: int) -> AuditEvent:
    rows = AuditEvent.objects.filter(
        action__in=(undoing.OF_USER, undoing.OF_PARTNER), changes__has_key="given"
    )
    return get_object_or_404(rows, pk=pk, unit_id=request.user.unit_id)


@role_view(Role.LEADER)
@require_GET
def takeover_done(request, pk):
    """The receipt: what went to whom and why, the way back while there is one, and what that leaves alone."""
    event = _event(request, pk)
    done, undone = undoing.load(event), undoing.undone(event)
    may_undo = undoing.may_undo(event, request.user)
    keys = set(undone.changes["left"] if undone else undoing.moved_on(done) if may_undo else ())
    stays = left.lines_of(undoing.rows_of(done, keys), request.user, MOST)
    _looked("hvem-overtager-kvittering", stays, request.user)
    kinds = Counter(one.kind for one in done.given)
    return render(
        request,
        "overview/takeover/takeover_done.html",
        {
            "done": done,
            "event": event,
            "undone": undone,
            "may_undo": may_undo and len(keys) < len(done.given),
            "counts": [(kind.label, kinds[kind]) for kind in left.Kind if kinds[kind]],
            "without": [] if done.to else _without(done.given),
            "groups": _groups(stays),
            "more": len(keys) - len(stays),
            "back_url": left.url_of(done.who),
        },
    )


@role_view(Role.LEADER)
@require_POST
def takeover_undo(request, pk):
    """Give back what nothing has happened to since, within the hour."""
    event = _event(request, pk)
    try:
        stays = back.undo(event, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Undone. What was given over lies where it lay before."))
        if stays:
            words = ngettext(
                "%(n)s line had moved on since, and was left as it is.",
                "%(n)s lines had moved on since, and were left as they are.",
                len(stays),
            )
            messages.warning(request, words % {"n": len(stays)})
    return see_other(_done_url(event))
