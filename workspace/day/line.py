"""One line of Min dag, what can be done on the spot, and how both are drawn.

A line is drawn in plain Python: a page of Min dag writes a hundred of them, and template tags cost more than their SQL. So does
``format_html`` with its thousand looks at what is safe; here every value that is put into HTML goes through `safe`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.links import case_url
from cases.models import Case
from core.templatetags.kui import day, days_in_words
from core.templatetags.kui import icon as drawn_icon
from workspace.rows import chips_of


def safe(value) -> str:
    """The value as HTML: escaped, unless it is HTML already."""
    return value if isinstance(value, SafeString) else escape(str(value))


def hidden(name: str, value: str) -> str:
    """A hidden field of a form."""
    return f'<input type="hidden" name="{safe(name)}" value="{safe(value)}">'


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


def send(label: str, path: str, **fields) -> Act:
    """A button that does it and loads the page anew: for what changes more than its own line."""
    return Act(label, path, "", "send", tuple(fields.items()), quiet=True)


def put_off(source: str) -> Act:
    """Put the line off; drawn on every line that can wait."""
    return Act(_("Put it off"), f"udsaet/{source}/", "", "quick", quiet=True)


@dataclass(frozen=True)
class Page:
    """What the buttons need of the page they stand on: its address, to lead back to, and its form token."""

    here: str = ""
    csrf: str = ""
    # Whether who looks may do what the lines ask for; a leader who looks over the unit reads only.
    may_act: bool = True
    with_guide: bool = False

    @cached_property
    def token(self) -> str:
        """The form token, as every form of the page holds it."""
        return hidden("csrfmiddlewaretoken", self.csrf)

    @cached_property
    def way_back(self) -> str:
        """The field that leads back here."""
        return hidden("next", self.here)


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
    # Where the name leads, when that is not the case itself.
    leads_to: str = ""
    # A limit that the law sets: it stands first, and nobody may put it off.
    statutory: bool = False
    # Whether it can be put off here: no for what has a day of its own that is moved where it belongs, such as a milestone.
    can_wait: bool = True
    # The lines that this one stands in place of, when one act settles several.
    parts: "tuple[Task, ...]" = ()
    # Filled by `draw` for the lines that are shown: the line as HTML, which a page includes and htmx gets back.
    row: SafeString = SafeString("")

    @property
    def source(self) -> str:
        """What names the line among those of its case."""
        return f"{self.kind}:{self.ref}" if self.ref else self.kind

    @property
    def key(self) -> str:
        """The line's id on a page."""
        return f"line-{self.kind}-{self.ref or self.case.pk}"

    @property
    def url(self) -> str:
        """Where the name leads."""
        return self.leads_to or case_url(self.case.pk)

    def age(self, today: date) -> str:
        """How old the young person is, in words."""
        return f"{self.case.person.age(today)} " + _("years")

    def chips(self, today: date) -> SafeString:
        """The labels beside the name."""
        return chips_of(self.case, today)

    @property
    def words(self) -> str:
        """What the line says; made once, when it is shown."""
        if callable(self.text):
            self.text = self.text()
        return self.text

    def draw(self, today: date, page: Page) -> "Task":
        """Write the line as HTML into ``row``."""
        self.row = draw_row(
            self,
            f"<b>{day(self.due)}</b> {days_in_words((self.due - today).days)}",
            self.buttons(page),
            today,
            page,
        )
        return self

    def buttons(self, page: Page) -> SafeString:
        """What can be done on the spot, by who looks."""
        if not page.may_act:
            return SafeString("")
        acts = self.acts() if callable(self.acts) else self.acts
        if self.can_wait and not self.statutory:
            acts = (*acts, put_off(self.source))
        base = case_url(self.case.pk)
        drawn = "".join(draw_act(act, base, page, first=not n) for n, act in enumerate(acts))
        if self.statutory:
            words = _("The law's limit: cannot be put off")
            drawn += f'<small class="muted">{safe(words)}</small>'
        return SafeString(drawn)


def draw_row(task: Task, when: str, do: str, today: date, page: Page, *, css: str = "") -> SafeString:
    """One line as HTML. ``when`` and ``do`` are HTML."""
    case, guide = task.case, ""
    if page.with_guide:
        acting = case.acting_guide(today)
        guide = f" · {safe(acting.name) if acting else '–'}"
    classes = f' class="{safe(css)}"' if css else ""
    icon = f"{drawn_icon(task.icon)} " if task.icon else ""
    return SafeString(
        f'<li id="{safe(task.key)}"{classes}><div class="row-when">{when}</div><div class="row-main">'
        f'<a href="{safe(task.url)}">{safe(case.person.name)}</a> <small>{safe(task.age(today))}{guide}</small> '
        f'{safe(task.chips(today))}<br>{icon}{safe(task.words)}</div><div class="row-do">{do}</div></li>'
    )


def draw_act(act: Act, base: str, page: Page, *, first: bool) -> SafeString:
    """A button as HTML: the first of a line is drawn with an edge, the others quietly."""
    url = safe(act.path if act.path.startswith("/") else f"{base}{act.path}")
    css = "btn btn-sm btn-outline-secondary" if first and not act.quiet else "btn btn-sm btn-quiet"
    label = f"{drawn_icon(act.icon) if act.icon else ''}{safe(act.label)}"
    if act.how in ("post", "send"):
        fields = "".join(hidden(*field) for field in act.fields)
        in_place = f' hx-post="{url}"' if act.how == "post" else ""
        if act.target:
            in_place += f' hx-target="{safe(act.target)}"'
        return SafeString(
            f'<form method="post" action="{url}"{in_place}>{page.token}{fields}{page.way_back}'
            f'<button class="{css}">{label}</button></form>'
        )
    href = f"{url}?next={safe(page.here)}" if act.path else url
    in_dialog = f' hx-get="{url}" hx-target="#quick" hx-swap="innerHTML"' if act.how == "quick" else ""
    return SafeString(f'<a class="{css}" href="{href}"{in_dialog}>{label}</a>')
