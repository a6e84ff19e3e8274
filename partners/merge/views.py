"""Likely duplicates, and making one partner of two."""

from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core import clock, municipalities
from core.http import see_other
from core.phones import show_phone
from core.versions import Conflict
from partners.directory import duplicates
from partners.directory.finding import partner_found
from partners.directory.merged import follows_merges
from partners.directory.models import NotDuplicate, Partner
from partners.merge.actions import (
    MERGE_FIELDS,
    CannotMerge,
    duplicate_contacts,
    merge_partners,
    preview_merge,
    seeing_more,
)

# What the rows that move are called; tables of later apps fall back on their own name.
ROWS = {
    "partners.contact": ngettext_lazy("%(n)s contact", "%(n)s contacts", "n"),
    "cases.participation": ngettext_lazy("%(n)s part in a case", "%(n)s parts in cases", "n"),
    "cases.consent": ngettext_lazy(
        "%(n)s consent or other ground for sharing", "%(n)s consents and other grounds for sharing", "n"
    ),
    "cases.notecontact": ngettext_lazy("%(n)s contact in notes", "%(n)s contacts in notes", "n"),
    "cases.activityperiod": ngettext_lazy("%(n)s activity", "%(n)s activities", "n"),
    "plans.promisequestion": ngettext_lazy("%(n)s question", "%(n)s questions", "n"),
    "plans.proposal": ngettext_lazy("%(n)s proposal", "%(n)s proposals", "n"),
    "plans.promisereport": ngettext_lazy("%(n)s report of how it goes", "%(n)s reports of how it goes", "n"),
    "plans.formaldecision": ngettext_lazy("%(n)s formal decision", "%(n)s formal decisions", "n"),
    "plans.declinereason": ngettext_lazy("%(n)s reason to decline", "%(n)s reasons to decline", "n"),
    "plans.qualification": ngettext_lazy(
        "%(n)s question of clarification", "%(n)s questions of clarification", "n"
    ),
    "intake.statement": ngettext_lazy(
        "%(n)s statement of a department", "%(n)s statements of departments", "n"
    ),
    "plans.handover": ngettext_lazy("%(n)s plan handed over", "%(n)s plans handed over", "n"),
    "partners.partner": ngettext_lazy("%(n)s partner merged earlier", "%(n)s partners merged earlier", "n"),
    "partners.notduplicate": ngettext_lazy(
        "%(n)s answer that two are not the same", "%(n)s answers that two are not the same", "n"
    ),
    "partners.partnership": ngettext_lazy("%(n)s page of a partnership", "%(n)s pages of a partnership", "n"),
    "partners.offer": ngettext_lazy("%(n)s offer", "%(n)s offers", "n"),
    "partners.jointmeeting": ngettext_lazy("%(n)s joint meeting", "%(n)s joint meetings", "n"),
    "partners.assumption": ngettext_lazy("%(n)s assumption", "%(n)s assumptions", "n"),
    "partners.selfassessment": ngettext_lazy("%(n)s self-assessment", "%(n)s self-assessments", "n"),
}
BOTH = "both"


@role_view(Role.ADMIN)
def duplicate_list(request):
    """Pairs in the directory that look like one organisation."""
    return render(
        request, "partners/merge/duplicate_list.html", {"pairs": duplicates.likely_pairs(request.user.unit)}
    )


@role_view(Role.ADMIN)
@require_POST
@follows_merges
def not_duplicate(request, pk, other_pk):
    """Say that two partners that look alike are two, so that nobody is asked again."""
    one, two = _pair(request, *sorted((pk, other_pk)))
    with transaction.atomic():
        _row, created = NotDuplicate.objects.get_or_create(one=one, two=two, defaults={"by": request.user})
        if created:
            trail.record("partner.not_duplicate", by=request.user, obj=one, changes={"other": [None, two.pk]})
    messages.success(
        request, _("%(one)s and %(two)s will not be shown as duplicates again.") % {"one": one, "two": two}
    )
    return redirect("partners:duplicate_list")


@role_view(Role.ADMIN)
@follows_merges
def merge_choose(request, pk):
    """Find the partner to merge this one with: likely ones first, then a search (`partners.directory.finding`)."""
    partner = get_object_or_404(Partner.objects.of_unit(request.user.unit), pk=pk)
    q = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = []
    if q:
        rows = Partner.objects.of_unit(request.user.unit).exclude(pk=partner.pk).select_related("category")
        found = rows.filter(partner_found(q))[:20]
    context = {"partner": partner, "q": q, "found": found, "alike": duplicates.likely_duplicates(partner)}
    return render(request, "partners/merge/merge_choose.html", context)


def _pair(request, pk, other_pk) -> tuple[Partner, Partner]:
    rows = Partner.objects.of_unit(request.user.unit).select_related("category").in_bulk([pk, other_pk])
    if pk == other_pk or len(rows) != 2:
        raise Http404
    return rows[pk], rows[other_pk]


