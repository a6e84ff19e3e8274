"""Giving cases over: to another guide for good, or to whoever covers for a while. Chosen, seen, sent, and undone."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role, User
from cases.access import door as access_door
from cases.access import permissions as access_permissions
from cases.casefile.querysets import LIST_COLUMNS
from cases.guides.fields import LOAD
from cases.models import Case
from core import clock, idempotency
from core.http import see_other
from core.ordering import Danish
from workspace.rows import chips_of
from workspace.transfer import actions
from workspace.transfer.forms import MOST_CASES, TransferForm, notes_of
from workspace.transfer.meanwhile import done_meanwhile
from workspace.transfer.models import Transfer
from workspace.transfer.preview import kept_notes, preview_rows

SHOWN = 25


def guides_of(user) -> list[User]:
    """Whose cases ``user`` may give over: one's own, or for a leader everybody's who carries any; with how many."""
    carrying = User.objects.filter(unit_id=user.unit_id).annotate(load=LOAD).filter(load__gt=0)
    return list(carrying.order_by(Danish("name"))) if user.is_leader else []


def cases_of(guide: User, user) -> list[Case]:
    """The open cases of ``guide`` that ``user`` may give over."""
    rows = Case.objects.visible_to(user).open().filter(guide=guide)
    rows = rows.select_related("person", "guide", "deputy", "cover", "unit").order_by(
        "person__sort_name", "pk"
    )
    found = list(rows[:MOST_CASES])
    if guide.pk == user.pk:
        return found
    return [case for case in found if "assign" in access_permissions.permissions(case, user)]


def _guide(request) -> User | None:
    """Whose cases the page is about: one's own, or the guide that a leader chose."""
    if not request.user.is_leader:
        return request.user
    asked = request.POST.get("fra") or request.GET.get("fra", "")
    if not asked.isdecimal() or len(asked) > 9:
        return None
    return User.objects.filter(unit_id=request.user.unit_id, pk=int(asked)).first()


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def transfer(request):
    """Choose whose cases, which, to whom and how long; see the hand-over notes; give them over."""
    user, today = request.user, clock.today()
    guide = _guide(request)
    context = {"guide": guide, "guides": guides_of(user), "running": _running(user, today)}
    if guide is None:
        access_door.record_list("overdrag", by=user, cases=[])
        return render(request, "workspace/transfer/transfer.html", context)
    cases = cases_of(guide, user)
    asked = {"cases": request.GET.getlist("sag")}
    form = TransferForm(request.POST or None, guide=guide, cases=cases, by=user, initial=asked)
    access_door.record_list("overdrag", by=user, cases=cases)
    context |= {"form": form, "cases": cases}
    if request.method == "GET":
        return render(request, "workspace/transfer/transfer.html", context)
    if not form.is_valid():
        # Cases that were given over for good a click ago are nobody's to give any more.
        done = idempotency.repeated(form, by=user)
        return (
            see_other(done)
            if done
            else render(request, "workspace/transfer/transfer.html", context, status=422)
        )
    if request.POST.get("step") == "back":
        return render(
            request, "workspace/transfer/transfer.html", context | {"kept": kept_notes(request.POST)}
        )
    return _send(request, context) if request.POST.get("step") == "send" else _preview(request, context)


def _preview(request, context, *, refusals=None, problem="", status=200):
    """What will happen, case by case, with the note that each gets; nothing has happened yet."""
    form = context["form"]
    data = form.cleaned_data
    rows = preview_rows(form.chosen, request.user, request.POST, refusals)
    load = data["to"].load
    context |= {
        "rows": rows,
        "data": data,
        "problem": problem,
        "refused": bool(refusals),
        "load": load,
        "load_after": load + len(rows),
        "hidden": [
            (name, value)
            for name in ("fra", "kind", "to", "from_on", "last_on", "reason", "submit_key")
            for value in form.data.getlist(name)
        ]
        # Those that are shown here and no others, whatever comes to the guide meanwhile.
        + [("cases", case.pk) for case in form.chosen],
    }
    return render(request, "workspace/transfer/transfer_preview.html", context, status=status)


def _send(request, context):
    form, user = context["form"], request.user
    data = form.cleaned_data
    try:
        notes = notes_of(request.POST, form.chosen)
        with transaction.atomic():
            claimed = idempotency.claim(form, by=user, location=reverse("workspace:transfer"))
            row = actions.transfer_cases(
                form.chosen,
                data["to"],
                by=user,
                reason=data["reason"],
                notes=notes,
                from_on=data["from_on"],
                until_on=data["until_on"],
            )
            url = reverse("workspace:transfer_done", args=[row.pk])
            idempotency.settle(claimed, url)
    except idempotency.AlreadySent as sent:
        return see_other(sent.location)
    except actions.TransferRefused as refused:
        return _preview(request, context, refusals=refused.refusals, status=422)
    except ValidationError as error:
        return _preview(request, context, problem=" ".join(error.messages), status=422)
    said = {"n": len(form.chosen), "name": data["to"].name}
    words = ngettext("%(n)s case is given over.", "%(n)s cases are given over.", said["n"])
    if row.is_cover:
        words = ngettext("%(name)s covers %(n)s case.", "%(name)s covers %(n)s cases.", said["n"])
    messages.success(request, words % said)
    return see_other(url)


