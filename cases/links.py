"""Where a case's pages lie, and the address of its own."""

from core.addresses import address

# What every route about one case begins with.
CASE = "sager/<uuid:case_id>/"


def case_url(case_id) -> str:
    """The address of the case's page."""
    return address("workspace:case_detail", case_id)