def _show(partner: Partner, choice: str) -> str:
    """The value of one choice as a reader knows it."""
    if choice == "address":
        return ", ".join(filter(None, [partner.address, f"{partner.postal_code} {partner.city}".strip()]))
    if choice == "phone":
        return show_phone(partner.phone)
    if choice == "municipality_code":
        return municipalities.name(partner.municipality_code)
    if choice == "next_evaluation_on":
        day = partner.next_evaluation_on
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""
    if choice in ("side", "agreement"):
        return getattr(partner, f"get_{choice}_display")()
    value = getattr(partner, choice)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def _choices(survivor: Partner, other: Partner, posted) -> list[dict]:
    """One entry a field: both values, and which of them is chosen; the survivor's unless it is empty."""
    rows = []
    for choice, fields in MERGE_FIELDS.items():
        mine, theirs = _show(survivor, choice), _show(other, choice)
        label = Partner._meta.get_field(fields[0]).verbose_name
        differ = mine != theirs
        usual = "theirs" if theirs and not mine else "mine"
        # "No agreement" and "no authority" say less than what the other row knows.
        if (
            choice in ("has_authority", "is_active")
            and getattr(other, choice)
            and not getattr(survivor, choice)
        ):
            usual = "theirs"
        if choice == "agreement" and survivor.agreement == Partner.Agreement.NONE:
            usual = "theirs"
        if choice == "notes" and mine and theirs:
            usual = BOTH
        allowed = ("mine", "theirs", BOTH) if choice == "notes" else ("mine", "theirs")
        chosen = posted.get(f"take_{choice}", usual)
        rows.append(
            {
                "name": choice,
                "label": label,
                "mine": mine,
                "theirs": theirs,
                "differ": differ,
                "both": choice == "notes" and mine and theirs and differ,
                "chosen": chosen if chosen in allowed else usual,
            }
        )
    return rows


def _values(survivor: Partner, other: Partner, choices: list[dict]) -> dict:
    """The values to write, by field."""
    values = {}
    for row in choices:
        for field in MERGE_FIELDS[row["name"]]:
            source = other if row["chosen"] == "theirs" else survivor
            values[field] = getattr(source, field)
            if row["chosen"] == BOTH:
                values[field] = f"{survivor.notes}\n\n{other.notes}".strip()
    return values


@role_view(Role.ADMIN)
@follows_merges
def partner_merge(request, pk, other_pk):
    """Both partners side by side: choose what stands, see what moves, merge."""
    survivor, other = _pair(request, pk, other_pk)
    refused = ""
    if request.method == "POST":
        refused = _merged(request, survivor, other)
        if not refused:
            return see_other(survivor.get_absolute_url())
        survivor, other = _pair(request, pk, other_pk)
    moves = preview_merge(other)
    context = {
        "survivor": survivor,
        "other": other,
        "choices": _choices(survivor, other, request.POST),
        "doubles": duplicate_contacts(survivor, other),
        "rows": _counted(moves),
        "case_count": len(moves.case_ids),
        "users": seeing_more(survivor, other),
        "refused": refused,
        "today": clock.today(),
    }
    return render(request, "partners/merge/partner_merge.html", context, status=409 if refused else 200)


def _merged(request, survivor: Partner, other: Partner) -> str:
    """Merge as chosen, and say so; or why it cannot be."""
    ticked = request.POST.getlist("join")
    joined = [(a.pk, b.pk) for a, b in duplicate_contacts(survivor, other) if f"{a.pk}-{b.pk}" in ticked]
    values = _values(survivor, other, _choices(survivor, other, request.POST))
    waiting = [contact.name for contact in seeing_more(survivor, other)]
    try:
        versions = tuple(int(request.POST.get(name, 0)) for name in ("version", "other_version"))
        moved = merge_partners(
            survivor, other, by=request.user, versions=versions, joined=joined, values=values
        )
    except (Conflict, ValueError):
        return _("One of the two was changed while you looked. Here they are as they stand now; look again.")
    except CannotMerge:
        return _(
            "They cannot be merged: both have something of which there can only be one, and KUI cannot tell which "
            "stands. Nothing was changed."
        )
    told = _("%(other)s is now part of %(partner)s.") % {"other": other, "partner": survivor}
    if moved.rows:
        told += " " + _("Moved: %(rows)s.") % {"rows": ", ".join(_counted(moved))}
    if waiting:
        words = _("They cannot come in until a leader has confirmed it: %(names)s.")
        told += " " + words % {"names": ", ".join(waiting)}
    messages.success(request, told)
    return ""


def _counted(moves) -> list[str]:
    """How many rows of each kind, in words, most first."""
    words = []
    for label, count in moves.rows.most_common():
        name = apps.get_model(label)._meta.verbose_name_plural
        words.append(ROWS[label] % {"n": count} if label in ROWS else f"{count} {name}")
    return words
