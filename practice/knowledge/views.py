"""The knowledge bank: found, read, written, published, looked at again, put into the archive."""

import copy

from django.contrib.messages import WARNING
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from core import clock
from core.acting import perform
from core.http import acted, respond
from core.markdown import as_page
from core.pagination import BoundedPaginator
from core.templatetags.kui import day as drawn
from core.text import tidy
from practice.competences.rules import share_by
from practice.knowledge import actions, rules
from practice.knowledge.choices import Explains, Kind
from practice.knowledge.filters import ArticleFilterSet
from practice.knowledge.forms import ArticleAddForm, ArticleEditForm
from practice.knowledge.models import LONGEST, Article
from practice.knowledge.reading import of_the_unit, the_article
from practice.knowledge.tags import choices_of, words_of

PAGE = 20


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_GET
def article_list(request):
    """What the unit knows, and what is to be looked at again."""
    rows = Article.objects.seen_by(request.user)
    filters = ArticleFilterSet(
        request.GET, rows.select_related("owner").defer("body", "searched"), request=request
    )
    page = BoundedPaginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "filters": filters,
        "page": page,
        "articles": [(article, article.is_due(today)) for article in page],
        "due": rows.due(today).count(),
    }
    return render(request, "practice/knowledge/article_list.html", context)


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_GET
def article_detail(request, pk):
    """One article with its files."""
    article = the_article(request.user, pk)
    context = {
        "article": article,
        "text": as_page(article.body),
        "is_due": article.is_due(clock.today()),
        "share_by": share_by(article.course_on, article.course_on) if article.course_on else None,
        "about": words_of(article.tags.all(), choices_of(clock.today())),
        "files": article.files.filter(removed_at=None).select_related("by"),
        "may_write": article.unit_id == request.user.unit_id,
        "newest": article.versions.select_related("by").defer("body").first(),
    }
    return render(request, "practice/knowledge/article_detail.html", context)


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
def article_add(request):
    """Write an article, or what one learned on a course."""
    kind = request.GET.get("art")
    begins = {"kind": kind if kind in Kind.values else Kind.METHOD, "explains": request.GET.get("om", "")}
    form = ArticleAddForm(request.POST or None, user=request.user, initial=begins)
    looks = "look" in request.POST
    if not looks and form.is_valid():
        perform(
            form,
            actions.write_article,
            unit=request.user.unit,
            by=request.user,
            location=Article.get_absolute_url,
            tags=form.tags,
            **form.words,
        )
    words = _("Kept as a draft. Publish it when others may read it.")
    to = form.made.get_absolute_url() if getattr(form, "made", None) else reverse("practice:article_list")
    return _form_page(request, form, "article_add", {"is_course": kind == Kind.COURSE}, to=to, words=words)


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
def article_edit(request, pk):
    """Write an article anew; what it said is kept. One that was archived meanwhile keeps what was typed on the form."""
    article = of_the_unit(request.user, pk)
    if article.is_archived and request.method == "GET":
        return redirect(article)
    form = ArticleEditForm(request.POST or None, article=article, user=request.user)
    if "look" not in request.POST and form.is_valid():
        perform(
            form,
            actions.edit_article,
            copy.copy(article),
            by=request.user,
            expected_version=form.expected,
            tags=form.tags,
            **form.words,
        )
    to = article.get_absolute_url()
    return _form_page(request, form, "article_edit", {"article": article}, to=to, words=_("Saved."))


def _form_page(request, form, name: str, context: dict, *, to: str, words: str):
    """The form with a look at what the text becomes; who has no script asks for that with a button."""
    looks = "look" in request.POST
    context["shown"] = as_page(form["body"].value() or "") if looks or "body" in form.initial else ""
    if looks:
        form.errors.clear()
    template = f"practice/knowledge/{name}.html"
    return respond(request, form, template, context, to=to, words=words, status=200 if looks else 0)


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_POST
def article_preview(request):
    """What a text becomes, while it is being written. Nothing is kept."""
    text = tidy(request.POST.get("body", ""))[:LONGEST]
    return render(request, "practice/knowledge/_preview.html", {"shown": as_page(text)})


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_GET
def article_about(request, key):
    """The article that explains a page: the unit's own, else every unit's; or how to come by one."""
    if key not in Explains.values:
        raise Http404
    rows = Article.objects.seen_by(request.user).published().filter(explains=key)
    found = sorted(rows.only("pk", "unit"), key=lambda article: (article.is_shared, article.pk))
    if found:
        return redirect(found[0])
    return render(request, "practice/knowledge/article_about.html", {"page": Explains(key)})


def _act(request, action, article: Article, words: str):
    try:
        action(article, by=request.user)
    except ValidationError as refused:
        return acted(
            request, " ".join(refused.messages), to=article.get_absolute_url(), level=WARNING, status=409
        )
    return acted(request, words, to=article.get_absolute_url())


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_POST
def article_publish(request, pk):
    """Let the unit read it."""
    return _act(request, actions.publish_article, of_the_unit(request.user, pk), _("Published."))


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_POST
def article_confirm(request, pk):
    """It is still right."""
    article = of_the_unit(request.user, pk)
    later = rules.next_review(article.kind, clock.today())
    words = _("Noted: it is still right. It is to be looked at again on %(day)s.") % {"day": drawn(later)}
    return _act(request, actions.confirm_article, article, words)


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_POST
def article_archive(request, pk):
    """It no longer holds."""
    return _act(request, actions.archive_article, of_the_unit(request.user, pk), _("Put into the archive."))


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_POST
def article_take_up(request, pk):
    """It holds again."""
    article = of_the_unit(request.user, pk)
    return _act(request, actions.take_up_article, article, _("Taken out of the archive."))
