"""Pages of sparring: the agenda and the meeting, and of one case its question and its next step."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role, User
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from cases.drafts import drafting
from cases.models import Case
from core import clock
from core.acting import perform, refuse
from core.constraints import Taken
from core.http import respond, see_other
from practice.rhythm.models import Rhythm
from practice.rhythm.reading import next_of
from practice.sparring import actions
from practice.sparring.forms import MarkForm, SettleForm, StartForm
from practice.sparring.models import SparringMark, SparringMeeting
from practice.sparring.reading import agenda_of, running_meeting, thanks, turns

HOME = "practice:sparring"
THANKED_DAYS = 60


def _may_lead(user) -> bool:
    """Whether the user starts and ends sparring: a leader, or who owns sparring in the rhythm."""
    own = Rhythm.objects.of_unit(user.unit_id).in_use().filter(kind=Rhythm.Kind.SPARRING, owner=user)
    return user.is_leader or own.exists()


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def sparring(request):
    """The marked cases in the order they are taken, the meeting while it runs, thanks, and for a leader whose turn it
    was.
    """
    user, today = request.user, clock.today()
    items = agenda_of(user, today)
    record_list("sparring", by=user, cases=[item.case for item in items])
    context = {
        "items": items,
        "meeting": running_meeting(user.unit),
        "next": next_of(user.unit, Rhythm.Kind.SPARRING, today),
        "may_lead": _may_lead(user),
        "thanks": thanks(user.unit, clock.now() - timedelta(days=THANKED_DAYS)),
        "turns": turns(user.unit, today) if user.is_leader else [],
    }
    return render(request, "practice/sparring/sparring.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def sparring_start(request):
    """Start the meeting, until a time; a leader or the owner of sparring."""
    if not _may_lead(request.user):
        raise Http404
    form, home = StartForm(request.POST or None), reverse(HOME)
    if form.is_valid():
        what = {"by": request.user, "ends_at": form.ends_at}
        perform(form, actions.start_meeting, request.user.unit, location=home, **what)
    words = _("Sparring is under way. Colleagues can open the marked cases.")
    return respond(request, form, "practice/sparring/sparring_start.html", to=home, words=words)


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def sparring_end(request, pk):
    """End the meeting: what was opened at it is closed at once."""
    rows = SparringMeeting.objects.filter(unit=request.user.unit_id)
    meeting = get_object_or_404(rows, pk=pk)
    if not _may_lead(request.user):
        raise Http404
    actions.end_meeting(meeting, by=request.user)
    messages.success(request, _("Sparring is over. What was opened is closed again."))
    return see_other(reverse(HOME))


@role_view(Role.GUIDE, Role.LEADER)
@require_POST
def sparring_open(request, pk):
    """Open a marked case at the meeting, in one click; one that is open to the user anyway just opens."""
    user = request.user
    mark = get_object_or_404(SparringMark.objects.open().of_unit(user.unit_id).select_related("case"), pk=pk)
    known = Case.objects.filter(pk=mark.case_id)
    if not known.known_to(user).exists():
        raise Http404
    if not known.visible_to(user, why=False).exists():
        try:
            actions.open_marked(mark, by=user)
        except ValidationError as refused:
            messages.warning(request, refused.messages[0])
            return see_other(reverse(HOME))
    return see_other(mark.case.get_absolute_url())


def _mark_of(case) -> SparringMark | None:
    return SparringMark.objects.open().filter(case=case).first()


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def case_sparring(request, case):
    """Bring the case to the next sparring with a question, or ask otherwise about one that is marked."""
    mark, back = _mark_of(case), case.get_absolute_url()
    colleagues = User.objects.filter(unit=case.unit_id).order_by().values_list("name", flat=True)
    stands = {"question": mark.question, "stood": mark.question} if mark else None
    form = MarkForm(request.POST or None, initial=stands, people=[case.person.name], colleagues=colleagues)
    if form.is_valid():
        question = form.cleaned_data["question"]
        if mark is None and form.cleaned_data["stood"]:
            refuse(form, Taken(_("The case is no longer marked: it was settled or taken back meanwhile.")))
        elif mark is None:
            perform(form, actions.mark_case, case, by=request.user, question=question, location=back)
        else:
            said = {"question": question, "stood": form.cleaned_data["stood"]}
            perform(form, actions.ask_otherwise, mark, by=request.user, location=back, **said)
    drafting.follow(form, case, request.user, "sparring")
    context = {"case": case, "mark": mark}
    words = _("The case is marked for the next sparring.")
    return respond(request, form, "practice/sparring/case_sparring.html", context, to=back, words=words)


@case_view(needs=Permission.PLAN_EDIT)
@require_POST
def case_sparring_back(request, case):
    """The case is not brought after all."""
    actions.take_back(case, by=request.user)
    messages.success(request, _("The case is no longer marked for sparring."))
    return see_other(case.get_absolute_url())


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def case_sparring_step(request, case):
    """Write the next step that was agreed on."""
    mark, home = _mark_of(case), reverse(HOME)
    if mark is None and request.method == "GET":
        return see_other(home)
    form = SettleForm(request.POST or None, user=request.user)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("next_step", "due_on", "thanked")}
        perform(form, _settle, mark, case, by=request.user, location=home, **said)
    context, words = {"case": case, "mark": mark}, _("The next step is written in the case.")
    return respond(request, form, "practice/sparring/case_sparring_step.html", context, to=home, words=words)


def _settle(mark: SparringMark | None, case, **said) -> None:
    """Of a mark that went meanwhile the action says so; a form that was sent before is led where it led."""
    mark = mark or SparringMark(case=case)
    mark.case = case
    actions.settle(mark, **said)
