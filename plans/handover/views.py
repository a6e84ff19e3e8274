"""Hand-over: see what an audience will get, hand it over, fetch it again."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from cases.models import Case
from core import clock
from core.downloads import pdf_file
from core.idempotency import AlreadySent, SaidOtherwise, claim, settle
from core.paper import Paper
from core.versions import Conflict
from plans.handover import actions
from plans.handover.forms import BOXES, Choice, HandOverForm, PaperForm, audiences
from plans.handover.models import Handover
from plans.handover.preview import offered, preview_of
from plans.handover.scope import NotAllowed
from plans.paper.names import file_name
from plans.plan.models import Plan


def the_plan(case) -> Plan:
    """The open plan of the case, with the case already loaded. Raises Http404."""
    plan = case.plans.filter(closed_on=None).select_related("destination").first()
    if plan is None:
        raise Http404
    plan.case = case
    return plan


@case_view(needs=Permission.HAND_OVER)
def hand_over(request, case):
    """Choose for whom and what, see the pages they will get and what is left out, and hand them over."""
    plan, choices = the_plan(case), audiences(case, clock.today())
    form = None
    if request.method == "POST":
        if "look" in request.POST:
            ticked = request.POST.copy()
            ticked.setlist("parts", [])  # what was shown before
            return redirect(f"{request.path}?{_Asked.of(ticked, choices).query()}")
        form = HandOverForm(_as_ticked(request.POST), choices=choices)
        if form.is_valid() and (answer := _handed_over(request, case, plan, form)):
            return answer
        asked = _Asked.again(form, choices)
    else:
        asked = _Asked.of(request.GET, choices)
    offer, preview, refusal = _preview(plan, asked)
    if preview:
        trail.record(
            "plan.previewed", by=request.user, case_id=case.pk, changes={"audience": asked.choice.key}
        )
    earlier = list(_earlier(case))
    return render(
        request,
        "plans/handover/hand_over.html",
        {
            "case": case,
            "plan": plan,
            "choices": choices,
            "choice": asked.choice,
            "paper": preview and asked.form(offer, preview.chosen),
            "preview": preview,
            "refusal": refusal,
            "form": preview and HandOverForm.under(preview, asked.choice, choices, typed=form),
            "pdf_query": preview and replace(asked, chosen=preview.chosen).query(),
            "earlier": earlier,
            "fresh": next((row for row in earlier if str(row.pk) == request.GET.get("ny")), None),
        },
        status=422 if request.method == "POST" else 200,
    )


@dataclass(frozen=True)
class _Asked:
    """For whom, how it looks, and what of the plan; None is what is ticked beforehand."""

    choice: Choice
    paper: Paper
    chosen: frozenset[str] | None = None

    @classmethod
    def of(cls, query, choices) -> "_Asked":
        """What an address asks for; the first audience when it asks for none."""
        choice = next((c for c in choices if c.key == query.get("til")), choices[0])
        chosen = None
        if "valgt" in query:
            chosen = frozenset(key for name in (*BOXES, "parts") for key in query.getlist(name))
        names = ("sprog", "form", "underskrift")
        return cls(choice, choice.fitting.paper(*map(query.get, names)), chosen)

    @classmethod
    def again(cls, form, choices) -> "_Asked":
        """What a form that was refused asked; the first audience when it asked for nothing possible."""
        choice = next((c for c in choices if c.key == form.data.get("til")), choices[0])
        names = ("language", "variant", "sign")
        paper = choice.fitting.paper(*map(form.cleaned_data.get, names))
        return cls(choice, paper, frozenset(form.data.get("parts", "").split()))

    def query(self) -> str:
        """The address's end that asks for the same again."""
        asked = {"til": self.choice.key, "sprog": self.paper.language, "form": self.paper.variant}
        asked |= {"underskrift": "on"} if self.paper.sign else {}
        if self.chosen is not None:
            asked |= {"valgt": 1, "parts": sorted(self.chosen)}
        return urlencode(asked, doseq=True)

    def form(self, offer, chosen) -> PaperForm:
        """The form that asks for other pages."""
        return PaperForm(self.choice.audience, self.paper, offer if offer.may_choose else None, chosen)


def _as_ticked(data):
    """What was sent, as the boxes and choices on the page have it: what is untouched is what was shown.

    What was ticked or unticked since the pages were drawn makes another PDF than the one that was seen.
    """
    data = data.copy()
    for name, asked in (("language", "sprog"), ("variant", "form")):
        if asked in data:
            data[name] = data[asked]
            data["sign"] = data.get("underskrift", "")
    if "valgt" in data:
        data["parts"] = " ".join(key for name in BOXES for key in data.getlist(name))
    return data


