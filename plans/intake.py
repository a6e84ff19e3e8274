"""Taking in: the decision about an inquiry that opens the case and its one plan, in one transaction."""

from datetime import date

from django.db import transaction

from cases import actions
from cases.models import Case, Inquiry, Outcome, YoungPerson
from plans.actions import take_in


@transaction.atomic
def take_in_inquiry(
    inquiry: Inquiry, person: YoungPerson, *, by, reason: str, on: date | None = None, guide=None
) -> Case:
    """Decide to take in, and open the case about ``person`` (new, or known from a closed case) with its plan.

    Why they ask becomes the case's reason. Raises cases.actions.AlreadyKnown when there is an open case, ValidationError
    when the inquiry is decided or the person not valid.
    """
    case = take_in(person, by=by, on=on, guide=guide, reason=inquiry.reason)
    actions.decide(inquiry, Outcome.TAKEN_IN, by=by, reason=reason, case=case)
    return case
