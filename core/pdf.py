"""HTML to a tagged PDF (PDF/UA-1), with our own fonts and no way out.

One door for every PDF of the product. What it promises:

* **Nothing is fetched.** The only addresses that resolve are ``asset:`` names of files we ship (`Allowed`).
  Escaped user text cannot reach that far; should a template ever forget to escape, ``file:``, ``http:``,
  ``data:`` and redirects still go nowhere.
* **The same input gives the same bytes**, so that a stored hash can be checked against a re-run.
* **WeasyPrint is imported at first use**, never when Django starts: the import takes a second or more and loads
  Pango, which does not like to be forked. A worker process pays once.

Fonts and style sheets are parsed once per process and shared (half the time of a small document otherwise).
Pango's font map is not thread-safe, so documents are made one at a time in a process.
"""

import base64
import functools
import hashlib
import io
import logging
import re
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from core import clock

logger = logging.getLogger(__name__)

ASSETS = Path(__file__).resolve().parent / "assets"
BASE_STYLE = ASSETS / "print.css"
RIGHT_TO_LEFT_STYLE = ASSETS / "print-rtl.css"
# Subsets as @fontsource names them. Each gets a family name of its own, in the order in which print.css and
# core.charts list them: subsets that share one name overwrite each other in the file, and a name in one alphabet
# comes out in the letters of another. Whatever none of them has falls back to DejaVu Sans (Arabic, Hebrew), and then
# to what scripts/system.sh installs: Noto (other scripts, emoji in colour) and Droid Fallback (Chinese, Japanese,
# Korean). Those cost nothing until a letter asks for them.
FAMILIES = {"latin": "KUI Sans", "latin-ext": "KUI Sans Ext", "cyrillic": "KUI Sans Cyr"}
WEIGHTS = (400, 600)
# Letters of Hebrew, Arabic and the scripts beside them, which run from right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BLOCKS = {"blockquote", "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "li", "p", "td", "th"}
MAX_HTML = 3_000_000  # characters; a plan is about 20,000. More is a mistake or an attack.

_lock = threading.RLock()


@dataclass(frozen=True)
class Page:
    """A page of a PDF to look at: its picture as a ``data:`` address, and what can be read on it."""

    number: int
    picture: str
    width: int
    height: int
    text: str


class PdfTooLarge(ValueError):
    """The document is larger than any real one; refused before it costs a minute of processor time."""


def render(
    template_or_html, context=None, *, lang="da", title, created=None, styles=(), drawings=None
) -> bytes:
    """The PDF of a template (a name that ends in ``.html``) or of a piece of safe HTML (a body).

    `lang` is the language of our own words and of the document; `title` is shown by the reader as window title.
    `created` (aware datetime, default now) is the only date in the file. `styles` are paths of further style
    sheets, parsed once per process. `drawings` are SVG texts by name, for ``<img src="asset:NAME" alt="…">``: a large
    drawing is parsed many times faster so than within the HTML. A plain str with markup is refused: only
    `SafeString` may be a body.
    """
    with translation.override(lang):
        if isinstance(template_or_html, SafeString):
            html = render_to_string(
                "core/pdf/body.html", {"body": template_or_html, "lang": lang, "title": title}
            )
        elif template_or_html.endswith(".html"):
            html = render_to_string(template_or_html, {**(context or {}), "lang": lang, "title": title})
        else:
            raise TypeError("a template name or a SafeString, never unescaped text")
    if len(html) > MAX_HTML:
        raise PdfTooLarge(f"{len(html)} characters")
    return _write(html, title=title, created=created or _now(), styles=tuple(styles), drawings=drawings)


def pages(data: bytes, *, width=1000) -> list[Page]:
    """The pages of a PDF of ours as pictures so many pixels wide, each with its text; read from the very bytes."""
    import pypdfium2

    with _lock:  # PDFium is not thread-safe either
        document = pypdfium2.PdfDocument(data)
        try:
            return [_page(page, number, width) for number, page in enumerate(document, start=1)]
        finally:
            document.close()


def _page(page, number: int, width: int) -> Page:
    drawn = page.render(scale=width / page.get_width()).to_pil()
    kept = io.BytesIO()
    drawn.save(kept, "WEBP", quality=82)
    text = page.get_textpage().get_text_range().replace("\r\n", "\n")
    return Page(
        number=number,
        picture=f"data:image/webp;base64,{base64.b64encode(kept.getvalue()).decode()}",
        width=drawn.width,
        height=drawn.height,
        text=text.strip(),
    )


