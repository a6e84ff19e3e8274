"""One inquiry: what was asked, what the departments say, and what is decided."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from audit.models import AuditEvent
from cases.access import door as access
from cases.access import log
from cases.casefile import finding as search
from cases.casefile.actions import AlreadyKnown
from cases.links import case_url
from cases.models import Case
from core import clock, idempotency
from core.http import see_other
from core.listing import BoundedPaginator
from core.versions import Conflict
from intake.inquiries import actions
from intake.inquiries.access import inquiry_view, record_inquiries
from intake.inquiries.actions import take_in_inquiry
from intake.inquiries.filters import InquiryFilterSet
from intake.inquiries.forms import (
    AnswerForThemForm,
    AskForm,
    DecideForm,
    InquiryEditForm,
    ReopenForm,
    TakeInForm,
    TakeInKnownForm,
    WithdrawForm,
)
from intake.inquiries.models import Department, Inquiry, Outcome, Statement
from intake.inquiries.rows import THINKING, inquiry_rows, waiting_chip

SEEN_SHOWN = 6


def inquiry_url(inquiry_id) -> str:
    """The address of an inquiry."""
    return reverse("intake:inquiry", args=[inquiry_id])


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def inquiry_list(request):
    """The unit's inquiries that one may read, by where they stand; those that wait, longest waiting first."""
    rows = Inquiry.objects.visible_to(request.user).with_standing()
    filters = InquiryFilterSet(request.GET, rows, request=request)
    page = BoundedPaginator(filters.qs).get_page(request.GET.get("page"))
    record_inquiries("henvendelser", by=request.user, inquiries=page.object_list)
    context = {
        "page": page,
        "rows": inquiry_rows(page.object_list, clock.today()),
        "standing": filters.chosen.get("vis", ""),
        "standings": filters.form.fields["vis"].choices,
    }
    return render(request, "intake/inquiries/inquiry_list.html", context)


@inquiry_view(work=False)
@require_GET
def inquiry(request, inquiry):
    """One inquiry on one page."""
    statements = list(inquiry.statements.select_related("department", "partner", "answered_by", "asked_by"))
    undecided = inquiry.is_undecided()
    works = undecided and inquiry.may_work
    hits = candidates_of(request, inquiry) if works and inquiry.case_id is None else []
    awaited = {s.department_id for s in statements if s.is_awaited}
    context = {
        "inquiry": inquiry,
        "undecided": undecided,
        "works": works,
        "statements": [(s, waiting_chip(s.waited(), THINKING)) for s in statements],
        "may_ask": works and Department.objects.filter(is_active=True).exclude(pk__in=awaited).exists(),
        "decision": inquiry.decision,
        "earlier_decisions": list(
            inquiry.decisions.exclude(reopened_at=None).select_related("by", "reopened_by")
        ),
        "hits": hits,
        "led_to": _reachable(request, inquiry.case_id),
        "seen": log.lines(_seen(inquiry)),
        "waited": waiting_chip(inquiry.waited()) if undecided else "",
    }
    return render(request, "intake/inquiries/inquiry.html", context)


def candidates_of(request, inquiry) -> list:
    """The cases that the inquiry may be about; that they were shown is on the trail."""
    hits = search.candidates(
        request.user,
        name=inquiry.name,
        birth_date=inquiry.birth_date,
        cpr=inquiry.cpr,
        phone=inquiry.phone,
    )
    access.record_list("intake", by=request.user, cases=[hit.case for hit in hits])
    return hits


def _reachable(request, case_id) -> Case | None:
    """The case, where the user may know that it exists."""
    rows = Case.objects.known_to(request.user).filter(pk=case_id).select_related("person")
    return rows.first() if case_id else None


def _seen(inquiry):
    """Who looked and wrote lately, in the index of objects without a case."""
    rows = AuditEvent.objects.filter(
        object_type=inquiry._meta.label_lower, object_id=str(inquiry.pk), case_id=None
    )
    return rows.order_by("-at", "-pk")[: 4 * SEEN_SHOWN]


