"""One line of Min dag, what can be done on the spot, and what ``templates/workspace/day/_line.html`` draws of both."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypedDict

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.links import case_url
from cases.models import Case
from core.addresses import address
from core.fragments import fragment
from core.templatetags.kui import day, days_in_words, icon
from workspace.rows import chips_of


class Button(TypedDict):
    """An act as ``_line.html`` draws it: a dictionary, which a template reads twice as fast as it reads attributes."""

    # What stands on it: an icon and words.
    face: SafeString
    css: str
    # Where it leads, and from there back to the page.
    href: str
    # What htmx asks in its stead, where it happens on the spot.
    hx: str
    # Whether something is sent, with these fields; else it is a link.
    is_form: bool
    fields: tuple[tuple[str, str], ...]


# Nothing in them is to be escaped, a hundred times a page.
EDGED, QUIET = SafeString("btn-outline-secondary"), SafeString("btn-quiet")
ESCAPED = re.compile("[&<>\"']")


def _as_it_is(text: str) -> str:
    """The text, which a template need not escape when there is nothing to escape in it: most addresses, all ids."""
    return text if ESCAPED.search(text) else SafeString(text)


@lru_cache(maxsize=512, typed=True)
def _face(symbol: str, label: str) -> SafeString:
    return format_html("{}{}", icon(symbol) if symbol else "", label)


@lru_cache(maxsize=2048)
def _when(due: date, today: date, language: str | None) -> SafeString:
    words = days_in_words((due - today).days)
    return fragment("workspace/day/_when.html", day=day(due), in_words=words)


@dataclass(frozen=True, slots=True)
class Act:
    """A button of a line. Make one with `go`, `quick`, `post` or `send`.

    ``route`` is the name of a URL under the case's own, ``args`` what it takes beside the case.
    """

    label: str
    route: str = ""
    args: tuple = ()
    icon: str = ""
    how: str = "go"
    fields: tuple[tuple[str, str], ...] = ()
    quiet: bool = False
    # The whole address, when the page is not one of the case's.
    href: str = ""

    def button(self, case_id, here: str, *, first: bool) -> Button:
        """The button on a line about this case. The first of a line is drawn with an edge, the others quietly."""
        url = self.href or address(self.route, case_id, *self.args)
        return {
            "face": _face(self.icon, self.label),
            "css": EDGED if first and not self.quiet else QUIET,
            "href": _as_it_is(url if self.how == "open" else f"{url}?next={here}"),
            "hx": _as_it_is(url) if self.how in ("quick", "post") else "",
            "is_form": self.how in ("post", "send"),
            "fields": self.fields,
        }


def go(label: str, route: str = "", *args, icon: str = "", href: str = "") -> Act:
    """A link to a page, which leads back here; without a route it leads to the case, and not back."""
    if not route and not href:
        return Act(label, "workspace:case_detail", (), icon, "open")
    return Act(label, route, args, icon, href=href)


def quick(label: str, route: str, *args, icon: str = "", quiet: bool = False) -> Act:
    """A link whose form opens in a dialog on the spot; without JavaScript it is a page."""
    return Act(label, route, args, icon, "quick", quiet=quiet)


def post(label: str, route: str, *args, icon: str = "", quiet: bool = False, **fields) -> Act:
    """A button that does it at once; the page then shows how everything stands (`core.http.acted`)."""
    return Act(label, route, args, icon, "post", tuple(fields.items()), quiet)


def send(label: str, route: str, *args, **fields) -> Act:
    """A button that does it and loads the page anew: for what changes more than its own line."""
    return Act(label, route, args, "", "send", tuple(fields.items()), quiet=True)


def put_off(source: str) -> Act:
    """Put the line off; drawn on every line that can wait."""
    return quick(_("Put it off"), "workspace:line_put_off", source, quiet=True)


@dataclass(frozen=True, slots=True)
class Page:
    """What the lines need of the page they stand on."""

    # The page's address, to which the buttons lead back.
    here: str = ""
    # Whether who looks may do what the lines ask for; a leader who looks over the unit reads only.
    may_act: bool = True
    with_guide: bool = False


class Line(TypedDict):
    """A line as ``_line.html`` draws it."""

    key: str
    url: str
    name: str
    age: str
    guide: str
    chips: SafeString
    icon: str
    words: str | SafeString
    buttons: list[Button]
    # The day it is due on and how far that lies from today; for one that is put off "until", and that day.
    when: SafeString | str
    statutory: bool


@dataclass(slots=True)
class Task:
    """One line: which day, about whom, what, and what can be done on the spot.

    ``kind`` says which source it came from. ``text`` and ``acts`` may be functions: words are made for the lines that
    are shown, not for every line that is counted. ``ref`` tells lines of one kind about one case apart (a row's id).
    """

    due: date
    kind: str
    # None for a task of one's own that is about nobody.
    case: Case | None
    text: str | SafeString | Callable[[], str]
    icon: str
    acts: tuple[Act, ...] | Callable[[], tuple[Act, ...]] = ()
    ref: str = ""
    # Where the name leads, when that is not the case itself.
    leads_to: str = ""
    # A limit that the law sets: it stands first, and nobody may put it off.
    statutory: bool = False
    # Whose line it is, as ``(id, name)``, when that is not who has the case on the day: whom a note names, who decides.
    whose: tuple[int, str] | None = None
    # What stands where the name does, on a line that is about nobody.
    heading: str = ""
    # Whether it can be put off here: no for what has a day of its own, moved where it belongs, such as a milestone.
    can_wait: bool = True
    # The lines that this one stands in place of, when one act settles several.
    parts: "tuple[Task, ...]" = ()

    @property
    def source(self) -> str:
        """What names the line among those of its case."""
        return f"{self.kind}:{self.ref}" if self.ref else self.kind

    def belongs_to(self, today: date) -> tuple[int, str] | None:
        """Who is to do it, as ``(id, name)``: who covers, else the guide; None while nobody carries the case."""
        acting = self.case.acting_guide(today) if self.whose is None and self.case else None
        return (acting.pk, acting.name) if acting else self.whose

    @property
    def key(self) -> str:
        """The line's id on a page."""
        return f"line-{self.kind}-{self.ref or self.case.pk}"

    @property
    def url(self) -> str:
        """Where the name leads; nowhere, for a line that is about nobody."""
        return self.leads_to or (case_url(self.case.pk) if self.case else "")

    @property
    def born(self) -> date:
        """When whom it is about was born: the order of lines of a day; what is about nobody stands first."""
        return self.case.person.birth_date if self.case else date.min

    def age(self, today: date) -> str:
        """How old the young person is, in words."""
        if self.case is None:
            return ""
        return f"{self.case.person.age(today)} " + _("years")

    def chips(self, today: date) -> SafeString:
        """The labels beside the name."""
        return chips_of(self.case, today) if self.case else SafeString("")

    @property
    def words(self) -> str:
        """What the line says; made once, when it is shown."""
        if callable(self.text):
            self.text = self.text()
        return self.text

    def line(self, today: date, page: Page) -> Line:
        """The line with its day and its buttons, for those lines that are shown."""
        line = self.plain_line(today, page, self.shown_acts(page))
        line["when"] = _when(self.due, today, get_language())
        line["statutory"] = self.statutory and page.may_act
        return line

    def plain_line(self, today: date, page: Page, acts: tuple[Act, ...]) -> Line:
        """The line with these acts, and no day."""
        guide, case_id = "", self.case.pk if self.case else None
        if page.with_guide:
            _pk, guide = self.belongs_to(today) or (None, "–")
        return {
            "key": _as_it_is(self.key),
            "url": _as_it_is(self.url),
            "name": self.case.person.name if self.case else self.heading or _("Own task"),
            "age": self.age(today),
            "guide": guide,
            "chips": self.chips(today),
            "icon": icon(self.icon) if self.icon else "",
            "words": self.words,
            "buttons": [act.button(case_id, page.here, first=not n) for n, act in enumerate(acts)],
            "when": "",
            "statutory": False,
        }

    def shown_acts(self, page: Page) -> tuple[Act, ...]:
        """What can be done on the spot, by who looks."""
        if not page.may_act:
            return ()
        acts = self.acts() if callable(self.acts) else self.acts
        if self.can_wait and not self.statutory:
            acts = (*acts, put_off(self.source))
        return acts