def _preview(plan, asked: _Asked, *, draw=True):
    """What the audience may have, the pages it would get, and why not when there are none."""
    to = {"partner": asked.choice.partner, "on": clock.today()}
    try:
        offer = offered(plan, asked.choice.audience, **to)
        chosen = offer.ticked if asked.chosen is None else asked.chosen
        more = {"paper": asked.paper, "chosen": chosen, "draw": draw}
        return offer, preview_of(plan, offer, asked.choice.audience, **to, **more), ""
    except NotAllowed as reason:
        return None, None, str(reason)


def _handed_over(request, case, plan, form):
    choice, data = form.choice, form.cleaned_data
    page = reverse("plans:hand_over", args=[case.pk])
    try:
        # Refused, it is as if it never was sent.
        with transaction.atomic():
            sent = claim(form, by=request.user, location=f"{page}#tidligere")
            handover = actions.hand_over(
                plan,
                choice.audience,
                by=request.user,
                partner=choice.partner,
                paper=data["paper"],
                chosen=data["parts"],
                seen=data["seen"],
                reason=data.get("reason", ""),
            )
    except AlreadySent as earlier:
        return redirect(earlier.location)
    except SaidOtherwise as said:
        return form.add_error(None, said)
    except Conflict:
        words = _("The plan, or what you chose of it, has changed. See the pages again, then hand them over.")
        return form.add_error(None, words)
    except NotAllowed as reason:
        return form.add_error(None, str(reason))
    except ValidationError:  # guarded since the page was shown
        return form.add_error(None, _("The case is protected now. Say why, then hand it over."))
    settle(sent, f"{page}?til={choice.key}&ny={handover.pk}")
    return redirect(f"{page}?til={choice.key}&ny={handover.pk}")


@role_view(Role.LEADER)
@require_GET
def guarded_handovers(request):
    """Plans of shielded cases, or of young people with a protected address, that partners were handed: when,
    by whom and why.

    A case that the leader may not open stays without a name, and its partner without more than its kind.
    """
    rows = Handover.objects.filter(plan__case__unit=request.user.unit_id).exclude(told_reason="")
    rows = rows.listed().select_related("by", "partner__category", "plan")[:100]
    visible = Case.objects.visible_to(request.user).filter(pk__in=[row.plan.case_id for row in rows])
    known = {case.pk: case for case in visible.select_related("person")}
    record_list("beskyttede udleveringer", by=request.user, cases=known.values())
    context = {"rows": [(row, known.get(row.plan.case_id)) for row in rows]}
    return render(request, "plans/handover/guarded_handovers.html", context)


def _earlier(case):
    """What was handed over before, newest first, without the bytes; each with ``is_internal``."""
    rows = Handover.objects.filter(plan__case=case).listed().select_related("partner", "by")
    for row in rows.order_by("-created_at", "pk")[:50]:
        row.is_internal = row.shows_address(case.person)
        yield row


@case_view(needs=Permission.HAND_OVER)
def hand_over_preview(request, case):
    """The very PDF that would be handed over, to look at first. Nothing is kept but the look."""
    asked = _Asked.of(request.GET, audiences(case, clock.today()))
    _offer, preview, refusal = _preview(the_plan(case), asked, draw=False)
    if preview is None:
        raise Http404(refusal)
    trail.record("plan.previewed", by=request.user, case_id=case.pk, changes={"audience": asked.choice.key})
    choice = asked.choice
    name = file_name("udkast-plan", case, choice, day=clock.today(), partner=choice.partner)
    return pdf_file(preview.pdf, name, attachment=False)


@case_view(needs=Permission.PLAN_READ)
def handover(request, case, handover_id):
    """What was handed over, byte for byte."""
    row = Handover.objects.filter(pk=handover_id, plan__case=case).first()
    if row is None:
        raise Http404
    trail.record("plan.handover_fetched", by=request.user, case_id=case.pk, obj=row)
    return copy_as_pdf(row, case, internal=row.shows_address(case.person))


def copy_as_pdf(row: Handover, case, *, internal=False) -> HttpResponse:
    """A kept copy; what is ``internal`` says so in its name: it shows an address that is protected now."""
    day = clock.local_date(row.created_at)
    return pdf_file(
        bytes(row.pdf), file_name("plan", case, row, day=day, partner=row.partner, internal=internal)
    )
