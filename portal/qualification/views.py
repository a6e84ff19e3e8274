"""Til afklaring: what waits for a department's decision, and where any of its people says what it is.

Every look asks for the basis again and is written down, in the transaction that shows it: what was withdrawn a moment
ago is 404 now.
"""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from cases.consents.disclosure import NotCovered, disclose
from cases.models import Disclosure, Topic
from core import clock
from core.acting import perform
from core.http import acted, respond, see_other
from core.pagination import BoundedPaginator
from plans.handover.scope import bases_in_force, covered_by, name_told
from plans.models import DeclineReason, Qualification
from plans.qualification import answering
from plans.qualification.forms import WhyForm
from portal.promises.names import write_names_down
from portal.promises.reading import hider_of
from portal.qualification import actions
from portal.qualification.filters import QualificationFilterSet
from portal.qualification.forms import SLUGS, WORDS, AnswerForm, OwnReasonForm

# So many are looked through at most; a department with more has other worries than a list.
AT_MOST = 500


@role_view(Role.PARTNER)
@require_GET
def qualification_list(request):
    """What waits for the department, late ones first, and what it has answered: names and days, no words of plans."""
    today = clock.today()
    people = ("plan__case__person", "asked_by", "taken_by", "milestone", "goal")
    rows = Qualification.objects.shown_to(request.user).filter(superseded_at=None).select_related(*people)
    rows = list(rows.order_by("deadline", "sent_at", "pk")[:AT_MOST])
    contact = getattr(request.user, "partner_contact", None)
    bases = bases_in_force({row.plan.case for row in rows}, contact.partner, today) if contact else {}
    covered = covered_by(bases)
    for row in rows:
        row.told_name = name_told(row.plan.case.person, covered.get(row.plan.case, ()))
    filters = QualificationFilterSet(request.GET)
    # The newest of the late ones first: what has waited longest is known, and would bury it.
    shown = sorted(filters.narrow(rows), key=lambda row: place(row, today))
    page = BoundedPaginator(shown).get_page(request.GET.get("page"))
    cases = [row.plan.case for row in page]
    record_list("til_afklaring", by=request.user, cases=cases)
    write_names_down({case: bases[case] for case in cases if case in bases}, by=request.user, on=today)
    context = {"page": page, "filters": filters, "on": today, "contact": contact}
    return render(request, "portal/qualification/qualification_list.html", context)


def place(row: Qualification, today) -> tuple:
    """The place in the list: late ones, the newest first; then by day; then what is answered, the newest first."""
    if not row.is_at_department:
        moment = row.decided_at or row.annulled_at or row.sent_at
        return 2, -moment.timestamp()
    days = (row.deadline - today).days
    return (0, -days) if days < 0 else (1, days)


def _one(request, case, qualification_id) -> Qualification:
    """A question to the user's department; 404 for anybody else's, and once no basis covers it."""
    people = ("partner__category", "milestone", "goal", "asked_by", "taken_by", "decided_by", "reason")
    rows = Qualification.objects.shown_to(request.user).filter(plan__case_id=case.pk)
    row = rows.select_related("plan", *people).filter(pk=qualification_id).first()
    if row is None:
        raise Http404
    row.plan.case = case
    row.part.plan = row.plan
    return row


def _told(request, case, row: Qualification) -> frozenset[str]:
    """Write down that the reader is told what was sent; returns what bases cover. 404 when they do not."""
    topics = {Topic.PLAN, *row.topics, *row.part.topics}
    told = {"by": request.user, "kind": Disclosure.Kind.PAGE, "topics": topics}
    try:
        covered = disclose(case, row.partner, **told, what=_("Looked at a question of clarification")).topics
    except NotCovered:
        raise Http404 from None
    trail.record("qualification.look", by=request.user, case_id=case.pk, obj=row, relation=case.relation)
    return covered


def _context(request, case, row: Qualification) -> dict:
    """What every page about one question shows. The surname only where a basis covers it."""
    covered, person = _told(request, case, row), case.person
    return {
        "case": case,
        "row": _as_told(row),
        "name": name_told(person, covered),
        "on": clock.today(),
        "changed": row.is_at_department and not row.is_unchanged,
        "answers": [(kind, WORDS[state], not n) for n, (kind, state) in enumerate(SLUGS.items())],
    }


def _as_told(row: Qualification) -> Qualification:
    """The question as the page shows it: a copy, for an answer binds the words that were sent, whatever is covered."""
    told, hide = copy(row), hider_of(row.plan.case, row.plan, row.partner)
    for name in ("own_words", "professional", "carrier", "question"):
        setattr(told, name, hide(getattr(row, name)))
    return told


