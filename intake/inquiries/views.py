"""One inquiry: what was asked, what the departments say, and what is decided."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from accounts.signin.throttle import TooManyAttempts
from audit import trail
from cases.access import door as access
from cases.access import log
from cases.access.probing import Asking, too_many
from cases.casefile import finding as search
from cases.casefile.actions import AlreadyKnown
from cases.models import Case
from core import clock
from core.acting import perform
from core.http import respond, see_other
from core.pagination import BoundedPaginator
from core.templatetags.kui import chip
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
    too_late = chip(_("Had not answered"), "plain", "clock")
    context = {
        "inquiry": inquiry,
        "undecided": undecided,
        "works": works,
        "statements": [
            (s, waiting_chip(s.waited(), THINKING) if undecided else too_late) for s in statements
        ],
        "may_ask": works and Department.objects.filter(is_active=True).exclude(pk__in=awaited).exists(),
        "decision": inquiry.decision,
        "earlier_decisions": list(
            inquiry.decisions.exclude(reopened_at=None).select_related("by", "reopened_by")
        ),
        "hits": hits,
        "led_to": _reachable(request, inquiry.case_id),
        "seen": log.lines(trail.about(Inquiry, [inquiry.pk])[: 4 * SEEN_SHOWN]),
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


def _page(request, inquiry, form, *, title, words="", to="", template="inquiry_form", status=0, **more):
    """A page with one form about the inquiry, or what follows when it is done."""
    url = inquiry.get_absolute_url()
    context = {
        "inquiry": inquiry,
        "title": title,
        "lead": "",
        "send": _("Save"),
        "danger": False,
        "back": url,
    }
    template = f"intake/inquiries/{template}.html"
    return respond(request, form, template, context | more, to=to or url, words=words, status=status)


def _unanswered(inquiry) -> str:
    """Which departments have not answered yet, for whoever is about to decide; an empty string when all have."""
    rows = inquiry.statements.awaited().select_related("department")
    words = _(
        "Not answered yet: %(departments)s. They no longer see the question once you decide; what they say, you can "
        "still write down."
    )
    departments = ", ".join(str(row.department) for row in rows)
    return words % {"departments": departments} if departments else ""


def _statements_url(inquiry) -> str:
    return f"{inquiry.get_absolute_url()}#udtalelser"


@inquiry_view(work=True, undecided=True)
@require_http_methods(["GET", "POST"])
def inquiry_edit(request, inquiry):
    """Correct what was taken down. Who saves second gets both texts."""
    form = InquiryEditForm(request.POST or None, instance=inquiry)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values}
        perform(form, actions.edit_inquiry, inquiry, by=request.user, **changed)
    page = {"title": _("Correct the inquiry"), "template": "inquiry_edit"}
    return _page(request, inquiry, form, **page, words=_("Saved."))


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
    else:
        words = _("It is about %(name)s.") if case else _("It is about somebody else. No case is pointed to.")
        messages.success(request, words % {"name": case.person.name if case else ""})
    return see_other(inquiry.get_absolute_url())


@inquiry_view(work=True, undecided=True)
@require_http_methods(["GET", "POST"])
def inquiry_ask(request, inquiry):
    """Ask a department for its word, on a stated basis."""
    form, words = AskForm(request.POST or None, inquiry=inquiry), ""
    if form.is_valid():
        statement = Statement(inquiry=inquiry, **form.asked)
        perform(form, actions.ask_department, statement, by=request.user)
        words = _("%(department)s is asked.") % {"department": statement.department}
    lead = _("Each department says its own short word, and only what it may know is shared with it.")
    page = {"title": _("Ask a department"), "lead": lead, "send": _("Ask"), "to": _statements_url(inquiry)}
    return _page(request, inquiry, form, **page, words=words)


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
    if form.is_valid():
        perform(form, actions.answer_statement, statement, by=request.user, **form.cleaned_data)
    title = _("What does %(department)s say?") % {"department": statement.department}
    page = {"title": title, "lead": statement.question, "to": _statements_url(inquiry)}
    return _page(request, inquiry, form, **page, words=_("The statement is saved."))


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def statement_withdraw(request, inquiry, statement_id):
    """Take a question back; the department sees nothing of it from the next moment."""
    statement = _statement(inquiry, statement_id)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.withdraw_question, statement, by=request.user, why=form.cleaned_data["why"])
    page = {
        "title": _("Take back the question to %(department)s") % {"department": statement.department},
        "lead": _(
            "For example because the consent is withdrawn. They can no longer see it; what they said stays here."
        ),
        "send": _("Take it back"),
        "danger": True,
        "to": _statements_url(inquiry),
    }
    return _page(request, inquiry, form, **page, words=_("The question is taken back."))


@inquiry_view(work=True, undecided=True)
@require_http_methods(["GET", "POST"])
def inquiry_decide(request, inquiry):
    """Guide elsewhere, or wait until a day."""
    form = DecideForm(request.POST or None, initial={"outcome": request.GET.get("valg", "")})
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("outcome", "reason", "where", "wait_until")}
        perform(form, actions.decide, inquiry, by=request.user, **data)
    page = {"title": _("Decide"), "template": "inquiry_decide", "lead": _unanswered(inquiry)}
    return _page(request, inquiry, form, **page, words=_("The decision is saved."))


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
    return see_other(inquiry.get_absolute_url())


@inquiry_view(work=True, undecided=True)
@require_http_methods(["GET", "POST"])
def inquiry_take_in(request, inquiry):
    """Take in: the young person's facts, who carries the case, and why. The case and its plan open together."""
    known = _reachable(request, inquiry.case_id)
    form = (TakeInKnownForm if known else TakeInForm)(
        request.POST or None, inquiry=inquiry, user=request.user
    )
    title = _("Take in %(name)s") % {"name": inquiry.name}
    page = {"title": title, "template": "inquiry_take_in", "known": known, "lead": _unanswered(inquiry)}
    if form.is_valid():
        person = known.person if known else form.edited
        try:
            asking = Asking(request.user, "" if known else person.cpr, "inquiry")
        except TooManyAttempts as error:
            return too_many(request, error, "inquiry")
        try:
            perform(
                form,
                take_in_inquiry,
                inquiry,
                person,
                by=request.user,
                on=form.cleaned_data["on"],
                guide=form.cleaned_data["guide"],
                reason=form.cleaned_data["decision_reason"],
                location=Case.get_absolute_url,
            )
        except AlreadyKnown as found:
            asking.answered(known=True)
            return _already(request, inquiry, form, found.case, page)
        asking.answered(known="cpr" in form.errors)
    return _page(request, inquiry, form, **page, **_taken_in(request, inquiry, form))


def _taken_in(request, inquiry, form) -> dict:
    """What is said of a case just made, and where that leads: to the case, for whoever may open it."""
    case = form.made
    if case is None:
        return {}
    for warning in getattr(form, "warnings", ()):
        messages.warning(request, warning)
    opens = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return {
        "words": _("%(name)s has a case now. Next: the plan.") % {"name": case.person.called},
        "to": case.get_absolute_url() if opens else inquiry.get_absolute_url(),
    }


def _already(request, inquiry, form, case, page):
    """The young person has an open case: lead there instead of making a second one."""
    form.add_error(None, _("A young person with this CPR number is already known in the unit."))
    known = _reachable(request, case.pk)
    url = reverse("cases:purpose", args=[case.pk]) if known else ""
    return _page(request, inquiry, form, status=409, known_url=url, **page)


@inquiry_view(work=True)
@require_http_methods(["GET", "POST"])
def inquiry_reopen(request, inquiry):
    """Open a decision again, with a reason. What was decided stays readable."""
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.reopen_inquiry, inquiry, by=request.user, reason=form.cleaned_data["reason"])
    page = {"title": _("Open the decision again"), "send": _("Open again")}
    return _page(request, inquiry, form, **page, words=_("The inquiry is open again."))
