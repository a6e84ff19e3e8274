"""Articles with their versions, tags and attached files. Nothing is deleted: an article is put into the archive."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.ordering import Danish
from core.text import slug_of
from core.uploads.accepting import Format
from core.versions import Versioned
from practice.knowledge import rules
from practice.knowledge.choices import Explains, Kind, TagKind

LONGEST = 20_000


class ArticleQuerySet(models.QuerySet):
    """Adjectives of articles."""

    def seen_by(self, user):
        """Those of the user's unit and those of every unit; a draft is for its owner, for who wrote a version of it,
        and for the leader.
        """
        rows = self.filter(Q(unit=user.unit_id) | Q(unit=None))
        if user.is_leader:
            return rows
        written = Exists(ArticleVersion.objects.filter(article=OuterRef("pk"), by=user))
        return rows.filter(Q(published_on__isnull=False) | Q(owner=user) | written)

    def published(self):
        """Those that hold: out of draft, and not in the archive; the same as `Article.is_published`."""
        return self.filter(published_on__isnull=False, archived_on=None)

    def drafts(self):
        """Not published yet, and not in the archive."""
        return self.filter(published_on=None, archived_on=None)

    def archived(self):
        """Those that are kept and no longer hold."""
        return self.filter(archived_on__isnull=False)

    def due(self, on):
        """Those of a unit that are to be looked at again on the day: their review date has come, or their owner has
        stopped; the same as `Article.is_due`.
        """
        due = Q(review_on__lte=on) | Q(owner__is_active=False)
        return self.published().filter(due, unit__isnull=False)

    def tagged(self, kind, code):
        """Those with the tag."""
        tag = ArticleTag.objects.filter(article=OuterRef("pk"), kind=kind, code=code)
        return self.filter(Exists(tag))

    def holding(self, asked: str):
        """Those with every telling word of a search, in whatever ending; without such a word none."""
        words = rules.telling_words(asked)
        rows = self if words else self.none()
        for word in words:
            rows = rows.filter(searched__contains=rules.piece_of(word))
        return rows


class Article(Versioned):
    """Something the unit knows, in Markdown. Without a unit it is every unit's, and nobody's to change.

    ``version`` is the number of its newest `ArticleVersion`.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="articles", editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    # What one finds in it, in a line: under its title in a list, and on the case page.
    summary = models.CharField(_("in a line"), max_length=200)
    body = models.TextField(_("text"), max_length=LONGEST)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    review_on = models.DateField(_("look at it again on"))
    reviewed_on = models.DateField(null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    course_on = models.DateField(_("day of the course"), null=True, blank=True)
    explains = models.CharField(_("explains the page"), max_length=16, choices=Explains.choices, blank=True)
    edited_on = models.DateField(default=clock.today, editable=False)
    published_on = models.DateField(null=True, editable=False)
    archived_on = models.DateField(null=True, editable=False)
    # Title, line and text as a search reads them (`rules.searched_text`).
    searched = models.TextField(editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = [Danish("title"), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, owner=None) | Q(unit__isnull=False, owner__isnull=False),
                name="article_of_a_unit_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.COURSE, course_on__isnull=False)
                | (~Q(kind=Kind.COURSE) & Q(course_on=None)),
                name="article_of_a_course_has_its_day",
                violation_error_message=_(
                    "A course report has the day of the course, and nothing else has one."
                ),
            ),
            models.UniqueConstraint(
                fields=["unit", "explains"],
                condition=~Q(explains="") & Q(archived_on=None),
                name="article_alone_explains_a_page",
                violation_error_message=_(
                    "Another article explains that page already. Take it away there first."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "kind"]),
            models.Index(
                fields=["owner", "review_on"],
                condition=Q(published_on__isnull=False, archived_on=None),
                name="article_review_of_owner",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        """The address of the article."""
        return reverse("practice:article_detail", args=[self.pk])

    def derive(self) -> None:
        """Recompute what is stored beside its source."""
        self.searched = rules.searched_text(self.title, self.summary, self.body)

    @property
    def is_published(self) -> bool:
        """Whether it holds; the same as the queryset's `published`."""
        return self.published_on is not None and self.archived_on is None

    @property
    def is_archived(self) -> bool:
        """Whether it is kept and no longer holds."""
        return self.archived_on is not None

    @property
    def is_shared(self) -> bool:
        """Whether it is every unit's."""
        return self.unit_id is None

    def is_due(self, on) -> bool:
        """Whether it is to be looked at again on the day; the same as the queryset's `due`."""
        if not self.is_published or self.is_shared:
            return False
        return rules.is_due(self.review_on, on) or not self.owner.is_active


class ArticleVersion(models.Model):
    """What an article said, who wrote it so, and when. Written once, never changed."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=200)
    body = models.TextField()
    # None for an article of every unit, which nobody here wrote.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]

    def __str__(self):
        return f"{self.title} {self.number}"


class ArticleTag(models.Model):
    """What an article is about: a code of one of the product's own lists."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="tags")
    kind = models.CharField(max_length=8, choices=TagKind.choices)
    code = models.SlugField()

    class Meta:
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["article", "kind", "code"], name="article_tag_once")]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self):
        return f"{self.kind}:{self.code}"


class ArticleFile(models.Model):
    """A file beside an article, in the vault like a case's documents. One that was taken away no longer opens."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.PROTECT, related_name="files")
    title = models.CharField(_("title"), max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, editable=False)
    format = models.CharField(max_length=4, choices=Format.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=32, unique=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.title

    @property
    def kept_as(self) -> Format:
        """The format, with what follows from it."""
        return Format(self.format)

    @property
    def filename(self) -> str:
        """A plain name to save it under, and the suffix that is true."""
        return f"{slug_of(self.title)[:80] or 'fil'}.{self.format}"


def names_of_files() -> list[str]:
    """The files of the vault that an article knows, those taken away included; for `core.vault.HOLDERS`."""
    return list(ArticleFile.objects.order_by().values_list("file", flat=True))
