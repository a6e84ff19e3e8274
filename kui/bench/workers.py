"""What a process of its own does for the benchmark. Nothing is imported at the top: Django is not set up there yet."""


def start() -> None:
    """Set Django up in a fresh process."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kui.settings")
    django.setup()


def take(unit_id: int, paper: bool = True) -> None:
    """The month's reports of one unit: its own, each guide's and each case's; ``paper`` makes the unit's PDF too."""
    from accounts.models import Unit
    from core import clock
    from reports.models import ReportSnapshot
    from reports.periods.rules import Month

    ReportSnapshot.objects.take(Unit.objects.get(pk=unit_id), Month.of(clock.today()).previous, paper=paper)


def counting(up_to: int) -> int:
    """Work that needs a processor and nothing else."""
    return sum(n * n % 7 for n in range(up_to))
