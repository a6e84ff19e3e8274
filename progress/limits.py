"""The limits that measures over time stand on."""

from django.utils.translation import gettext_lazy as _

from core.limits import Limit, declare

RHYTHM = "progress_rhythm_months"

declare(
    RHYTHM,
    group=_("Progress"),
    title=_("How often the young person is asked how it goes, by scales"),
    explanation=_(
        "Min dag proposes to ask again when so many months have gone by. Where nobody asked in time, the line of the "
        "picture is broken: what nobody asked about is not known."
    ),
    unit=Limit.Unit.MONTHS,
    least=1,
    most=12,
)
