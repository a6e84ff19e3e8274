"""The address of a case's page."""

from core.addresses import address


def case_url(case_id) -> str:
    """The address of the case's page."""
    return address("workspace:case_detail", case_id)
