"""Which released figures somebody may read."""

from django.shortcuts import get_object_or_404

from reports.release.models import Release


def readable_release(user, release_id) -> Release:
    """The edition, for its unit's leader and for who sees figures alone; 404 for anybody else."""
    rows = Release.objects.visible_to(user).select_related("report", "unit", "by").defer("report__pdf")
    return get_object_or_404(rows, pk=release_id)