def _write(html, *, title, created, styles, drawings=None):
    with _lock:
        weasyprint, fetcher, font_config = _machine()
        if drawings:
            fetcher = type(fetcher)(drawings)
        base = [BASE_STYLE, RIGHT_TO_LEFT_STYLE] if 'dir="rtl"' in html[:200] else [BASE_STYLE]
        sheets = [_sheet(Path(style)) for style in (*base, *styles)]
        source = weasyprint.HTML(string=html, base_url="asset:/", url_fetcher=fetcher)
        if _RIGHT_TO_LEFT.search(html) and source.etree_element.get("dir") != "rtl":
            _turn(source.etree_element)
        document = source.render(stylesheets=sheets, font_config=font_config, pdf_variant="pdf/ua-1")
        document.metadata.title = title
        document.metadata.created = created.isoformat(timespec="seconds")
        document.metadata.modified = None
        document.metadata.generator = "KUI"
        # A fixed identifier instead of a random one: same words, same bytes.
        said = html + "".join((drawings or {}).values())
        identifier = hashlib.sha256(said.encode()).hexdigest()[:32].encode()
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)


def _turn(tree) -> None:
    """Let each paragraph, and each line of it, run as its first letter does.

    A browser does so for ``dir="auto"`` and for ``unicode-bidi: plaintext``; WeasyPrint does not.
    """
    for element in [element for element in tree.iter() if _is_block(element)]:
        if element.find("br") is not None:
            _split(element)
        for line in (element, *element.iterfind("span[@class='line']")):
            line.set("dir", _direction(_own_text(line)))


def _is_block(element) -> bool:
    return element.tag in _BLOCKS or "line" in (element.get("class") or "").split()


def _own_text(element) -> str:
    """The text of a block without that of the blocks within it."""
    parts = [element.text or ""]
    for child in element:
        parts += ["" if _is_block(child) else _own_text(child), child.tail or ""]
    return "".join(parts)


def _direction(text: str) -> str:
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


def _split(element) -> None:
    """Make each line between line breaks an element of its own."""
    children, words = list(element), element.text
    for child in children:
        element.remove(child)
    element.text = None
    line = element.makeelement("span", {"class": "line"})
    line.text = words
    element.append(line)
    for child in children:
        if child.tag == "br":
            line = element.makeelement("span", {"class": "line"})
            line.text = child.tail
            element.append(line)
        else:
            line.append(child)
    for line in element:
        if not len(line) and not (line.text or "").strip():
            line.text = "\u00a0"


@functools.cache
def _machine():
    """WeasyPrint with our fonts loaded, once per process. Call with the lock held."""
    import weasyprint
    from weasyprint.pdf import tags
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    # Its messages quote addresses, and so perhaps what a user wrote. Ours (below) do not.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    tags._build_box_tree = _saying_more(tags)
    shipped = {f"asset:{path.name}": path for path in _font_files().values()}

    class Allowed(URLFetcher):
        """An allow-list: the files we ship, by exact name. Everything else is an error, nothing is opened."""

        def __init__(self, drawings=()):
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.drawings = {f"asset:{name}": svg.encode() for name, svg in dict(drawings).items()}

        def fetch(self, url, headers=None):
            if url in self.drawings:
                return URLFetcherResponse(url, self.drawings[url], {"Content-Type": "image/svg+xml"})
            path = shipped.get(url)
            if path is None:
                logger.warning("pdf_fetch_refused", extra={"scheme": url.partition(":")[0][:10]})
                raise ValueError("not one of our files")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})

    fetcher = Allowed()
    font_config = FontConfiguration()
    # The rules register the faces in font_config as a side effect; the sheet itself is not needed again.
    weasyprint.CSS(string=_font_faces(), font_config=font_config, url_fetcher=fetcher)
    return weasyprint, fetcher, font_config


def _saying_more(tags):
    """WeasyPrint's builder of the tags, which then say what it has no words for.

    The language of a span that has one, and of a heading in a table whether it is for its row or its column.
    """
    build, string = tags._build_box_tree, tags.pydyf.String
    scopes = {"row": "/Row", "col": "/Column"}

    def built(box, *rest):
        said = {} if box.element is None else box.element.attrib
        for tag in build(box, *rest):
            if said.get("lang") and tag["S"] == "/Span":
                tag["Lang"] = string(said["lang"])
            if tag["S"] == "/TH" and said.get("scope") in scopes:
                tag["A"]["Scope"] = scopes[said["scope"]]
            yield tag

    return built


@functools.cache
def _sheet(path):
    weasyprint, fetcher, font_config = _machine()
    return weasyprint.CSS(string=path.read_text("utf-8"), font_config=font_config, url_fetcher=fetcher)


def _font_files():
    """`(subset, weight)` to path, of the fonts that the asset step copied to ``var/vendor`` (may be none)."""
    files = {}
    root = Path(getattr(settings, "VENDOR_DIR", settings.BASE_DIR / "var" / "vendor"))
    for subset in FAMILIES:
        for weight in WEIGHTS:
            name = f"ibm-plex-sans-{subset}-{weight}-normal.woff2"
            found = next(iter(sorted(root.rglob(name))), None) if root.is_dir() else None
            if found:
                files[subset, weight] = found
    if not files:
        logger.warning("pdf_fonts_missing")  # DejaVu Sans from the system takes over: sober, but readable
    return files


def _font_faces():
    return "".join(
        f'@font-face{{font-family:"{FAMILIES[subset]}";font-weight:{weight};src:url(asset:{path.name})}}'
        for (subset, weight), path in _font_files().items()
    )


def _now():
    return clock.now()
