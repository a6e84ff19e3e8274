"""The pinned summary: "if you only read one thing"."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.models import Case
from cases.drafts import drafting as drafts
from cases.notes import actions
from cases.notes.forms import SummaryForm
from core import clock
from core.acting import perform
from core.freshness import is_fresh
from core.http import respond, see_other
from core.limits import limit
from core.versions import Conflict

DRAFT = "summary"


def is_old(case: Case) -> bool:
    """Whether the summary was written longer ago than it counts as fresh; it then fades and asks to be renewed."""
    if case.summary_at is None:
        return False
    written = clock.local_date(case.summary_at)
    return not is_fresh(written, clock.today(), limit("summary_fresh_days"))


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def summary_edit(request, case):
    """Write the summary anew. Somebody who wrote meanwhile loses nothing: both texts are shown."""
    form = SummaryForm(request.POST if request.method == "POST" else None, case=case)
    drafts.restore(form, case, request.user, DRAFT)
    words = ""
    if form.is_valid():
        text = form.cleaned_data["text"]
        if perform(form, actions.write_summary, case, text, by=request.user, expected_number=form.expected):
            drafts.drop(form, case, request.user, DRAFT)
        words = _("The summary is pinned.") if text else _("The summary is taken down.")
    page = "cases/notes/summary_edit.html"
    return respond(request, form, page, {"case": case}, to=case.get_absolute_url(), words=words)


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def summary_renew(request, case):
    """It still holds: the same words, written today."""
    number = request.POST.get("version", "")
    expected = int(number) if number.isdecimal() and len(number) < 10 else -1
    try:
        actions.write_summary(case, case.summary, by=request.user, expected_number=expected)
    except Conflict:
        messages.warning(request, _("Somebody has written it anew meanwhile. Read it once more."))
    else:
        messages.success(request, _("The summary still holds. It is dated today."))
    return see_other(case.get_absolute_url())


@case_view(needs=Permission.CASE_READ)
@require_GET
def summary_history(request, case):
    """Every wording there was, newest first."""
    rows = case.summaries.select_related("by")[:200]
    return render(request, "cases/notes/summary_history.html", {"case": case, "versions": list(rows)})
