"""Asking the numbers: the question put together, its answer, its file, and the questions that were saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.exporting import Export, home_of, take_out
from accounts.models import Role
from core import exports
from core.acting import perform
from core.http import respond, see_other
from core.text import slug_of
from reports.metrics.definitions import METRICS
from reports.presentation.definitions import definition_sheet, explained
from reports.questions import actions
from reports.questions.answering import Answer, answer, table_of
from reports.questions.asked import GUIDE
from reports.questions.forms import QuestionForm, SaveForm
from reports.questions.models import Question
from reports.questions.outside import outside_answer
from reports.release.extract_views import let_leave
from reports.release.extracts import Extract
from reports.snapshots.sheets import long_rows


@role_view(Role.LEADER, Role.GUIDE)
@require_GET
def question(request):
    """The question and its answer; asked nothing, the questions that were saved and some to begin with."""
    form, context = QuestionForm(request.GET if "tael" in request.GET else None, user=request.user), {}
    if form.is_valid():
        asked = form.asked()
        made = answer(asked, request.user)
        outside = request.GET.get("udgave") == "ekstern" and may_leave(request.user, asked)
        proposed = outside_answer(made, request.user.unit) if outside else None
        if request.GET.get("format") in exports.TYPES and not outside:
            return _file(request, made)
        context = {
            "answer": made,
            "words": asked.words(request.user.unit),
            "table": proposed.tables[0] if proposed else table_of(made),
            "seal": proposed and proposed.seal,
            "explained": explained(asked.counts),
            "outside": outside,
            "may_leave": may_leave(request.user, asked),
            "save_form": SaveForm(),
        }
    status = 422 if form.is_bound and not form.is_valid() else 200
    context |= {"form": form, "saved": _saved(request.user), "ready": ready()}
    return render(request, "reports/questions/question.html", context, status=status)


def may_leave(user, asked) -> bool:
    """Whether the answer has an edition for those outside the unit: a leader's, and nothing by guide."""
    return user.is_leader and asked.split != GUIDE


def ready() -> list[tuple[str, str]]:
    """Questions to begin with, each with its address."""
    here = reverse("reports:question")
    asked = (
        (_("How many over 18 are in nothing, by how long the case has been open"), "adults_in_nothing", "open_for"),
        (_("Why the activity is unknown"), "unknown", "cause"),
        (_("What the young people are in"), "in_care", "activity"),
        (_("Positive destinations, month by month"), "destinations", "destination"),
    )  # fmt: skip
    return [
        (words, f"{here}?tael={key}&fordelt={split}{'&tid=aar' if key == 'destinations' else ''}")
        for words, key, split in asked
    ]


def _saved(user) -> list[tuple[Question, bool]]:
    rows = Question.objects.visible_to(user).filter(metric__in=METRICS).select_related("owner")
    return [(row, actions.may_delete(row, user)) for row in rows]


def _file(request, made: Answer):
    """The answer as a file, with what its number counts; it names nobody."""
    asked, fmt = made.asked, request.GET["format"]
    table, words = table_of(made), asked.words(request.user.unit)
    sheets = [
        (_("Answer"), table.headings, table.plain_rows),
        (_("About"), [_("Fact"), _("Value")], [[_("Question"), words]]),
        definition_sheet([asked.counts]),
    ]
    purpose = f"question: {asked.metric} {asked.split} {asked.only}".strip()
    name = f"{slug_of(str(asked.counts.title))}-{asked.day}"
    taken = Export(
        purpose, fmt, name, words, home_of(request), "report.downloaded", sheet=_("Answer"), beside=sheets[1:]
    )  # fmt: skip
    headings, lines = table.headings, table.plain_rows
    if fmt == exports.CSV:
        # One list has room for one kind of line: the definitions stand in it, too.
        headings, lines = [_("Table"), _("Row"), _("Column"), _("Value")], long_rows(sheets)
    return take_out(request, taken, headings, lines, changes={"rows": len(table.rows)}, count=0)


@role_view(Role.LEADER)
@require_POST
def answer_release(request):
    """Let the answer to the question that the address asks leave the unit: kept as it leaves, and checked anew."""
    form, user = QuestionForm(request.GET, user=request.user), request.user
    if not form.is_valid() or not may_leave(user, form.asked()):
        raise Http404
    asked = form.asked()
    about = definition_sheet([asked.counts])[2]
    return let_leave(
        request,
        Extract.Kind.ANSWER,
        asked.words(user.unit),
        lambda: outside_answer(answer(asked, user), user.unit),
        back=f"{reverse('reports:question')}?{request.GET.urlencode()}",
        done=_("The answer is released. Later figures are checked against it."),
        lead=_("No number under five is shown, and the others are rounded to the nearest five."),
        definitions=[(row[0], row[1]) for row in about],
    )


@role_view(Role.LEADER, Role.GUIDE)
@require_http_methods(["GET", "POST"])
def question_save(request):
    """Keep the question that the address asks under a name."""
    asked = QuestionForm(request.GET, user=request.user)
    back = f"{reverse('reports:question')}?{request.GET.urlencode()}"
    if {"pr", "kendt"} & set(asked.errors):  # where it is said beside the day what is wrong
        return see_other(back)
    if not asked.is_valid():
        raise Http404
    form = SaveForm(request.POST or None)
    if form.is_valid():
        data = {"title": form.cleaned_data["title"], "shared": form.cleaned_data["shared"]}
        perform(
            form, actions.save_question, asked.asked(), by=request.user, field="title", location=back, **data
        )
    context = {"words": asked.asked().words(request.user.unit), "back": back, "form": form}
    return respond(
        request,
        form,
        "reports/questions/question_save.html",
        context,
        to=back,
        words=_("The question is saved."),
    )


@role_view(Role.LEADER, Role.GUIDE)
@require_POST
def question_delete(request, question_id):
    """Let a saved question go."""
    found = get_object_or_404(Question.objects.visible_to(request.user), pk=question_id)
    actions.delete_question(found, by=request.user)
    messages.success(request, _("The question is deleted."))
    return see_other(reverse("reports:question"))
