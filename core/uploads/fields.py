"""What a text document fetches or asks for when it is opened: pictures and texts from elsewhere, and other programs."""

import re
from xml.etree.ElementTree import Element

# A link that is followed when somebody clicks it; all else is fetched by whoever opens the document.
CLICKED = "hyperlink"
# Another document taken in whole, which nobody has looked through.
TAKEN_IN = "afchunk"
# Fields of Word that run a program or fetch (ECMA-376, part 1, 17.16.5): by the first word of their code.
FETCHING = re.compile(
    r"(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|RD|EMBED)\b", re.I
)
ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\|/)", re.IGNORECASE)


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def links_outside(relationships: Element) -> bool:
    """Whether a part of a Word document leads to what is fetched from outside, or takes another document in."""
    for link in relationships:
        kind = link.get("Type", "").rpartition("/")[2].lower()
        outside = link.get("TargetMode", "").lower() == "external"
        if kind == TAKEN_IN or (outside and kind != CLICKED):
            return True
    return False


def word_fetches(part: Element) -> bool:
    """Whether a part of a Word document has a field that fetches, or takes another document in."""
    codes: list[str] = []  # of the fields that are open, the innermost last
    for element in part.iter():
        name = _name(element.tag)
        values = {_name(key): value for key, value in element.attrib.items()}
        if name == "altchunk" or (name == "fldsimple" and _code_fetches(values.get("instr", ""))):
            return True
        if name in ("instrtext", "delinstrtext") and codes:
            codes[-1] += element.text or ""
        elif name == "instrtext" and _code_fetches(element.text or ""):
            return True
        elif name == "fldchar":
            kind = values.get("fldchartype", "")
            if kind == "begin":
                # The code of a field that is put together by another field says nothing that one could read here.
                if codes and not codes[-1].strip():
                    return True
                codes.append("")
            elif codes and _code_fetches(codes[-1]):
                return True
            if kind == "end" and codes:
                codes.pop()
    return any(_code_fetches(code) for code in codes)


def _code_fetches(code: str) -> bool:
    return bool(FETCHING.match(code.strip().strip('"')))


def open_text_fetches(part: Element) -> bool:
    """Whether an OpenDocument text fetches anything: all that leads elsewhere, but a link that is clicked."""
    for element in part.iter():
        name = _name(element.tag)
        if name.startswith("dde-") or name == "event-listener":
            return True
        values = {_name(key): value for key, value in element.attrib.items()}
        if name != "a" and ELSEWHERE.match(values.get("href", "")):
            return True
    return False
