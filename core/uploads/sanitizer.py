"""The sanitizer of PDFs: what acts by itself or carries another file is found and taken out. No Django here: the child
process (`core.uploads.child`) imports it.

A PDF may run scripts, start programs, send forms, fetch or play something, and hold whole files. None of that belongs
on a case, and whoever downloads a document opens it in a reader of their own. What is found is emptied in the parsed
document, and the document is written anew from what a reader can reach; the result is read once more and must be
clean.

pypdf does it, since PDFium, which counts pages and draws them, offers no way to take these things out.
"""

import io
import re

# Actions that only move the reader's eye, or follow a link that says where it leads. Every other kind is emptied.
HARMLESS_ACTIONS = {"/GoTo", "/URI", "/Named", "/Thread"}
ACTIVE_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ResetForm",
    "/ImportData",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/GoTo3DView",
    "/Hide",
    "/SetOCGState",
    "/Trans",
}
# What hangs actions on pages, fields and the document; whole forms in another language; files inside; collections of
# files.
ACTIVE_KEYS = {
    "/AA",
    "/JS",
    "/XFA",
    "/EF",
    "/AF",
    "/JavaScript",
    "/EmbeddedFiles",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/Collection",
    "/Requirements",
}
# Where an action hangs: what stands there and is none of the harmless ones goes, whatever it calls itself.
ACTION_KEYS = ("/OpenAction", "/A", "/PA", "/Next")
ACTIVE_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
# Whose keys are names that the document gives, and mean nothing by themselves: a font may well be called /AA.
NAME_DICTIONARIES = {
    "/Font",
    "/XObject",
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/Properties",
    "/CharProcs",
    "/Dests",
    "/RoleMap",
    "/ClassMap",
    "/Colorants",
}
LINK_SCHEMES = ("http", "https", "mailto", "tel")
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):|\s*[\\/]{2}", re.IGNORECASE)
# Said anywhere in the bytes: in an older revision, say, or where one reader finds it and another does not.
ACTIVE_NAMES = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|XFA|RichMedia|SubmitForm|ImportData)\b")
ESCAPED_NAMES = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]*#[0-9A-Fa-f]{2}[^\x00\t\n\f\r ()<>\[\]{}/%]*")


class CannotSanitize(Exception):
    """It cannot be taken out: ``signed`` or ``active``."""


class PasswordProtected(Exception):
    """It opens only with a password."""


def sanitize(data: bytes) -> bytes | None:
    """The PDF without what acts, or None when there was nothing to take out and the bytes may stay as they came.

    Raises CannotSanitize when it is signed, since writing it anew would break the signature, and when something is
    left afterwards; PasswordProtected; and whatever pypdf raises at rubbish.
    """
    from pypdf import PdfWriter

    reader = _open(data)
    found, signed = _remove_active(reader)
    if not found and not _names_something_active(data):
        return None
    if signed:
        raise CannotSanitize("signed")
    pages = len(reader.pages)
    writer = PdfWriter(clone_from=reader)
    made = io.BytesIO()
    writer.write(made)
    again = _open(made.getvalue())
    if _remove_active(again)[0] or len(again.pages) != pages or _names_something_active(made.getvalue()):
        raise CannotSanitize("active")
    return made.getvalue()


def _open(data: bytes):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise PasswordProtected
    return reader


def _names_something_active(data: bytes) -> bool:
    names = (
        re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), name)
        for name in ESCAPED_NAMES.findall(data)
    )
    return bool(ACTIVE_NAMES.search(data)) or any(ACTIVE_NAMES.search(name + b" ") for name in names)


def _remove_active(reader) -> tuple[int, bool]:
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
            found += 0 if as_names else _remove_from(one)
            signed = signed or _is_signature(one)
            waiting.extend((part, key in NAME_DICTIONARIES and not as_names) for key, part in one.items())
    return found, signed


def _is_signature(one) -> bool:
    return "/ByteRange" in one and "/Contents" in one


def _remove_from(one) -> int:
    """Take out of one dictionary what acts; how much it was."""
    if _is_active(one):
        one.clear()
        return 1
    gone = [
        key for key in one if key in ACTIVE_KEYS or (key in ACTION_KEYS and _holds_unknown_action(one, key))
    ]
    for key in gone:
        del one[key]
    subtype = _resolved(one.get("/Subtype"))
    if subtype in ACTIVE_ANNOTATIONS and "/Rect" in one:
        from pypdf.generic import NameObject

        rectangle = one["/Rect"]
        one.clear()
        one[NameObject("/Subtype")], one[NameObject("/Rect")] = NameObject("/Link"), rectangle
        return 1
    return len(gone)


def _is_active(one) -> bool:
    """Whether it is an action of an active kind, or a link to somewhere that is no page."""
    kind = _resolved(one.get("/S"))
    if kind == "/URI":
        told = SCHEME.match(str(_resolved(one.get("/URI")) or ""))
        return told is not None and (told[1] or "").lower() not in LINK_SCHEMES
    return kind in ACTIVE_ACTIONS


def _holds_unknown_action(one, key) -> bool:
    """Whether what hangs there is an action of a kind that is not known to be harmless."""
    from pypdf.generic import DictionaryObject

    action = _resolved(one.get(key))
    return (
        isinstance(action, DictionaryObject)
        and "/S" in action
        and _resolved(action["/S"]) not in HARMLESS_ACTIONS
    )


def _resolved(value):
    return value.get_object() if hasattr(value, "get_object") else value
