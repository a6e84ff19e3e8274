"""Ny henvendelse: search first, so that nobody gets two cases; then the facts. It opens the case and its one plan together."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role, User
from cases import access, search
from cases.actions import AlreadyKnown
from cases.forms import PersonForm, date_input, not_in_the_future
from cases.models import Case
from cases.rows import case_url
from core import clock, idempotency
from core.http import see_other
from plans.actions import take_in


class IntakeSearchForm(forms.Form):
    """Who is it about? Enough to see whether the unit knows them already."""

    q = forms.CharField(label=gettext_lazy("CPR number, name or phone"), max_length=80)


class IntakeForm(PersonForm, idempotency.SubmitKeyForm):
    """The young person's facts, and why and when they came."""

    reason = forms.CharField(
        label=gettext_lazy("Why do they come?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    on = forms.DateField(label=gettext_lazy("Came on"), widget=date_input(), validators=[not_in_the_future])
    guide = forms.ModelChoiceField(
        label=gettext_lazy("Guide"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Waits for a guide"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, unit=user.unit, **kwargs)
        self.fields["on"].initial = clock.today
        carriers = User.objects.filter(unit=user.unit, is_active=True, role__in=[Role.GUIDE, Role.LEADER])
        self.fields["guide"].queryset = carriers.order_by("name")
        self.fields["guide"].initial = user.pk if user.is_guide else None


def _guess(asked: str) -> dict:
    """What the search words already tell, so that nobody types it twice."""
    if search.looks_like_cpr(asked):
        from cases import rules

        try:
            return {"cpr": asked, "birth_date": rules.parse_cpr(asked).birth_date}
        except rules.BadCpr:
            return {"cpr": asked}
    if search.looks_like_phone(asked):
        return {"phone": asked}
    first, _sep, last = asked.rpartition(" ")
    return {"first_name": (first or last)[:80], "last_name": last[:80] if first else ""}


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def intake(request):
    """Step one: search. A CPR number goes by POST and never stands in an address."""
    form = IntakeSearchForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(
            request, "plans/intake.html", {"search_form": form}, status=422 if request.POST else 200
        )
    asked = form.cleaned_data["q"].strip()
    hits = search.find(request.user, asked, limit=8)
    access.record_list("intake", by=request.user, cases=[hit.case for hit in hits])
    context = {
        "search_form": form,
        "searched": True,
        "hits": hits,
        "form": IntakeForm(initial=_guess(asked), user=request.user),
        "certain": bool(hits) and search.looks_like_cpr(asked),
    }
    return render(request, "plans/intake.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def intake_save(request):
    """Step two: open the case and its plan. What was typed is kept when something is wrong."""
    form = IntakeForm(request.POST, user=request.user)
    form.instance.unit = request.user.unit
    if not form.is_valid():
        return render(
            request, "plans/intake.html", {"form": form, "search_form": IntakeSearchForm()}, status=422
        )
    data = form.cleaned_data
    try:
        with transaction.atomic():
            claimed = idempotency.claim(form, by=request.user)
            case = take_in(
                form.instance, by=request.user, on=data["on"], guide=data["guide"], reason=data["reason"]
            )
            idempotency.settle(claimed, case_url(case.pk))
    except idempotency.AlreadySent as sent:
        return see_other(sent.location or "/")
    except AlreadyKnown as known:
        return _already(request, form, known.case)
    except ValidationError as error:
        form.add_error(None, error)
        return render(
            request, "plans/intake.html", {"form": form, "search_form": IntakeSearchForm()}, status=422
        )
    for warning in form.warnings:
        messages.warning(request, warning)
    messages.success(request, _("%(name)s has a case now. Next: the plan.") % {"name": case.person.called})
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return see_other(case_url(case.pk))
    return see_other("/")


def _already(request, form, case):
    """The young person has an open case: lead there instead of making a second one."""
    form.add_error("cpr", _("A young person with this CPR number is already known in the unit."))
    known = Case.objects.known_to(request.user).filter(pk=case.pk).exists()
    context = {
        "form": form,
        "search_form": IntakeSearchForm(),
        "known_url": f"{case_url(case.pk)}formaal/" if known else "",
    }
    return render(request, "plans/intake.html", context, status=409)
