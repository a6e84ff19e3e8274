"""Frozen reports with figures that one chooses, as far as releases ask them."""

import json

from hypothesis import strategies as st

from core import clock
from reports.metrics.definitions.coverage import COVERAGE as PARTS
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.release import rules
from reports.release.planning import Released

OCTOBER = Month(2026, 10)
BANDS = ("0-12", "13-14", "15-17", "18-19", "20-22", "23-25", "26-120")


def figures(
    parts=(210, 20, 30, 25, 15), ages=None, came=12, closed=9, held=8, lost=6, destinations=None, reopened=0
) -> dict:
    """What a unit's frozen report says, as far as releases ask."""
    ages = ages or (0, 20, 90, 70, sum(parts) - 200, 20, 0)
    numbers = dict(zip(PARTS, parts, strict=True)) | {"in_unit": sum(parts)}
    numbers |= {"new": came - reopened, "reopened": reopened, "closed": closed}
    numbers |= {"destinations_held": held, "destinations_three_months_ago": held + lost}
    began = (destinations or {}).items()
    return {
        "numbers": numbers,
        "by_age": [{"key": key, "count": count} for key, count in zip(BANDS, ages, strict=True)],
        "by_destination": [
            {"key": key, "label_da": key, "label_en": key, "count": count} for key, count in began if count
        ],
    }


def over(months: list[dict], first: Month, opening=0) -> dict:
    """What the report of a longer period says that ends with the last of these months: it lists them."""
    rows = []
    for number, data in enumerate(months):
        began = sum(row["count"] for row in data["by_destination"])
        rows.append(
            {"key": str(first.plus(number)), "opening": opening, "destinations": began} | data["numbers"]
        )
    return {**months[-1], "by_destination": [], "history": rows}


def frozen(unit, data, month=OCTOBER, revision=1):
    """A frozen report with these figures."""
    return ReportSnapshot.objects.create(
        unit=unit,
        kind=ReportSnapshot.Kind.UNIT,
        subject_id=str(unit.pk),
        subject_name=unit.name,
        span=month.SPAN,
        period=month.first,
        as_of=month.last,
        known_on=clock.now(),
        definition_version=3,
        figures=json.dumps(data),
        sha256="0" * 64,
        revision=revision,
    )


def in_full(source):
    """Every table in its fullest form, whatever it gives away."""
    forms = source.forms()
    return Released(source, {name: rules.told(forms[name][0], source.counts) for name in forms})


def words(released):
    return {name: table.word for name, table in released.tables.items()}


SMALL = st.integers(0, 12)


@st.composite
def partition(draw, count, pieces):
    """A number of people in so many groups, many of them small."""
    found = []
    for _n in range(pieces - 1):
        found.append(draw(st.integers(0, min(count - sum(found), 8))))
    # The rest is the largest group, wherever it stands.
    found.insert(draw(st.integers(0, pieces - 1)), count - sum(found))
    return tuple(found)


@st.composite
def months(draw):
    """The figures of four months of a unit, which hang together: who came and left, which destinations held."""
    there, began, found = draw(st.integers(0, 90)), None, []
    for number in range(4):
        came, closed = draw(SMALL), draw(SMALL)
        if number:
            closed = min(closed, there + came)
            there += came - closed
        destinations = {key: draw(SMALL) for key in "abc"}
        if number == 3:
            held = draw(st.integers(0, began))
            lasting = (held, began - held)
        else:
            lasting = draw(SMALL), draw(SMALL)
        began = began if began is not None else sum(destinations.values())
        found.append(
            figures(
                draw(partition(there, 5)), draw(partition(there, 7)), came, closed, *lasting, destinations
            )
        )
    return found
