"""Files beside an article: put there, fetched, taken away."""

from django.contrib.messages import WARNING
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core import vault
from core.acting import perform
from core.http import acted, respond
from core.uploads.accepting import Refused, accept
from core.uploads.downloads import inert
from practice.knowledge import actions
from practice.knowledge.forms import FileForm
from practice.knowledge.models import Article
from practice.knowledge.reading import of_the_unit, the_article


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_http_methods(["GET", "POST"])
def article_file_add(request, pk):
    """Put a file beside an article. It comes in as a case's documents do. One in the archive says why it takes none."""
    article = of_the_unit(request.user, pk)
    if article.is_archived:
        return render(request, "practice/knowledge/article_archived.html", {"article": article}, status=409)
    home = article.get_absolute_url()
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        perform(form, _take_in, article, by=request.user, field="file", location=home, **form.sent)
    template, words = "practice/knowledge/article_file_add.html", _("The file is kept.")
    return respond(request, form, template, {"article": article}, to=home, words=words)


def _take_in(article: Article, *, by, file, title: str):
    """Keep the file. Raises ValidationError in the words of whatever refused it."""
    try:
        if getattr(file, "too_large", False):
            raise Refused("size")
        return actions.add_file(article, accept(file.read()), by=by, title=title)
    except Refused as refused:
        raise ValidationError(refused.words) from refused
    except actions.NotScanned as away:
        raise ValidationError(_("The virus scanner does not answer just now. Try again later.")) from away
    except vault.VaultUnavailable as away:
        words = _("The place where documents are kept cannot be written to just now. Try again later.")
        raise ValidationError(words) from away


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_GET
def article_file(request, pk, file_id):
    """The file itself, to be saved."""
    article = the_article(request.user, pk)
    row = get_object_or_404(article.files, pk=file_id, removed_at=None)
    try:
        data = vault.fetch(row.file, row.sha256)
    except vault.VaultUnavailable:
        return render(request, "practice/knowledge/article_file_away.html", {"article": article}, status=503)
    trail.record("article.file_fetched", by=request.user, obj=article)
    return inert(data, row.kept_as.content_type, row.filename)


@role_view(Role.GUIDE, Role.LEADER, Role.ADMIN)
@require_POST
def article_file_remove(request, pk, file_id):
    """Take a file away; from an article in the archive nothing is taken, and the answer says so."""
    article = of_the_unit(request.user, pk)
    row = get_object_or_404(article.files, pk=file_id, removed_at=None)
    to = article.get_absolute_url()
    try:
        actions.remove_file(row, by=request.user)
    except ValidationError as refused:
        return acted(request, " ".join(refused.messages), to=to, level=WARNING, status=409)
    return acted(request, _("The file is taken away."), to=to)
