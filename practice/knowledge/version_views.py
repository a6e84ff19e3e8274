"""The versions of an article: listed, compared, and said again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import role_view
from accounts.models import Role
from core.fragments import fragment
from core.http import number_in, see_other
from core.pagination import BoundedPaginator
from core.versions import Conflict
from practice.knowledge import actions
from practice.knowledge.reading import of_the_unit, the_article
from practice.knowledge.rules import compare


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_GET
def article_versions(request, pk):
    """Every version, and two of them compared: the newest two until others are chosen."""
    article = the_article(request.user, pk)
    rows = article.versions.select_related("by")
    page = BoundedPaginator(rows.defer("body")).get_page(request.GET.get("page"))
    newest = number_in(request.GET, "til") or article.version
    older = number_in(request.GET, "fra") or max(1, newest - 1)
    pair = sorted(rows.filter(number__in={older, newest}), key=lambda row: row.number)
    context = {
        "article": article,
        "page": page,
        "pair": pair if len(pair) == 2 else None,
        "compared": _compared(*pair) if len(pair) == 2 else "",
        "may_write": article.unit_id == request.user.unit_id and not article.is_archived,
    }
    return render(request, "practice/knowledge/article_versions.html", context)


def _compared(old, new) -> SafeString:
    """Both as one text; drawn piece by piece, since a template's own line ends would stand in it."""
    texts = ("\n\n".join((row.title, row.summary, row.body)) for row in (old, new))
    pieces = compare(*texts)
    return SafeString(
        "".join(fragment("practice/knowledge/_piece.html", how=p.how, text=p.text) for p in pieces)
    )


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_POST
def article_restore(request, pk, number):
    """Let the article say again what a version of it said; refused when somebody has written since it was looked at."""
    article = of_the_unit(request.user, pk)
    version = get_object_or_404(article.versions, number=number)
    seen = number_in(request.POST, "version") or 0
    try:
        actions.restore_version(article, version, by=request.user, expected_version=seen)
    except Conflict:
        messages.warning(request, _("A colleague has written meanwhile. Look at the newest version first."))
        return see_other(reverse("practice:article_versions", args=[pk]))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return see_other(reverse("practice:article_versions", args=[pk]))
    messages.success(request, _("Version %(number)s stands again, as the newest.") % {"number": number})
    return see_other(article.get_absolute_url())