def _form(
    request, inquiry, form, *, title, lead="", send=None, danger=False, status=None, template=None, **more
):
    """A page with one form about the inquiry."""
    context = {
        "inquiry": inquiry,
        "form": form,
        "title": title,
        "lead": lead,
        "send": send or _("Save"),
        "danger": danger,
        "back": inquiry_url(inquiry.pk),
        **more,
    }
    return render(
        request,
        template or "intake/inquiries/inquiry_form.html",
        context,
        status=status or (422 if request.method == "POST" else 200),
    )


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def inquiry_edit(request, inquiry):
    """Correct what was taken down. Who saves second gets both texts."""
    form = InquiryEditForm(request.POST or None, instance=inquiry)
    page = {"title": _("Correct the inquiry"), "template": "intake/inquiries/inquiry_edit.html"}
    if request.method == "GET" or not form.is_valid():
        return _form(request, inquiry, form, **page)
    data = form.cleaned_data
    values = {name: data[name] for name in InquiryEditForm.Meta.fields}
    try:
        actions.edit_inquiry(inquiry, by=request.user, expected_version=data["version"], values=values)
    except Conflict as conflict:
        theirs = [
            (form.fields[name].label, getattr(conflict.current, name), values[name])
            for name in values
            if name != "cpr" and getattr(conflict.current, name) != values[name]
        ]
        again = form.data.copy()
        again["version"] = conflict.current.version
        form = InquiryEditForm(again, instance=conflict.current)
        return _form(request, inquiry, form, status=409, conflict=theirs, **page)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, inquiry, form, **page)
    messages.success(request, _("Saved."))
    return see_other(inquiry_url(inquiry.pk))


@inquiry_view(work=True)
@require_POST
def inquiry_point(request, inquiry):
    """Say which case the inquiry is about; nothing chosen takes it back."""
    chosen = request.POST.get("case", "")
    case = None
    if chosen:
        try:
            case = Case.objects.known_to(request.user).filter(pk=chosen).first()
        except (ValidationError, ValueError):
            case = None
        if case is None:
            raise Http404
    try:
        actions.point_to_case(inquiry, case, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other(inquiry_url(inquiry.pk))


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def inquiry_ask(request, inquiry):
    """Ask a department for its word, on a stated basis."""
    form = AskForm(request.POST or None, inquiry=inquiry)
    page = {
        "title": _("Ask a department"),
        "lead": _("Each department says its own short word, and only what it may know is shared with it."),
        "send": _("Ask"),
    }
    if request.method == "GET" or not form.is_valid():
        return _form(request, inquiry, form, **page)
    data = form.cleaned_data
    fields = ("department", "partner", "question", "basis", "basis_note", "asked_on")
    statement = Statement(inquiry=inquiry, **{name: data[name] for name in fields})
    try:
        with transaction.atomic():
            idempotency.claim(form, by=request.user)
            actions.ask_department(statement, by=request.user)
    except idempotency.AlreadySent:
        return see_other(inquiry_url(inquiry.pk))
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, inquiry, form, **page)
    words = _("%(department)s is asked.") % {"department": statement.department}
    messages.success(request, words)
    return see_other(f"{inquiry_url(inquiry.pk)}#udtalelser")


