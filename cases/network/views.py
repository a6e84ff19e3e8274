"""Who is in a young person's life: the map, the table that says the same, and partners and colleagues who take part."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.network import actions
from cases.network import drawing as network_map
from cases.network.forms import ColleagueForm, ParticipationForm
from cases.network.people_around import people_around
from cases.people.models import Closeness
from core import clock
from core.acting import perform
from core.http import respond, see_other


@case_view(needs=Permission.CASE_READ)
@require_GET
def network(request, case):
    """The picture and the table beneath it: relation, custody, what the young person says of contact, and the
    last contact.
    """
    today = clock.today()
    people = people_around(case)
    present = [someone for someone in people if someone.is_around(today)]
    called = case.person.called
    rings = [
        (network_map.key(value), label, [someone for someone in present if someone.closeness == value])
        for value, label in Closeness.choices
    ]
    context = {
        "case": case,
        "carried": _carried(case) if case.may.case_edit and case.may.plan_read else [],
        "present": present,
        "rings": [(mark, label, members) for mark, label, members in rings if members],
        "gone": [someone for someone in people if not someone.is_around(today)],
        "maps": [
            ("wide", network_map.draw(called, present)),
            ("narrow", network_map.draw(called, present, frame=network_map.NARROW)),
        ],
    }
    return render(request, "cases/network/network.html", context)


def _carried(case) -> list[tuple]:
    """What lies ahead with a partner, beside the partner: it stays theirs when they take no part any more."""
    found: list = []
    for plan in case.plans.filter(closed_on=None):
        for rows in (plan.milestones.open(), plan.efforts.filter(ended_on=None, taken_back_at=None)):
            found += rows.exclude(contact=None).select_related("contact")
    return [(row.contact.partner_id, row) for row in found]


def _network(case) -> str:
    return reverse("cases:network", args=[case.pk])


def _add(request, case, form, action, who: str, template: str):
    """Somebody takes part around the young person: ``who`` is the field that says who."""
    words = ""
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name not in (who, "submit_key")}
        someone = form.cleaned_data[who]
        perform(form, action, case, someone, by=request.user, field=who, location=_network(case), **data)
        words = _("%(name)s takes part now.") % {"name": someone.name}
    return respond(request, form, template, {"case": case}, to=_network(case), words=words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def colleague_add(request, case):
    """A colleague takes part around the young person."""
    form = ColleagueForm(request.POST or None, case=case)
    return _add(request, case, form, actions.add_colleague, "user", "cases/network/colleague_add.html")


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def colleague_end(request, case, role_id):
    """The colleague no longer takes part, from today."""
    row = case.colleague_roles.current().filter(pk=role_id, until_on=None).first()
    if row is not None:
        actions.end_colleague(row, by=request.user)
    messages.success(request, _("The colleague no longer takes part."))
    return see_other(_network(case))


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def participation_add(request, case):
    """Let a partner take part around the young person."""
    form = ParticipationForm(request.POST or None, case=case)
    page = "cases/network/participation_add.html"
    return _add(request, case, form, actions.add_participation, "partner", page)


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def participation_end(request, case, participation_id):
    """The partner no longer takes part, from today."""
    row = case.participations.current().filter(pk=participation_id, until_on=None).first()
    if row is not None:
        actions.end_participation(row, by=request.user)
    messages.success(request, _("The partner no longer takes part."))
    return see_other(_network(case))
