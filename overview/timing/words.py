"""The estimate in one plain sentence: how soon young people arrive, and how long they stay."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from overview.timing import rules
from overview.timing.rules import Followed, Reading


def percents(reading: Reading) -> dict[str, str]:
    """The share and its band in whole per cent."""
    parts = {"share": reading.share or 0.0, "low": reading.low, "high": reading.high}
    return {name: charts.number(rules.in_per_cent(value)) for name, value in parts.items()}


def banded(reading: Reading) -> str:
    """The share, with its band where there is one."""
    words = _("%(share)s %% (%(low)s–%(high)s %%)") if reading.banded else _("%(share)s %%")
    return words % percents(reading)


def kept_together(words: str) -> str:
    """A per cent sign does not stand alone on a line."""
    return words.replace(" %", "\N{NO-BREAK SPACE}%")


def soon(rows: Sequence[Followed], told: Sequence[int]) -> str:
    """How soon half had arrived, in one plain sentence; or how many had, where half had not or too few began: after the
    last of the months of which a share is ``told``, nothing where there is none.
    """
    until = rules.told_until(rows)
    if until is None:
        words = _("Only %(n)s began: too few to say how soon young people reach a destination.")
        return words % {"n": len(rows)} if rows else _("Nobody began in these months.")
    half = rules.half_of(rules.arrivals(rows), until)
    if half is None:
        return _less_than_half(rows, until, told) if told else ""
    months, low = rules.in_months(half.day), rules.in_months(half.low)
    said = {"months": months, "low": low}
    if half.high is None:
        return (
            ngettext(
                "Half were in education, a job or another positive destination after %(months)s month (at the "
                "earliest %(low)s; the latest cannot be told yet).",
                "Half were in education, a job or another positive destination after %(months)s months (at the "
                "earliest %(low)s; the latest cannot be told yet).",
                months,
            )
            % said
        )
    return ngettext(
        "Half were in education, a job or another positive destination after %(months)s month (between %(low)s and "
        "%(high)s).",
        "Half were in education, a job or another positive destination after %(months)s months (between %(low)s and "
        "%(high)s).",
        months,
    ) % (said | {"high": rules.in_months(half.high)})


def _last_told(rows: Sequence[Followed], until: int, told: Sequence[int]) -> Reading | None:
    """How it stood after the last of the months of which a share may be told."""
    months = max((count for count in told if rules.days_of(count) <= until), default=None)
    return None if months is None else rules.readings(rows, [months])[0]


def _less_than_half(rows: Sequence[Followed], until: int, told: Sequence[int]) -> str:
    """Where half had not arrived by the last day of which it can be told."""
    reading = _last_told(rows, until, told)
    if reading is None:
        return _("Half have not reached a destination yet, and too few have been followed for three months.")
    if not reading.banded:
        return _("Nobody had reached a destination after %(months)s months.") % {"months": reading.months}
    words = _(
        "Less than half have reached a destination so far: %(share)s %% after %(months)s months (between %(low)s and "
        "%(high)s %%)."
    )
    return kept_together(words % (percents(reading) | {"months": reading.months}))


def held(rows: Sequence[Followed], told: Sequence[int]) -> str:
    """For how many of those who arrived it still held, after the last of the months of which a share may be told."""
    until = rules.told_until(rows)
    if until is None:
        words = _("Only %(n)s reached a destination: too few to say how long it holds.")
        return words % {"n": len(rows)} if rows else _("Nobody has reached a destination.")
    reading = _last_told(rows, until, told)
    if reading is None:
        return _("Too few have been in a destination for three months to say how long it holds.")
    if not reading.banded:
        return _("After %(months)s months nobody had left their destination.") % {"months": reading.months}
    words = _(
        "After %(months)s months %(share)s %% were still in the destination (between %(low)s and %(high)s %%)."
    )
    return kept_together(words % (percents(rules.turned(reading)) | {"months": reading.months}))
