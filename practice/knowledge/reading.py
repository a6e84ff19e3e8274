"""The articles that somebody may read, and those that they may write on."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from practice.knowledge.models import Article


def the_article(user: User, pk: int) -> Article:
    """The article, if the user may read it. Raises Http404."""
    return get_object_or_404(Article.objects.seen_by(user).select_related("owner", "reviewed_by"), pk=pk)


def of_the_unit(user: User, pk: int) -> Article:
    """The article, if it is one of the unit's own that the user may read; in the archive too, where an act on it says
    that it came too late. Raises Http404.
    """
    rows = Article.objects.seen_by(user).filter(unit=user.unit_id)
    return get_object_or_404(rows.select_related("owner"), pk=pk)
