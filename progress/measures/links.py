"""Where the pages of a case's measures lie."""

from core.addresses import address


def progress_url(case) -> str:
    """The page that shows how it develops."""
    return address("workspace:case_progress", case.pk)
