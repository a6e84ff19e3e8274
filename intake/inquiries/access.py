"""The one door to an inquiry, which may be about somebody who has no case yet."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from accounts.access import redirect_to_sign_in
from accounts.models import Role
from audit import trail
from core.http import see_other
from intake.inquiries.models import Inquiry, Statement
from intake.inquiries.querysets import works_with_intake


def may_work(inquiry: Inquiry, user) -> bool:
    """Whether ``user`` asks departments, corrects and decides: who works with intake, and who took it down."""
    return works_with_intake(user) or inquiry.received_by_id == user.pk


def inquiry_view(*, work: bool, undecided=False):
    """Guard a view of one inquiry, whose URL holds ``inquiry_id``; the view gets ``inquiry`` in its place.

    Loads through `visible_to` (else 404), asks `may_work` where ``work`` is done (else 403), and writes the look to
    the trail in the same transaction: no row, no response. Denials are written after the roll-back, so they stay.
    ``undecided``: the form is for what waits for a decision, and gives way to who decided once somebody has.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, inquiry_id, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_sign_in(request)
            with trail.of_request(request):
                inquiry = Inquiry(pk=inquiry_id)
                try:
                    with transaction.atomic():
                        rows = Inquiry.objects.visible_to(request.user)
                        rows = rows.select_related("unit", "received_by", "target_group", "case")
                        inquiry = rows.filter(pk=inquiry_id).first() or inquiry
                        if inquiry._state.adding:
                            raise Http404
                        inquiry.may_work = may_work(inquiry, request.user)
                        if work and not inquiry.may_work:
                            raise PermissionDenied
                        if undecided and request.method == "GET" and not inquiry.is_undecided():
                            messages.info(request, inquiry.who_decided)
                            response = see_other(inquiry.get_absolute_url())
                        else:
                            response = view(request, inquiry, *args, **kwargs)
                        trail.record("inquiry.look", by=request.user, case_id=inquiry.case_id, obj=inquiry)
                        return response
                except (Http404, PermissionDenied):
                    trail.record("inquiry.look", by=request.user, obj=inquiry, outcome="denied")
                    raise

        guarded.policy = f"inquiry: {'work' if work else 'read'}"
        return guarded

    return decorate


def statement_view(view):
    """Guard a department's page about one question (``statement_id``): its own people only, while it is asked.

    Asked of the database on every request: a question that was withdrawn is 404 on the next. Every look is on the
    trail.
    """

    @wraps(view)
    def guarded(request, statement_id, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_sign_in(request)
        with trail.of_request(request):
            if request.user.role != Role.PARTNER:
                trail.record("page.open", by=request.user, outcome="denied")
                raise PermissionDenied
            try:
                with transaction.atomic():
                    rows = Statement.objects.shown_to(request.user).select_related("inquiry", "department")
                    statement = rows.filter(pk=statement_id).first()
                    if statement is None:
                        raise Http404
                    response = view(request, statement, *args, **kwargs)
                    trail.record(
                        "statement.look",
                        by=request.user,
                        case_id=statement.inquiry.case_id,
                        obj=statement,
                        relation="department",
                    )
                    return response
            except Http404:
                trail.record(
                    "statement.look", by=request.user, obj=Statement(pk=statement_id), outcome="denied"
                )
                raise

    guarded.policy = "statement: the department's own people"
    return guarded


def record_inquiries(what: str, *, by, inquiries) -> None:
    """Write to the trail that these inquiries were shown to ``by`` in one list."""
    trail.record(
        "inquiries.listed", by=by, purpose=what, changes={"inquiries": [row.pk for row in inquiries]}
    )
