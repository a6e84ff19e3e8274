"""What is done with articles: written, edited, published, found right, put into the archive, given files."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock, vault, virus_scan
from core.constraints import Taken
from core.uploads.accepting import Accepted
from core.versions import save_versioned
from practice.competences.actions import share_by_report
from practice.knowledge import rules
from practice.knowledge.models import Article, ArticleFile, ArticleTag, ArticleVersion

MOST_FILES = 10
Tags = Iterable[tuple[str, str]]


class NotScanned(Exception):
    """The virus scanner is away: nobody knows what the file is, and it is not kept."""


@transaction.atomic
def write_article(*, unit: Unit | None, by: User | None, tags: Tags = (), **values) -> Article:
    """Write an article, a draft of its owner until it is published. Without a unit it is every unit's.

    Raises ValidationError.
    """
    article = Article(unit=unit, edited_on=clock.today(), **values)
    _check(article)
    article.save()
    _keep_version(article, by)
    _tag(article, tags)
    trail.record("article.written", by=by, obj=article, changes={"title": [None, article.title]})
    return article


@transaction.atomic
def edit_article(
    article: Article, *, by: User, expected_version: int, tags: Tags | None = None, **values
) -> None:
    """Save an article anew; what it said is kept as a version. ``tags`` None leaves them.

    Raises `Taken` when it is in the archive by now, core.versions.Conflict when somebody else wrote first, and
    ValidationError.
    """
    before = (
        Article.objects.select_for_update().filter(pk=article.pk, archived_on=None).values(*values).first()
    )
    if before is None:
        raise Taken(_("The article is in the archive by now. Take it out again, or copy your text."))
    for name, value in values.items():
        setattr(article, name, value)
    article.edited_on = clock.today()
    _check(article)
    save_versioned(article, expected_version, {*_names(values), "searched", "edited_on"})
    _keep_version(article, by)
    if tags is not None:
        _tag(article, tags)
    after = {name: values[name] for name in values if name != "body"}
    changes = trail.changed(before, {name: getattr(value, "pk", value) for name, value in after.items()})
    trail.record("article.edited", by=by, obj=article, changes=changes)


def restore_version(article: Article, version: ArticleVersion, *, by: User, expected_version: int) -> None:
    """Let an article say again what an earlier version of it said, as its newest version."""
    said = {name: getattr(version, name) for name in ("title", "summary", "body")}
    edit_article(article, by=by, expected_version=expected_version, **said)


def _names(values: dict) -> set[str]:
    return {"owner_id" if name == "owner" else name for name in values}


def _check(article: Article) -> None:
    article.derive()
    article.full_clean(exclude=["unit", "version", "searched"], validate_constraints=False)
    article.validate_constraints()


def _keep_version(article: Article, by: User | None) -> None:
    said = {name: getattr(article, name) for name in ("title", "summary", "body")}
    ArticleVersion.objects.create(
        article=article, number=article.version, by=by, saved_at=clock.now(), **said
    )


def _tag(article: Article, tags: Tags) -> None:
    article.tags.all().delete()
    ArticleTag.objects.bulk_create(
        ArticleTag(article=article, kind=kind, code=code) for kind, code in dict.fromkeys(tags)
    )


@transaction.atomic
def publish_article(article: Article, *, by: User | None) -> None:
    """Let everybody in the unit read it: what its owner learnt on a course is thereby shared. Raises `Taken` when it is
    published already, or in the archive.
    """
    _move(Article.objects.drafts(), article, published_on=clock.today())
    trail.record("article.published", by=by, obj=article)
    if article.course_on and article.owner:
        where = _("The knowledge bank: %(title)s") % {"title": article.title}
        share_by_report(article.owner, course_on=article.course_on, by=by, where=where)


@transaction.atomic
def confirm_article(article: Article, *, by: User) -> None:
    """It is still right: its review date moves on by what its kind lasts. Raises `Taken` when it holds no longer."""
    today, before = clock.today(), article.review_on
    later = rules.next_review(article.kind, today)
    _move(Article.objects.published(), article, review_on=later, reviewed_on=today, reviewed_by=by)
    trail.record("article.confirmed", by=by, obj=article, changes={"review_on": [before, later]})


@transaction.atomic
def archive_article(article: Article, *, by: User) -> None:
    """It no longer holds. It is kept, found in the archive, and explains no page."""
    _move(Article.objects.filter(archived_on=None), article, archived_on=clock.today())
    trail.record("article.archived", by=by, obj=article)


@transaction.atomic
def take_up_article(article: Article, *, by: User) -> None:
    """It holds again. Raises ValidationError when another one explains its page by now."""
    article.archived_on = None
    article.validate_constraints()
    _move(Article.objects.archived(), article, archived_on=None)
    trail.record("article.taken_up", by=by, obj=article)


@transaction.atomic
def give_article(article: Article, to: User, *, by: User, back=False) -> None:
    """Let somebody else of the unit see to an article; ``back``: whoever had it, although they have stopped.

    Raises ValidationError, `Taken` when it is in the archive.
    """
    if not ((back or to.may_carry) and to.unit_id == article.unit_id):
        raise ValidationError(_("Choose an active guide of the unit."))
    before = article.owner_id
    _move(Article.objects.filter(archived_on=None), article, owner=to)
    trail.record("article.given", by=by, obj=article, changes={"owner": [before, to.pk]})


def _move(rows, article: Article, **values) -> None:
    if not rows.filter(pk=article.pk).update(**values):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    for name, value in values.items():
        setattr(article, name, value)


def add_file(article: Article, accepted: Accepted, *, by: User, title: str) -> ArticleFile:
    """Put a file that `core.uploads` has accepted beside an article. With a scanner set up it is scanned first.

    Raises ValidationError for a virus and for more than `MOST_FILES`, NotScanned, and core.vault.VaultUnavailable.
    """
    _scan(accepted.data)
    with transaction.atomic():
        # Two at once must not both find the last room.
        _hold_in_use(article)
        if article.files.filter(removed_at=None).count() >= MOST_FILES:
            raise ValidationError(_("There is room for ten files beside an article."))
        row = ArticleFile(
            article=article, title=title, by=by, added_at=clock.now(), format=accepted.format,
            size=len(accepted.data), sha256=vault.fingerprint(accepted.data), file=vault.keep(accepted.data),
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                trail.record("article.file_added", by=by, obj=article, changes={"sha256": [None, row.sha256]})
        except BaseException:
            vault.discard(row.file)
            raise
    return row


def _hold_in_use(article: Article) -> None:
    """Keep others from the article until this is done. Raises `Taken` when it is in the archive."""
    if Article.objects.select_for_update().only("archived_on").get(pk=article.pk).is_archived:
        raise Taken(_("The article is in the archive. Take it out again to change its files."))


def _scan(data: bytes) -> None:
    if not virus_scan.is_configured():
        return
    try:
        virus = virus_scan.scan(data)
    except virus_scan.ScannerUnavailable as away:
        raise NotScanned from away
    if virus:
        raise ValidationError(_("The virus scanner found something in the file. It is not kept."))


@transaction.atomic
def remove_file(row: ArticleFile, *, by: User) -> None:
    """Take a file away from its article: it no longer opens. Raises `Taken` when it is away already, or the article in
    the archive.
    """
    _hold_in_use(row.article)
    if not ArticleFile.objects.filter(pk=row.pk, removed_at=None).update(removed_at=clock.now()):
        raise Taken(_("The file is taken away already."))
    trail.record("article.file_removed", by=by, obj=row.article, changes={"sha256": [row.sha256, None]})
