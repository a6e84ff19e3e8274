"""App config of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Numbers: metrics, frozen reports, and what of them leaves the unit."""

    name = "reports"

    def ready(self):
        """Let the pages below show the status by rhythm: a partner's first page, Min plan, and the case's log."""
        from cases.access import log
        from portal.myrights.leaves import LEAVES
        from portal.partner.more import NEWS
        from reports.status import leaf
        from reports.status.waiting import status_rows
        from reports.status.words import WORDS

        log.WORDS.update(WORDS)
        LEAVES[leaf.NAME] = leaf.LEAF
        NEWS.append(status_rows)
