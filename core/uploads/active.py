"""What in a PDF acts by itself or carries another file, found and taken out. Read by `core.uploads.child`: no Django here.

A PDF may run scripts, start programs, send forms, fetch or play something, and hold whole files. None of that belongs on a case,
and whoever downloads a document opens it in a reader of their own. What is found is emptied in the parsed document, and the
document is written anew from what a reader can reach; the result is read once more and must be clean.

pypdf does it, since PDFium, which counts pages and draws them, offers no way to take these things out.
"""

import io
import re

# Actions that only move the reader's eye, or follow a link that says where it leads. Every other kind is emptied.
HARMLESS = {"/GoTo", "/URI", "/Named", "/Thread"}
ACTIVE = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ResetForm", "/ImportData", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView", "/Hide", "/SetOCGState", "/Trans",
}  # fmt: skip
# What hangs actions on pages, fields and the document; whole forms in another language; files inside; collections of files.
KEYS = {
    "/AA", "/JS", "/XFA", "/EF", "/AF", "/JavaScript", "/EmbeddedFiles", "/RichMediaContent", "/RichMediaSettings", "/Collection",
    "/Requirements",
}  # fmt: skip
# Where an action hangs: what stands there and is none of the harmless ones goes, whatever it calls itself.
HANGS = ("/OpenAction", "/A", "/PA", "/Next")
ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
# Whose keys are names that the document gives, and mean nothing by themselves: a font may well be called /AA.
NAMES = {
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties", "/CharProcs", "/Dests", "/RoleMap",
    "/ClassMap", "/Colorants",
}  # fmt: skip
LINKS = ("http", "https", "mailto", "tel")
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):|\s*[\\/]{2}", re.IGNORECASE)
# Said anywhere in the bytes: in an older revision, say, or where one reader finds it and another does not.
SAID = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|XFA|RichMedia|SubmitForm|ImportData)\b")
ESCAPED = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]*#[0-9A-Fa-f]{2}[^\x00\t\n\f\r ()<>\[\]{}/%]*")


class Stays(Exception):
    """It cannot be taken out: ``signed`` or ``active``."""


class Locked(Exception):
    """It opens only with a password."""


def clean(data: bytes) -> bytes | None:
    """The PDF without what acts, or None when there was nothing to take out and the bytes may stay as they came.

    Raises Stays when it is signed, since writing it anew would break the signature, and when something is left afterwards;
    Locked; and whatever pypdf raises at rubbish.
    """
    from pypdf import PdfWriter

    reader = _open(data)
    found, signed = _emptied(reader)
    if not found and not _said(data):
        return None
    if signed:
        raise Stays("signed")
    pages = len(reader.pages)
    writer = PdfWriter(clone_from=reader)
    made = io.BytesIO()
    writer.write(made)
    again = _open(made.getvalue())
    if _emptied(again)[0] or len(again.pages) != pages or _said(made.getvalue()):
        raise Stays("active")
    return made.getvalue()


def _open(data: bytes):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    return reader


def _said(data: bytes) -> bool:
    names = (
        re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), name)
        for name in ESCAPED.findall(data)
    )
    return bool(SAID.search(data)) or any(SAID.search(name + b" ") for name in names)


def _emptied(reader) -> tuple[int, bool]:
    """Empty what acts, in every object that can be reached; how many there were, and whether the document is signed."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    found, signed, seen = 0, False, set()
    waiting = [(reader.trailer, False)]
    while waiting:
        one, as_names = waiting.pop()
        if isinstance(one, IndirectObject):
            # What stands somewhere as a list of names may stand elsewhere as something that acts.
            key = (one.idnum, one.generation, as_names)
            if key in seen:
                continue
            seen.add(key)
            one = one.get_object()
        if isinstance(one, ArrayObject):
            waiting.extend((part, False) for part in one)
        elif isinstance(one, DictionaryObject):
            found += 0 if as_names else _empty(one)
            signed = signed or _is_signature(one)
            waiting.extend((part, key in NAMES and not as_names) for key, part in one.items())
    return found, signed


def _is_signature(one) -> bool:
    return "/ByteRange" in one and "/Contents" in one


def _empty(one) -> int:
    """Take out of one dictionary what acts; how much it was."""
    if _acts(one):
        one.clear()
        return 1
    gone = [key for key in one if key in KEYS or (key in HANGS and _is_bad(one, key))]
    for key in gone:
        del one[key]
    subtype = _plain(one.get("/Subtype"))
    if subtype in ANNOTATIONS and "/Rect" in one:
        from pypdf.generic import NameObject

        rectangle = one["/Rect"]
        one.clear()
        one[NameObject("/Subtype")], one[NameObject("/Rect")] = NameObject("/Link"), rectangle
        return 1
    return len(gone)


def _acts(one) -> bool:
    """Whether it is an action of an active kind, or a link to somewhere that is no page."""
    kind = _plain(one.get("/S"))
    if kind == "/URI":
        told = SCHEME.match(str(_plain(one.get("/URI")) or ""))
        return told is not None and (told[1] or "").lower() not in LINKS
    return kind in ACTIVE


def _is_bad(one, key) -> bool:
    """Whether what hangs there is an action of a kind that is not known to be harmless."""
    from pypdf.generic import DictionaryObject

    hanging = _plain(one.get(key))
    return isinstance(hanging, DictionaryObject) and "/S" in hanging and _plain(hanging["/S"]) not in HARMLESS


def _plain(value):
    return value.get_object() if hasattr(value, "get_object") else value
