"""An owner's articles that are to be looked at again: lines about no case, like the owner's own tasks."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.addresses import address
from practice.models import Article
from workspace.lines.line import Act, Task
from workspace.lines.source import About, Told, told


def article_rows(about: About) -> QuerySet:
    """Those of the user whose review date has come."""
    rows = Article.objects.due(about.today).filter(owner=about.user)
    return told("article", rows, day="review_on", number="pk", what="title")


def article_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line for each: read it, or say that it is still right."""
    me = (about.user.pk, about.user.name)
    return [
        Task(
            row.day,
            "article",
            None,
            partial(_words, row.what),
            "note",
            partial(_acts, row.number),
            ref=str(row.number),
            leads_to=address("practice:article_detail", row.number),
            whose=me,
            can_wait=False,
            heading=_("Knowledge bank"),
        )
        for row in sorted(rows, key=lambda row: (row.day, row.number))
    ]


def _words(title: str) -> str:
    return _("Is the article “%(title)s” still right?") % {"title": title}


def _acts(pk: int) -> tuple[Act, ...]:
    return (
        Act(_("It is still right"), icon="check", how="post", href=address("practice:article_confirm", pk)),
        Act(_("Edit"), href=address("practice:article_edit", pk), quiet=True),
    )