def _statement(inquiry, statement_id, **filters) -> Statement:
    rows = inquiry.statements.filter(**filters).select_related("department", "partner")
    found = rows.filter(pk=statement_id).first()
    if found is None:
        raise Http404
    found.inquiry = inquiry
    return found


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def statement_write(request, inquiry, statement_id):
    """Write down what a department said, naming who said it."""
    statement = _statement(inquiry, statement_id)
    form = AnswerForThemForm(request.POST or None)
    page = {
        "title": _("What does %(department)s say?") % {"department": statement.department},
        "lead": statement.question,
    }
    if request.method == "GET" or not form.is_valid():
        return _form(request, inquiry, form, **page)
    try:
        actions.answer_statement(statement, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, inquiry, form, **page)
    messages.success(request, _("The statement is saved."))
    return see_other(f"{inquiry_url(inquiry.pk)}#udtalelser")


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def statement_withdraw(request, inquiry, statement_id):
    """Take a question back; the department sees nothing of it from the next moment."""
    statement = _statement(inquiry, statement_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _form(
            request,
            inquiry,
            form,
            title=_("Take back the question to %(department)s") % {"department": statement.department},
            lead=_(
                "For example because the consent is withdrawn. They can no longer see it; what they said stays here."
            ),
            send=_("Take it back"),
            danger=True,
        )
    actions.withdraw_question(statement, by=request.user, why=form.cleaned_data["why"])
    messages.success(request, _("The question is taken back."))
    return see_other(f"{inquiry_url(inquiry.pk)}#udtalelser")


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def inquiry_decide(request, inquiry):
    """Guide elsewhere, or wait until a day."""
    form = DecideForm(request.POST or None, initial={"outcome": request.GET.get("valg", "")})
    page = {"title": _("Decide"), "template": "intake/inquiries/inquiry_decide.html"}
    if request.method == "GET" or not form.is_valid():
        return _form(request, inquiry, form, **page)
    data = form.cleaned_data
    try:
        with transaction.atomic():
            idempotency.claim(form, by=request.user)
            actions.decide(
                inquiry,
                data["outcome"],
                by=request.user,
                reason=data["reason"],
                where=data["where"],
                wait_until=data["wait_until"],
            )
    except idempotency.AlreadySent:
        return see_other(inquiry_url(inquiry.pk))
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, inquiry, form, **page)
    messages.success(request, _("The decision is saved."))
    return see_other(inquiry_url(inquiry.pk))


@inquiry_view(work=True)
@require_POST
def inquiry_known(request, inquiry):
    """Decide that there is nothing to open: the young person it points to has an open case."""
    case = _reachable(request, inquiry.case_id)
    if case is None or case.is_closed:
        raise Http404
    try:
        actions.decide(
            inquiry, Outcome.KNOWN, by=request.user, reason=_("There is an open case already."), case=case
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("The decision is saved."))
    return see_other(inquiry_url(inquiry.pk))


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def inquiry_take_in(request, inquiry):
    """Take in: the young person's facts, who carries the case, and why. The case and its plan open together."""
    known = _reachable(request, inquiry.case_id)
    made = TakeInKnownForm if known else TakeInForm
    form = made(request.POST or None, inquiry=inquiry, user=request.user)
    page = {
        "title": _("Take in %(name)s") % {"name": inquiry.name},
        "template": "intake/inquiries/inquiry_take_in.html",
    }
    page["known"] = known
    if not known:
        form.instance.unit = inquiry.unit
    if request.method == "GET" or not form.is_valid():
        return _form(request, inquiry, form, **page)
    data = form.cleaned_data
    try:
        with transaction.atomic():
            claimed = idempotency.claim(form, by=request.user)
            case = take_in_inquiry(
                inquiry,
                known.person if known else form.instance,
                by=request.user,
                on=data["on"],
                guide=data["guide"],
                reason=data["decision_reason"],
            )
            idempotency.settle(claimed, case_url(case.pk))
    except idempotency.AlreadySent as sent:
        return see_other(sent.location or "/")
    except AlreadyKnown as found:
        return _already(request, inquiry, form, found.case, page)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, inquiry, form, **page)
    for warning in getattr(form, "warnings", ()):
        messages.warning(request, warning)
    messages.success(request, _("%(name)s has a case now. Next: the plan.") % {"name": case.person.called})
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return see_other(case_url(case.pk))
    return see_other(inquiry_url(inquiry.pk))


def _already(request, inquiry, form, case, page):
    """The young person has an open case: lead there instead of making a second one."""
    form.add_error(None, _("A young person with this CPR number is already known in the unit."))
    known = _reachable(request, case.pk)
    url = f"{case_url(case.pk)}formaal/" if known else ""
    return _form(request, inquiry, form, status=409, known_url=url, **page)


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def inquiry_reopen(request, inquiry):
    """Open a decision again, with a reason. What was decided stays readable."""
    form = ReopenForm(request.POST or None)
    page = {"title": _("Open the decision again"), "send": _("Open again")}
    if request.method == "GET" or not form.is_valid():
        return _form(request, inquiry, form, **page)
    try:
        actions.reopen_inquiry(inquiry, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, inquiry, form, **page)
    messages.success(request, _("The inquiry is open again."))
    return see_other(inquiry_url(inquiry.pk))