def _running(user, today) -> list[dict]:
    """Covers that hold now or come: all of the unit's for its leader, one's own for a guide; from the cases themselves.

    Each leads to what was given over together, where there is such an act.
    """
    rows = Case.objects.open().filter(unit_id=user.unit_id, cover_until__gt=today)
    rows = rows.visible_to(user) if user.is_leader else rows.filter(Q(guide=user) | Q(cover=user))
    who = ("guide_id", "cover_id", "cover_from", "cover_until")
    rows = rows.order_by("cover_from", "cover_until", Danish("guide__name"), Danish("cover__name"))
    rows = rows.values(*who, "guide__name", "cover__name").annotate(count=Count("pk"))
    made = Transfer.objects.of(user).covering(today).order_by("recorded_at")
    acts = {(t.from_user_id, t.to_user_id, t.from_on, t.until_on): t.pk for t in made}
    return [
        row
        | {
            "pk": acts.get(tuple(row[name] for name in who)),
            "last_day": row["cover_until"] - timedelta(days=1),
        }
        for row in rows[:SHOWN]
    ]


def _one(request, transfer_id) -> Transfer:
    rows = Transfer.objects.of(request.user).select_related("from_user", "to_user", "by")
    row = rows.filter(pk=transfer_id).first()
    if row is None:
        raise Http404
    return row


def _standing(row: Transfer, user, today) -> dict:
    """Whether a cover is over, since when if it was ended before its time, and what may still be done with it."""
    holds = actions.holds(row)
    early = row.is_cover and not holds and row.undone_at is None and row.until_on > today
    return {
        "over": row.is_cover and (early or row.until_on <= today),
        "early": early,
        "ended_on": actions.ended_on(row) if early else None,
        "may_undo": holds and actions.may_undo(row, user),
        "may_end": row.is_cover
        and holds
        and row.until_on > today
        and (user.is_leader or user.pk in (row.from_user_id, row.by_id)),
    }


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def transfer_done(request, transfer_id):
    """What was given over together: both guides find the notes here, of the cases that are still theirs to open."""
    row, user, today = _one(request, transfer_id), request.user, clock.today()
    lines = {line.case_id: line.note for line in row.lines.select_related("note")}
    rows = Case.objects.visible_to(user).filter(pk__in=list(lines)).select_related("person", "guide", "cover")
    cases = list(rows.only(*LIST_COLUMNS).order_by("person__sort_name", "pk"))
    access_door.record_list("overdraget", by=user, cases=cases)
    readable = [case for case in cases if "log_read" in access_permissions.permissions(case, user)]
    done = done_meanwhile(row, readable)
    context = {
        "row": row,
        "lines": [
            {
                "name": case.person.name,
                "age": case.person.age(today),
                "chips": chips_of(case, today),
                "url": case.get_absolute_url(),
                "done": done.get(case.pk, ()),
                "note": (note := lines[case.pk]) and not note.is_struck and note,
            }
            for case in cases
        ],
        "hidden": len(lines) - len(cases),
        **_standing(row, user, today),
    }
    return render(request, "workspace/transfer/transfer_done.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def transfer_undo(request, transfer_id):
    """Give everything back, within the hour."""
    row = _one(request, transfer_id)
    try:
        left = actions.undo_transfer(row, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Undone. The cases are where they were."))
        if left:
            words = ngettext(
                "%(n)s case had moved on since, and was left as it is.",
                "%(n)s cases had moved on since, and were left as they are.",
                len(left),
            )
            messages.warning(request, words % {"n": len(left)})
    return see_other(reverse("workspace:transfer_done", args=[row.pk]))


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def transfer_end(request, transfer_id):
    """End a cover before its time: the guide is back."""
    row = _one(request, transfer_id)
    if not (request.user.is_leader or request.user.pk in (row.from_user_id, row.by_id)):
        raise Http404
    ended = actions.end_transfer(row, by=request.user)
    if ended:
        begun = row.from_on <= clock.today()
        messages.success(request, _("The cover has ended.") if begun else _("The cover is called off."))
    else:
        messages.info(request, _("The cover had ended already."))
    return see_other(reverse("workspace:transfer_done", args=[row.pk]))
