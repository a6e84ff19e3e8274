"""Template tags of the look: icons, chips, dates, pager, sort headings, navigation.

Each draws a small template in ``templates/components/``. What a list page repeats fifty times is kept once
drawn: a tag here then costs about a tenth of an ``{% include %}``. Nothing in this module knows a domain
word, and none of it touches the database.
"""

import datetime
import functools

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext, ngettext

from core import clock
from core.fragments import fragment
from core.freshness import is_fresh
from core.http import typed

register = template.Library()
register.filter(typed)


# --- icons ------------------------------------------------------------------------------------------------------


@functools.cache
def _sprite() -> str:
    return static("kui/icons.svg")


@functools.cache
def _icon(name: str, extra: str) -> str:
    return fragment("components/icon.html", name=name, css=extra, sprite=_sprite())


@register.simple_tag
def icon(name: str, css: str = "") -> str:
    """An icon of ``kui/icons.svg``. Always decoration: the words beside it carry the meaning."""
    return _icon(name, css)


# --- chips ------------------------------------------------------------------------------------------------------

TONES = {"plain", "info", "ok", "warn", "danger", "lock"}


@register.simple_tag
def chip(label, tone: str = "plain", symbol: str = "", title: str = "") -> str:
    """A small label. ``tone`` is one of plain, info, ok, warn, danger, lock. Words first, colour second."""
    # Escaped before it becomes a key of the cache: a safe text and the same text unsafe must never be one entry.
    return _chip(conditional_escape(label), tone, symbol, conditional_escape(title))


@functools.lru_cache(maxsize=2048)
def _chip(label: str, tone: str, symbol: str, title: str) -> str:
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"chip: unknown tone {tone!r}")
    return fragment("components/chip.html", label=label, tone=tone, symbol=symbol, title=title)


# --- dates ------------------------------------------------------------------------------------------------------


def _as_date(value):
    """A moment is meant as the Copenhagen date it falls on."""
    return clock.local_date(value) if isinstance(value, datetime.datetime) else value


@functools.lru_cache(maxsize=4096)
def _day(value: datetime.date, year_now: int, language: str | None) -> str:
    words = date_format(value, gettext("j M") if value.year == year_now else gettext("j M Y"))
    # Danish writes months in lower case; Django's abbreviations do not.
    return words.lower() if language == "da" else words


@register.filter
def day(value) -> str:
    """``3. nov`` this year, ``3. nov 2024`` otherwise; a dash for no date. Cached: lists are full of dates."""
    if not value:
        return "–"
    return _day(_as_date(value), clock.today().year, get_language())


# From so many months on people count in years.
IN_YEARS = 36


def days_in_words(days: int) -> str:
    """How far a date lies from today, in words: ``-3`` → "3 days late", ``0`` → "today"."""
    return _in_words(days, get_language())


