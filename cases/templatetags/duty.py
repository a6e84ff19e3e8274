"""Drawing the clocks of the duty."""

from datetime import date, timedelta

from django import template

from cases.duty.clocks import STOPS, Clock
from cases.duty.models import BreachReason

register = template.Library()


@register.inclusion_tag("cases/duty/_clock.html", takes_context=True)
def duty_clock(context, clock: Clock) -> dict:
    """One clock as a list item: where it is, its day, how it ended, and what can be done about it."""
    return {
        "clock": clock,
        "stop": STOPS[clock.stopped]() if clock.stopped else "",
        "why": BreachReason.Why(clock.why).label if clock.why else "",
        "may": context["case"].may,
        "base": context["base"],
    }


@register.filter
def day_before(value: date | None) -> date | None:
    """The last day that holds, of a row whose ``until`` is the first that does not."""
    return value and value - timedelta(days=1)