@case_view(needs=Permission.PLAN_SHARED)
@require_GET
def qualification(request, case, qualification_id):
    """One question: what was sent, what is asked, and what the department can answer."""
    row = _one(request, case, qualification_id)
    return render(request, "portal/qualification/qualification.html", _context(request, case, row))


@case_view(needs=Permission.PLAN_SHARED)
def qualification_answer(request, case, qualification_id, kind):
    """One kind of answer, with what it has to say."""
    row = _one(request, case, qualification_id)
    state = SLUGS.get(kind)
    if state is None:
        raise Http404
    if request.method == "GET" and not row.is_at_department:
        return _how_it_stands(request, row)
    form = AnswerForm(request.POST or None, row=row, told=_as_told(row), state=state)
    if form.is_valid() and not perform(
        form, answering.answer, row, state, by=request.user, **form.cleaned_data
    ):
        row = _one(request, case, qualification_id)  # as whoever was first left it
    context = _context(request, case, row) | {"title": WORDS[state]}
    to, words = reverse("portal:qualification_list"), _("Thank you. The youth guide is told.")
    return respond(request, form, "portal/qualification/answer.html", context, to=to, words=words)


def _how_it_stands(request, row: Qualification):
    """A form that leads nowhere any more gives way to the page that says who answered, and when."""
    messages.info(request, _("That cannot be done any more. Look at how it stands."))
    return see_other(reverse("portal:qualification", args=[row.plan.case_id, row.pk]))


@require_POST
@case_view(needs=Permission.PLAN_SHARED)
def qualification_take(request, case, qualification_id):
    """Take it in hand, or over from a colleague."""
    row = _one(request, case, qualification_id)
    return _done(request, case, row, answering.take, _("You have it in hand."))


@require_POST
@case_view(needs=Permission.PLAN_SHARED)
def qualification_lay_back(request, case, qualification_id):
    """Lay it back for all colleagues."""
    row = _one(request, case, qualification_id)
    return _done(request, case, row, answering.lay_back, _("It waits for all of you again."))


def _done(request, case, row, act, words):
    to = reverse("portal:qualification", args=[case.pk, row.pk])
    try:
        act(row, by=request.user)
    except ValidationError as error:
        return acted(request, error.messages[0], to=to, level=messages.WARNING, status=204)
    return acted(request, words, to=to)


@case_view(needs=Permission.PLAN_SHARED)
def qualification_take_back(request, case, qualification_id):
    """Take an answer back, with a reason."""
    row = _one(request, case, qualification_id)
    if request.method == "GET" and not (row.is_standing and row.decided_at):
        return _how_it_stands(request, row)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        perform(form, answering.take_back, row, by=request.user, **form.cleaned_data)
    to, words = (
        reverse("portal:qualification_list"),
        _("The answer is taken back, and the youth guide is told."),
    )
    context = _context(request, case, row)
    return respond(request, form, "portal/qualification/take_back.html", context, to=to, words=words)


def _department(request):
    """The department whose reasons the user keeps; 404 for a partner whose staff may not decide."""
    contact = getattr(request.user, "partner_contact", None)
    if contact is None or not contact.may_act(clock.today()) or not contact.partner.has_authority:
        raise Http404
    return contact.partner


@role_view(Role.PARTNER)
def own_reasons(request):
    """The reasons that the department chooses from when it says no: its own to keep."""
    partner, url = _department(request), reverse("portal:own_reasons")
    form = OwnReasonForm(request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name_da", "needs_words")}
        perform(form, actions.add_reason, partner, by=request.user, location=url, **said)
    rows = DeclineReason.objects.filter(partner=partner).order_by(
        "-is_active", "needs_words", "position", "pk"
    )
    context = {"partner": partner, "rows": rows}
    return respond(request, form, "portal/qualification/own_reasons.html", context, to=url, words=_("Saved."))


@require_POST
@role_view(Role.PARTNER)
def own_reason_use(request, reason_id):
    """Take a reason out of use, or into use again: as the button said, whatever a colleague did meanwhile."""
    reason = get_object_or_404(DeclineReason, pk=reason_id, partner=_department(request))
    in_use = request.POST.get("brug") == "ja"
    actions.use_reason(reason, by=request.user, is_active=in_use)
    words = _("In use: %(reason)s.") if in_use else _("Out of use: %(reason)s.")
    return acted(request, words % {"reason": reason}, to=reverse("portal:own_reasons"))
