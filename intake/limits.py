"""The limits of intake, by which its boards judge."""

from django.utils.translation import gettext_lazy as _

from core.limits import Limit, declare

INTAKE = _("Intake")


declare(
    "inquiry_waiting_days",
    group=INTAKE,
    title=_("An inquiry, or a case without a guide, may wait"),
    explanation=_("So many days after it came, the board says that it has waited too long."),
    unit=Limit.Unit.DAYS,
    least=1,
    most=365,
)


declare(
    "statement_days",
    group=INTAKE,
    title=_("A department may think about a question"),
    explanation=_("So many days after the question, it stands on Min dag as awaited."),
    unit=Limit.Unit.DAYS,
    least=1,
    most=365,
)
