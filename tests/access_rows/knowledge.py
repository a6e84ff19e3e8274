"""The knowledge bank: staff, each in their own unit; no partner, and no young person."""

from core.uploads.accepting import Accepted, Format
from practice.knowledge.actions import add_file, archive_article
from tests.access_rows import Row
from tests.helpers import factories

_ONE = lambda w: {"pk": w.article.pk}  # noqa: E731
_FILE = lambda w: {"pk": w.article.pk, "file_id": w.article_file.pk}  # noqa: E731


def _said(w, **more):
    return {
        "kind": "law",
        "title": "Pligten",
        "summary": "Hvem den gælder",
        "body": "To frister.",
        "owner": w.owner.pk,
        **more,
    }


def extend(w):
    """A published article with a file, a draft, and one in the archive."""
    w.article = factories.make_article(w.owner, title="Viden om pligten")
    letter = factories.pdf(["Til nye kolleger"])
    w.article_file = add_file(w.article, Accepted(Format.PDF, letter, 1), by=w.owner, title="Blanket")
    w.article_draft = factories.make_article(w.owner, publish=False, title="Kladde")
    w.archived_article = factories.make_article(w.owner, title="Gammel viden")
    archive_article(w.archived_article, by=w.owner)


ROWS = [
    Row("practice:article_list", "staff"),
    Row("practice:article_add", "staff", methods=("get", "post"), data=lambda w: _said(w)),
    Row("practice:article_preview", "staff", methods=("post",), data=lambda w: {"body": "## Overskrift"}),
    Row("practice:article_about", "staff", kwargs=lambda w: {"key": "duty"}),
    Row("practice:article_detail", "staff", kwargs=_ONE, unit_bound=True),
    Row(
        "practice:article_edit",
        "staff",
        kwargs=_ONE,
        methods=("get", "post"),
        data=lambda w: _said(w, version=1, review_on="2030-01-01"),
        unit_bound=True,
        ok=(200, 303, 409),
    ),
    Row(
        "practice:article_publish",
        "staff",
        kwargs=lambda w: {"pk": w.article_draft.pk},
        methods=("post",),
        ok=(204, 303, 409),
        unit_bound=True,
        only=frozenset({"owner", "leader"}),
    ),
    Row(
        "practice:article_confirm",
        "staff",
        kwargs=_ONE,
        methods=("post",),
        ok=(204, 303, 409),
        unit_bound=True,
    ),
    Row(
        "practice:article_archive",
        "staff",
        kwargs=_ONE,
        methods=("post",),
        ok=(204, 303, 409),
        unit_bound=True,
    ),
    Row(
        "practice:article_take_up",
        "staff",
        kwargs=lambda w: {"pk": w.archived_article.pk},
        methods=("post",),
        ok=(204, 303, 409),
        unit_bound=True,
    ),
    Row("practice:article_versions", "staff", kwargs=_ONE, unit_bound=True),
    Row(
        "practice:article_restore",
        "staff",
        kwargs=lambda w: {"pk": w.article.pk, "number": 1},
        methods=("post",),
        data=lambda w: {"version": 1},
        unit_bound=True,
    ),
    Row("practice:article_file_add", "staff", kwargs=_ONE, methods=("get", "post"), unit_bound=True),
    Row("practice:article_file", "staff", kwargs=_FILE, unit_bound=True),
    Row(
        "practice:article_file_remove",
        "staff",
        kwargs=_FILE,
        methods=("post",),
        ok=(204, 303),
        unit_bound=True,
    ),
    Row("workspace:case_articles", "read the case"),
]
