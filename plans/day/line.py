"""One line of Min dag, what can be done on the spot, and how both are drawn.

A line is drawn in plain Python: a page of Min dag writes a hundred of them, and template tags cost more than their SQL.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.models import Case
from cases.rows import case_url, chips_of
from core.templatetags.kui import day, days_in_words
from core.templatetags.kui import icon as drawn_icon


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a line. Make one with `go`, `quick` or `post`.

    ``path`` lies beneath the case's address, or begins with ``/``.
    """

    label: str
    path: str
    icon: str = ""
    how: str = "go"
    fields: tuple[tuple[str, str], ...] = ()
    target: str = ""
    quiet: bool = False


def go(label: str, path: str = "", *, icon: str = "", quiet: bool = False) -> Act:
    """A link to a page, which leads back here."""
    return Act(label, path, icon, quiet=quiet)


def quick(label: str, path: str, *, icon: str = "") -> Act:
    """A link whose form opens in a dialog on the spot; without JavaScript it is a page."""
    return Act(label, path, icon, "quick")


def post(label: str, path: str, *, icon: str = "", target: str = "", quiet: bool = False, **fields) -> Act:
    """A button that does it at once. The answer takes the line's place, or that of ``target`` (a CSS selector)."""
    return Act(label, path, icon, "post", tuple(fields.items()), target, quiet)


@dataclass(frozen=True, slots=True)
class Page:
    """What the buttons need of the page they stand on: its address, to lead back to, and its form token."""

    here: str = ""
    csrf: str = ""


@dataclass(slots=True)
class Task:
    """One line: which day, about whom, what, and what can be done on the spot.

    ``kind`` says which source it came from. ``text`` and ``acts`` may be functions: words are made for the lines that are
    shown, not for every line that is counted. ``ref`` tells lines of one kind about one case apart (a row's id).
    """

    due: date
    kind: str
    case: Case
    text: str | SafeString | Callable[[], str]
    icon: str
    acts: tuple[Act, ...] | Callable[[], tuple[Act, ...]] = ()
    ref: str = ""
    # A limit that the law sets: it stands first, and nobody may put it off.
    statutory: bool = False
    # Filled by `draw` for the lines that are shown.
    key: str = ""
    url: str = ""
    name: str = ""
    age: int = 0
    chips: SafeString = SafeString("")
    do: SafeString = SafeString("")
    when: str = ""
    distance: str = ""

    def draw(self, today: date, page: Page) -> "Task":
        """Fill in what the template writes."""
        person = self.case.person
        self.text = self.text() if callable(self.text) else self.text
        self.key = f"{self.kind}-{self.ref or self.case.pk}"
        self.url, self.name, self.age = case_url(self.case.pk), person.name, person.age(today)
        self.chips = chips_of(self.case, today)
        self.when, self.distance = day(self.due), days_in_words((self.due - today).days)
        acts = self.acts() if callable(self.acts) else self.acts
        self.do = SafeString(
            "".join(draw_act(act, self.url, page, first=not n) for n, act in enumerate(acts))
        )
        return self


def draw_act(act: Act, base: str, page: Page, *, first: bool) -> SafeString:
    """A button as HTML: the first of a line is drawn with an edge, the others quietly."""
    url = act.path if act.path.startswith("/") else f"{base}{act.path}"
    css = "btn btn-sm btn-outline-secondary" if first and not act.quiet else "btn btn-sm btn-quiet"
    label = format_html("{}{}", drawn_icon(act.icon), act.label) if act.icon else act.label
    if act.how == "post":
        fields = (("csrfmiddlewaretoken", page.csrf), *act.fields, ("next", page.here))
        hidden = SafeString(
            "".join(format_html('<input type="hidden" name="{}" value="{}">', *field) for field in fields)
        )
        target = format_html(' hx-target="{}"', act.target) if act.target else ""
        return format_html(
            '<form method="post" action="{0}" hx-post="{0}"{1}>{2}<button class="{3}">{4}</button></form>',
            url, target, hidden, css, label,
        )  # fmt: skip
    href = f"{url}?next={page.here}" if act.path else url
    if act.how == "quick":
        return format_html(
            '<a class="{}" href="{}" hx-get="{}" hx-target="#quick" hx-swap="innerHTML">{}</a>',
            css, href, url, label,
        )  # fmt: skip
    return format_html('<a class="{}" href="{}">{}</a>', css, href, label)
