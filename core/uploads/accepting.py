"""What may come in: pdf, docx, odt, png, jpg and heic, told by their content and never by their name."""

from dataclasses import dataclass

import puremagic
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.uploads import archives, sandbox, sizes


class Format(models.TextChoices):
    """What a kept file is. A telephone's HEIC is kept as JPEG."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (docx)"
    ODT = "odt", "OpenDocument (odt)"
    PNG = "png", "PNG"
    JPEG = "jpg", "JPEG"

    @property
    def content_type(self) -> str:
        """The type it is sent as."""
        return {
            "pdf": "application/pdf",
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "odt": "application/vnd.oasis.opendocument.text",
            "png": "image/png",
            "jpg": "image/jpeg",
        }[self.value]

    @property
    def can_be_shown(self) -> bool:
        """Whether its pages can be shown as pictures."""
        return self in (Format.PDF, Format.PNG, Format.JPEG)

    @property
    def decoder(self) -> str:
        """What the child process calls it."""
        return {"pdf": "PDF", "png": "PNG", "jpg": "JPEG"}[self.value]


ACCEPT = ".pdf,.docx,.odt,.png,.jpg,.jpeg,.heic,.heif"
REASONS: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "size": _("The file is larger than 20 MB."),
    "type": _(
        "This is no pdf, docx, odt, png, jpg or heic, whatever its name says. Open it in its own program, save it as a "
        "PDF from there, and try again."
    ),
    "macro": _(
        "The document holds macros or fetches something when it is opened. Save it as a PDF and try again."
    ),
    "locked": _("The document is locked with a password. Save it without one and try again."),
    "active": _(
        "The PDF holds scripts or attached files that cannot be taken out safely. Open it, print it to a new PDF, and "
        "send that one."
    ),
    "signed": _(
        "The PDF is signed, and holds scripts or attached files. They cannot be taken out without breaking the "
        "signature. Ask for one without them, or print it to a new PDF: the signature does not come along."
    ),
    "broken": _("The file cannot be opened: it is damaged, or not what its name says."),
    "bomb": _("The file unpacks to far more than it should. It is not kept."),
    "pixels": _("The picture has more than 50 million pixels. Make it smaller and try again."),
    "pages": _("The document has more than 1,000 pages. Divide it and try again."),
}
# What the file's first bytes say → what is tried.
FAMILIES = {
    ".pdf": "PDF",
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jfif": "JPEG",
    ".heic": "HEIF",
    ".heif": "HEIF",
    ".docx": "ZIP",
    ".odt": "ZIP",
}
STARTS = {"PDF": b"%PDF-", "PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff", "ZIP": b"PK\x03\x04"}
_HEAD = 4096


class Refused(Exception):
    """The file is not kept. ``code`` is one of REASONS; ``words`` say it to the one who sent it."""

    def __init__(self, code: str):
        self.code, self.words = code, REASONS[code]
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file as it will be kept: ``data`` is what was sent, or a picture made anew, or a PDF without what acted by
    itself.

    ``pages`` is 0 when it has none to show; ``cleaned`` tells that scripts or attached files were taken out.
    """

    format: Format
    data: bytes
    pages: int
    cleaned: bool = False


def accept(data: bytes) -> Accepted:
    """The file as it will be kept. Raises Refused. May take a second: a child process opens it."""
    if not data:
        raise Refused("empty")
    if len(data) > sizes.FILE_BYTES:
        raise Refused("size")
    family = _family(data)
    if family == "ZIP":
        try:
            return Accepted(Format[archives.read(data)], data, 0)
        except archives.Bad as bad:
            raise Refused(str(bad)) from bad
    if family == "PDF":
        answer, made = _ask({"do": "pdf"}, data)
        return Accepted(Format.PDF, made or data, answer["pages"], cleaned=answer["cleaned"])
    _answer, made = _ask({"do": "image", "format": family}, data)
    return Accepted(Format.PNG if family == "PNG" else Format.JPEG, made, 1)


def _ask(order: dict, data: bytes) -> tuple[dict, bytes]:
    answer, made = sandbox.run(order, data)
    if code := answer.get("refused"):
        raise Refused(code)
    return answer, made


def _family(data: bytes) -> str:
    """The one family that the first bytes speak of, at the very beginning of the file."""
    head = data[:_HEAD]
    try:
        told = {match.extension.lower() for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        told = set()
    families = {FAMILIES[suffix] for suffix in told if suffix in FAMILIES}
    if head.startswith(b"PK\x03\x04"):
        families.add("ZIP")
    families = {family for family in families if head.startswith(STARTS.get(family, b""))}
    if len(families) != 1:
        raise Refused("type")
    return families.pop()