@functools.lru_cache(maxsize=1024)
def _in_words(days: int, language: str | None) -> str:
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days <= -60:
        months = round(-days / 30.44)
        return ngettext("%(n)s month late", "%(n)s months late", months) % {"n": months}
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    if days < 60:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    months = round(days / 30.44)
    if months >= IN_YEARS:
        return ngettext("in %(n)s year", "in %(n)s years", months // 12) % {"n": months // 12}
    return ngettext("in %(n)s month", "in %(n)s months", months) % {"n": months}


def ago_in_words(days: int) -> str:
    """How long ago, in words. Negative numbers (the future) fall back to :func:`days_in_words`."""
    if days < 0:
        return days_in_words(-days)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days < 60:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    months = round(days / 30.44)
    if months >= IN_YEARS:
        return ngettext("%(n)s year ago", "%(n)s years ago", months // 12) % {"n": months // 12}
    return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}


@register.filter
def until(value) -> str:
    """A due date relative to today: ``i dag``, ``om 3 dage``, ``12 dage over``."""
    return days_in_words((_as_date(value) - clock.today()).days) if value else ""


@register.filter
def ago(value) -> str:
    """A past date relative to today: ``i går``, ``for 3 dage siden``."""
    return _ago((clock.today() - _as_date(value)).days, get_language()) if value else ""


@functools.lru_cache(maxsize=1024)
def _ago(days: int, language: str | None) -> str:
    return ago_in_words(days)


@register.simple_tag
def due(value, done: bool = False) -> str:
    """A due date with its urgency in words and tone: red when late, amber within a week."""
    return _due(_as_date(value) if value else None, clock.today(), done, get_language())


@functools.lru_cache(maxsize=4096)
def _due(value: datetime.date | None, today: datetime.date, done: bool, language: str | None) -> str:
    if value is None:
        return fragment("components/nothing.html")
    days = (value - today).days
    css = "due" if done else "due due-late" if days < 0 else "due due-soon" if days <= 7 else "due"
    words = "" if done else days_in_words(days)
    return fragment("components/due.html", css=css, day=day(value), words=words)


@register.simple_tag
def freshness(confirmed_on, fresh_days: int) -> str:
    """When something was last confirmed, fading to "unknown" after ``fresh_days`` days.

    Three shapes as well as three colours: full disc, half disc (last quarter of the time), empty ring.
    """
    return _freshness(
        _as_date(confirmed_on) if confirmed_on else None, fresh_days, clock.today(), get_language()
    )


@functools.lru_cache(maxsize=4096)
def _freshness(confirmed_on, fresh_days: int, today: datetime.date, language: str | None) -> str:
    age = (today - confirmed_on).days if confirmed_on else None
    if age is None:
        state = "never"
    elif not is_fresh(confirmed_on, today, fresh_days):
        state = "unknown"
    else:
        state = "old" if age > fresh_days * 3 // 4 else "ok"
    return fragment("components/freshness.html", state=state, day=day(confirmed_on))


# --- progress ---------------------------------------------------------------------------------------------------


@register.simple_tag
def meter(done: int, total: int, label: str) -> str:
    """``5 of 7`` with a native meter. No inline style, so it works under our CSP; nothing is drawn for 0 of 0."""
    if not total:
        return fragment("components/nothing.html")
    return fragment("components/meter.html", done=done, total=total, label=label)


# --- lists ------------------------------------------------------------------------------------------------------


def _query(request, **changes) -> str:
    """The address of this same list with some GET parameters changed; ``None`` removes one."""
    params = request.GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value is not None:
            params[key] = value
    return f"{request.path}?{params.urlencode()}" if params else request.path


@register.inclusion_tag("components/sort_th.html", takes_context=True)
def sort_th(context, key: str, label, default: str = "") -> dict:
    """A table heading that sorts by ``key`` (``?sort=key`` / ``?sort=-key``). ``default`` is the list's own order.

    The view decides which keys exist: this only draws them.
    """
    request = context["request"]
    now = request.GET.get("sort", default)
    state = "ascending" if now == key else "descending" if now == f"-{key}" else ""
    target = f"-{key}" if now == key else key
    return {
        "state": state,
        "arrow": {"ascending": "up", "descending": "down"}.get(state, "sort"),
        "url": _query(request, sort=target, page=None),
        "label": label,
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page) -> dict:
    """Links to the pages of a list. Works with Django's Page and with core.pagination's bounded page.

    It needs ``number``, ``has_previous()``, ``has_next()``; ``paginator.num_pages`` is used when it is there.
    """
    request = context["request"]
    return {
        "page": page,
        "pages": getattr(getattr(page, "paginator", None), "num_pages", None),
        "previous": _query(request, page=page.number - 1) if page.has_previous() else "",
        "next": _query(request, page=page.number + 1) if page.has_next() else "",
        "first": _query(request, page=None) if page.number > 2 else "",
    }


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(context, chips) -> dict:
    """The filters in force, each a link that removes it. ``chips`` is a list of ``(parameter, value, words)``."""
    request = context["request"]
    drawn = []
    for name, value, words in chips:
        params = request.GET.copy()
        left = [v for v in params.getlist(name) if v != str(value)]
        params.setlist(name, left)
        if not left:
            params.pop(name, None)
        params.pop("page", None)
        drawn.append((words, f"{request.path}?{params.urlencode()}" if params else request.path))
    return {"chips": drawn, "clear": request.path}


@register.simple_tag(takes_context=True)
def list_url(context, **changes) -> str:
    """This list's own address with parameters changed: ``{% list_url format="csv" page=None %}``."""
    return _query(context["request"], **changes)


@register.filter
def bounded(count: int, limit: int = 1000) -> str:
    """A count that stopped counting at the limit: ``37``, ``1.000+``."""
    if count > limit:
        return f"{limit:,}+".replace(",", ".") if (get_language() or "da").startswith("da") else f"{limit:,}+"
    return str(count)


# --- navigation -------------------------------------------------------------------------------------------------


@functools.cache
def _nav_for(role: str, which: str = "NAV") -> tuple:
    """(label, address) of the role's entries in the composition root's menu."""
    entries = import_string(f"{settings.KUI_MENU}.{which}")
    return tuple((label, reverse(name)) for roles, label, name in entries if role in roles)


def _here(path: str, entries) -> str:
    """The address of the entry that a page belongs to: the longest that its own begins with."""
    return max((url for _, url in entries if path.startswith(url)), key=len, default="")


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context) -> dict:
    """The main menu of the signed-in user's role, as list items. The entry that the page belongs to is marked."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"entries": (), "here": ""}
    entries, tables = _nav_for(str(user.role)), _nav_for(str(user.role), "TABLES")
    if _here(request.path, tables):  # the tables are one entry, which leads to the first of them
        return {"entries": entries, "here": tables[0][1]}
    return {"entries": entries, "here": _here(request.path, entries)}


@register.inclusion_tag("components/navigation_more.html", takes_context=True)
def navigation_more(context) -> dict:
    """The rest of the role's menu, as links for the user's own menu."""
    request = context["request"]
    entries = _nav_for(str(request.user.role), "MORE")
    return {"entries": entries, "here": _here(request.path, entries)}


@register.inclusion_tag("components/tables_menu.html", takes_context=True)
def tables_menu(context) -> dict:
    """The tables that the user keeps, side by side, on each of their pages; on other pages nothing."""
    request = context.get("request")
    role = getattr(getattr(request, "user", None), "role", "")
    entries = _nav_for(str(role), "TABLES") if role else ()
    here = _here(request.path, entries) if entries else ""
    return {"entries": entries if here else (), "here": here}


@register.filter
def initials(name: str) -> str:
    """``Mette Holm`` → ``MH``."""
    return "".join(part[0] for part in str(name).split()[:3]).upper()


@register.filter
def or_dash(value) -> str:
    """The value, or a dash that reads as "nothing here"."""
    return conditional_escape(value) if value not in (None, "") else "–"
