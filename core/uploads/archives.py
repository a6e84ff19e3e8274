"""Documents that are zip files inside. Looked through before anything is unpacked, then read to the last byte."""

import zipfile
from io import BytesIO

from defusedxml.ElementTree import fromstring

from core.uploads import fields, sizes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
# Parts that run, or that fetch something from elsewhere when the document is opened.
RUNS = ("vbaproject", "vbadata", "activex", "oleobject", "/macrosheets/")
# Documents are packed so, or not at all. Other ways can be told to take any amount of memory.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RUNS_IN_OPEN_TEXT = ("basic/", "scripts/", "object ")


class Bad(Exception):
    """The archive is not taken; the code says why."""


def read(data: bytes) -> str:
    """``"DOCX"`` or ``"ODT"``. Raises Bad with one of the codes of `accepting.REASONS`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _measure(archive, len(data))
            _unpack(archive)
            return _recognise(archive)
    except Bad:
        raise
    except Exception as error:  # zipfile and the readers of XML raise whatever they like at rubbish
        raise Bad("broken") from error


def _measure(archive: zipfile.ZipFile, size: int) -> None:
    """What the table of contents promises must be bearable, and must fit into the file."""
    parts = archive.infolist()
    if len(parts) > sizes.ZIP_ENTRIES:
        raise Bad("bomb")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > sizes.ZIP_BYTES or packed > size:
        raise Bad("bomb")
    if unpacked > sizes.ZIP_RATIO_FROM and unpacked > sizes.ZIP_RATIO * size:
        raise Bad("bomb")
    for part in parts:
        large = part.file_size > sizes.ZIP_RATIO_FROM
        if large and part.file_size > sizes.ZIP_RATIO * max(part.compress_size, 1):
            raise Bad("bomb")
        if part.flag_bits & 0x1:
            raise Bad("locked")
        if part.compress_type not in PACKED:
            raise Bad("broken")
    names = [part.filename for part in parts]
    outside = any(name.startswith(("/", "\\")) or ".." in name.split("/") or "\x00" in name for name in names)
    # A first part further in means that something else stands before the document.
    if outside or len(set(names)) != len(names) or not parts or min(p.header_offset for p in parts) != 0:
        raise Bad("broken")


def _unpack(archive: zipfile.ZipFile) -> None:
    """Read every part to its end: truncated and altered ones are found by their checksums."""
    for part in archive.infolist():
        with archive.open(part) as stream:
            while stream.read(1 << 20):
                pass


def _recognise(archive: zipfile.ZipFile) -> str:
    names = [name.lower() for name in archive.namelist()]
    if "[content_types].xml" in names:
        _word(archive, names)
        return "DOCX"
    if "mimetype" in names and archive.read("mimetype").strip() == OPEN_TEXT:
        _open_text(archive, names)
        return "ODT"
    raise Bad("type")


def _word(archive: zipfile.ZipFile, names: list[str]) -> None:
    types = fromstring(archive.read("[Content_Types].xml"))
    declared = {element.get("ContentType", "") for element in types}
    if any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in declared):
        raise Bad("macro")
    if any(word in name for name in names for word in RUNS):
        raise Bad("macro")
    if WORD not in declared:
        raise Bad("type")
    if "word/document.xml" not in names:
        raise Bad("broken")
    fromstring(archive.read("word/document.xml"))
    for name in archive.namelist():
        if name.lower().endswith(".rels") and fields.links_outside(fromstring(archive.read(name))):
            raise Bad("macro")
        if name.lower().endswith(".xml") and fields.word_fetches(fromstring(archive.read(name))):
            raise Bad("macro")


def _open_text(archive: zipfile.ZipFile, names: list[str]) -> None:
    if any(name.startswith(RUNS_IN_OPEN_TEXT) for name in names):
        raise Bad("macro")
    manifest = archive.read("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise Bad("locked")
    fromstring(manifest)
    parts = [
        archive.read(name)
        for name in archive.namelist()
        if name.lower().endswith(("content.xml", "styles.xml"))
    ]
    if any(fields.open_text_fetches(fromstring(part)) for part in parts):
        raise Bad("macro")
