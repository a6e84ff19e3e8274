"""App config of the overview."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """The leader's pages over numbers and reports; it has no rows of its own."""

    name = "overview"

    def ready(self):
        """Let accounts, practice and partners ask what somebody who leaves carries."""
        from accounts.users.actions import OFFBOARDING_CHECKS
        from overview.takeover.left import carried, lies_with, with_partner
        from partners.directory.actions import PARTNER_CHECKS
        from practice.onboarding.offboarding import CARRIED

        OFFBOARDING_CHECKS.append(lies_with)
        CARRIED.append(carried)
        PARTNER_CHECKS.append(with_partner)
