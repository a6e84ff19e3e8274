"""The caseload with two months of history, for the tests of reports."""

from tests.helpers.caseload import (  # noqa: F401 – fixtures
    as_guide,
    as_leader,
    caseload,
    colleague,
    destination,
    guide,
    leader,
    now,
    quick_paper,
    report,
    told,
    unit,
)
