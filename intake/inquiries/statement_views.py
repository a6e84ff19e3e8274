"""Til udtalelse: what a department of the municipality is asked about an inquiry, and where it says its word."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core import clock
from core.acting import perform
from core.http import respond
from intake.inquiries import actions
from intake.inquiries.access import statement_view
from intake.inquiries.forms import AnswerForm
from intake.inquiries.models import Statement
from intake.inquiries.rows import THINKING, waiting_chip

SHOWN = 200


@role_view(Role.PARTNER)
@require_GET
def statement_list(request):
    """What the reader's department is asked, and what it has answered while nothing is decided."""
    today = clock.today()
    rows = Statement.objects.shown_to(request.user).select_related("inquiry", "department")
    rows = list(rows.order_by("asked_on", "pk")[:SHOWN])
    trail.record(
        "statements.listed", by=request.user, changes={"statements": [statement.pk for statement in rows]}
    )
    waiting = [(s, waiting_chip(s.waited(today), THINKING)) for s in rows if s.is_awaited]
    context = {"waiting": waiting, "answered": [s for s in rows if not s.is_awaited]}
    return render(request, "intake/inquiries/statement_list.html", context)


@statement_view
@require_http_methods(["GET", "POST"])
def statement_answer(request, statement):
    """The question, and the department's own word. Who comes second reads the first word, and keeps what they typed."""
    form = AnswerForm(request.POST or None) if statement.is_awaited or request.POST else None
    act, by = actions.answer_statement, request.user
    if form and form.is_valid() and not perform(form, act, statement, by=by, **form.cleaned_data):
        statement.refresh_from_db()
    page, to = "intake/inquiries/statement_answer.html", reverse("intake:statement_list")
    words = _("Thank you. The youth unit has your statement.")
    return respond(request, form, page, {"statement": statement}, to=to, words=words)
