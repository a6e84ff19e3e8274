"""Text in Markdown as a page shows it: headings, lists, tables, links and emphasis; nothing that runs or is fetched.

Two doors, each enough by itself: markdown-it takes no HTML and makes none of pictures, and nh3 keeps a short list of
tags, whatever the first let through.
"""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

TAGS = {
    "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote",
    "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# An address of another site that says so by its slashes alone; browsers read a backslash as one.
_ELSEWHERE = ("//", "/\\", "\\")


def _below_the_title(state: StateCore) -> None:
    """The page has its own first heading: none of the text's stands as high."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(int(token.tag[1]), 2)}"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.core.ruler.push("below_the_title", _below_the_title)
    return reader


_READER = _reader()


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """An attribute as it is kept; None leaves it out."""
    if attribute == "href" and value.strip().startswith(_ELSEWHERE):
        return None
    return value


def as_page(text: str) -> SafeString:
    """``text``, written in Markdown by anybody, as HTML that may stand on a page.

    >>> as_page("# Pligt")
    '<h2>Pligt</h2>\\n'
    """
    made = nh3.clean(
        _READER.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return SafeString(made)
