"""The forms of a page as a browser reads them: what each sends as it stands, and what its choices offer."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageForm:
    """One form: where it is sent and how, what it sends untouched, and what each choice offers."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def offer(self, name: str, value: str) -> None:
        """Remember what a choice offers."""
        offered = self.choices.setdefault(name, [])
        if value not in offered:
            offered.append(value)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.form: PageForm | None = None
        self.select: tuple[str, bool] | None = None
        self.textarea: str | None = None
        self.words = ""

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.form = PageForm(told.get("action") or "", (told.get("method") or "get").lower())
            self.forms.append(self.form)
            return
        name = told.get("name") or ""
        if self.form is None or (not name and tag != "option"):
            return
        if tag == "input":
            self._input(name, told)
        elif tag == "select":
            self.select = (name, False)
        elif tag == "option" and self.select:
            self._option(told)
        elif tag == "textarea":
            self.textarea, self.words = name, ""
        elif tag == "button" and told.get("type", "submit") == "submit":
            self.form.offer(name, told.get("value") or "")

    def _input(self, name, told):
        kind, value = told.get("type", "text"), told.get("value") or ""
        if kind in ("radio", "checkbox"):
            self.form.offer(name, value or "on")
            if "checked" in told:
                self.form.values.setdefault(name, []).append(value or "on")
        elif kind not in ("submit", "button", "image", "file", "reset"):
            if kind == "hidden":
                self.form.hidden.add(name)
            self.form.values.setdefault(name, []).append(value)

    def _option(self, told):
        name, chosen = self.select
        value = told.get("value") or ""
        self.form.offer(name, value)
        if "selected" in told or not chosen:  # the first holds until another is chosen
            self.form.values[name] = [value]
            self.select = (name, True)

    def handle_data(self, data):
        if self.textarea is not None:
            self.words += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea is not None:
            if self.form is not None:
                self.form.values.setdefault(self.textarea, []).append(self.words)
            self.textarea = None


def forms_of(html: str) -> list[PageForm]:
    """Every form of the page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
