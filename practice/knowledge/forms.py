"""Writing an article, and putting a file beside one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from core import clock
from core.fields import DayField, PastDayField, TidyForm
from core.idempotency import SubmitKeyForm
from core.ordering import Danish
from core.text import holds_personal_number
from core.uploads.accepting import ACCEPT
from core.uploads.downloads import title_of
from core.versions import VersionedForm
from practice.knowledge import rules, watch
from practice.knowledge.choices import Explains, Kind, TagKind
from practice.knowledge.models import LONGEST, Article
from practice.knowledge.tags import choices_of
from practice.wording import without_number

WRITERS = (Role.GUIDE, Role.LEADER, Role.ADMIN)
# Field → what its codes are of.
TAGS = {"areas": TagKind.AREA, "groups": TagKind.GROUP, "efforts": TagKind.EFFORT, "ages": TagKind.AGE}
WORDS = ("kind", "title", "summary", "body", "course_on", "owner", "review_on", "explains")


def _boxes(label) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class ArticleFields(TidyForm, forms.Form):
    """What an article says and is about. What may tell of a young person is asked about once, and not refused."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    summary = forms.CharField(
        label=gettext_lazy("In a line"),
        max_length=200,
        help_text=gettext_lazy(
            "What one finds in it. The line stands in the list and on cases that it fits."
        ),
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy(
            "A heading begins with ##, a point of a list with -, a link is [words](address). No young person in it."
        ),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I have looked at it: no young person can be recognised"), required=False
    )
    course_on = PastDayField(
        label=gettext_lazy("Day of the course"),
        required=False,
        help_text=gettext_lazy("Only for a course report. Share it within 14 days."),
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Owner"), empty_label=None)
    review_on = DayField(
        label=gettext_lazy("Look at it again on"),
        required=False,
        help_text=gettext_lazy(
            "Without a day the kind of the article decides: from six months to two years."
        ),
    )
    explains = forms.ChoiceField(
        label=gettext_lazy("Explains the page"),
        required=False,
        choices=[("", gettext_lazy("None")), *Explains.choices],
        help_text=gettext_lazy("The page then links to it."),
    )
    areas = _boxes(gettext_lazy("Life areas"))
    groups = _boxes(gettext_lazy("Target groups"))
    efforts = _boxes(gettext_lazy("Kinds of effort"))
    ages = _boxes(gettext_lazy("Ages"))

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.names, self.number = user, [], False
        people = User.objects.filter(unit=user.unit_id, is_active=True, role__in=WRITERS)
        self.fields["owner"].queryset = people.order_by(Danish("name"), "pk")
        self.fields["owner"].initial = user.pk
        choices = choices_of(clock.today())
        for name, kind in TAGS.items():
            self.fields[name].choices = choices[kind]

    @property
    def asks(self) -> bool:
        """Whether its writer is to look at the text once more."""
        return bool(self.names) or self.number

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields of tags."""
        return [self[name] for name in TAGS]

    @property
    def is_tagged(self) -> bool:
        """Whether one of them is ticked: they are unfolded then."""
        return any(self[name].value() for name in TAGS)

    def clean(self):
        """Ask about what may tell of somebody; a course report has its day."""
        data = super().clean()
        texts = [data.get(name) or "" for name in ("title", "summary", "body")]
        self.number = watch.holds_number(texts)
        self.names = watch.names_like_young_people(self.user, texts)
        if self.asks and not data.get("sure"):
            self.add_error("body", self._warning())
        if data.get("kind") == Kind.COURSE and not data.get("course_on") and "course_on" not in self.errors:
            self.add_error("course_on", _("Say when the course was."))
        if data.get("kind") != Kind.COURSE and data.get("course_on"):
            self.add_error(
                "course_on", _("Only a course report has a day. Take it away, or choose another kind.")
            )
        if data.get("kind") and not data.get("review_on"):
            data["review_on"] = rules.next_review(data["kind"], clock.today())
        return data

    def _warning(self) -> str:
        words = []
        if self.number:
            words.append(_("There is a CPR number in it."))
        if self.names:
            looks = _("The text looks like the name of a young person in the unit: %(names)s.")
            words.append(looks % {"names": ", ".join(self.names)})
        return " ".join([*words, _("Write without it, or say below that you have looked at it.")])

    @property
    def words(self) -> dict:
        """What is to be written, but for the tags."""
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def tags(self) -> list[tuple[str, str]]:
        """The tags that are ticked."""
        return [(kind, code) for name, kind in TAGS.items() for code in self.cleaned_data[name]]


class ArticleAddForm(ArticleFields, SubmitKeyForm):
    """A new article."""

    def clean_review_on(self):
        """Not a day that has passed."""
        day = self.cleaned_data["review_on"]
        if day and day < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose today or a day to come."))
        return day


class ArticleEditForm(ArticleFields, VersionedForm):
    """An article that colleagues may edit meanwhile."""

    def __init__(self, *args, article: Article, **kwargs):
        said = {name: getattr(article, name) for name in ("version", *WORDS)}
        super().__init__(*args, initial=said | self._tags_of(article), **kwargs)
        self.row = article

    @staticmethod
    def _tags_of(article: Article) -> dict[str, list[str]]:
        tags = list(article.tags.values_list("kind", "code"))
        return {name: [code for of, code in tags if of == kind] for name, kind in TAGS.items()}

    @property
    def compared(self) -> list[str]:
        """What the article says; that its writer has looked at it is no part of it."""
        return [name for name in super().compared if name != "sure"]

    def stands(self, current: Article, name: str):
        """What the article says of a field by now."""
        return self._tags_of(current)[name] if name in TAGS else super().stands(current, name)

    def saved_by(self, case_id=None):
        """Who wrote its newest version."""
        newest = self.row.versions.select_related("by").first()
        return newest.by if newest else None


class FileForm(SubmitKeyForm):
    """A file beside an article."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,  # an empty one, and one that was too large, is refused with its reason
        help_text=gettext_lazy("pdf, docx, odt, png, jpg or heic, at most 20 MB. No young person in it."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        required=False,
        validators=[without_number],
        help_text=gettext_lazy("Without one, the file's name is used."),
    )

    def clean(self):
        """A file's name that becomes the title holds no CPR number either."""
        data = super().clean()
        if data.get("file") and not data.get("title") and "title" not in self.errors:
            data["title"] = title_of(data["file"].name)
            if holds_personal_number(data["file"].name):
                self.add_error(
                    "title", _("There is a CPR number in the file's name. Write a title without it.")
                )
        return data

    @property
    def sent(self) -> dict:
        """The file and its title."""
        return {name: self.cleaned_data[name] for name in ("file", "title")}
