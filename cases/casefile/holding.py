"""One case at a time: acts on the same case wait for each other, and happen within its life."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.casefile.models import Case
from core import clock
from core.constraints import Taken

# What an act may rest on, or overwrite: read anew under the lock.
HELD = (
    "opened_on",
    "closed_on",
    "close_reason",
    "status",
    "status_since",
    "guide_id",
    "deputy_id",
    "cover_id",
    "cover_from",
    "cover_until",
)


def hold(case: Case, *, rests_on: tuple[str, ...] = (), may_be_closed: bool = False) -> None:
    """Hold the case until the transaction ends, and let it say what stands: acts on it wait for each other.

    SQLite has one writer at a time anyhow. Raises `Taken` when one of the columns ``rests_on`` is no longer what
    the act was decided on, ValidationError when the case is closed.
    """
    # no_key: a row that points at the case may be written meanwhile, so that nobody waits in a ring.
    rows = Case.objects.filter(pk=case.pk).order_by().select_for_update(no_key=True)
    now = rows.values(*HELD).get()
    overtaken = any(getattr(case, name) != now[name] for name in rests_on)
    for name, value in now.items():
        if getattr(case, name) != value:
            setattr(case, name, value)
    if overtaken:
        raise Taken(
            _("Somebody has changed the case a moment ago. Look at what stands now, and send it again.")
        )
    if case.is_closed and not may_be_closed:
        raise ValidationError(_("The case is closed."))


def begun_by(case: Case, *, on: date | None) -> None:
    """Raise ValidationError for the first day of an activity that has not come, or lies before a person's birth.

    What goes on when a case is opened began before it: it is written with the day on which it did.
    """
    if on is not None and on < case.person.birth_date:
        raise ValidationError({"on": _("The young person was not born yet.")})
    within_life(case, on=on and max(on, case.opened_on))


def within_life(case: Case, *, may_come: bool = False, **days: date | None) -> None:
    """Raise ValidationError beside the field for a day before the case was opened, after it was closed, or to come."""
    for name, day in days.items():
        if day is None:
            continue
        if day > clock.today() and not may_come:
            raise ValidationError({name: _("That day has not come yet.")})
        if day < case.opened_on:
            raise ValidationError({name: _("The case was opened later than that.")})
        if case.closed_on is not None and day > case.closed_on:
            raise ValidationError({name: _("The case was closed before that.")})
