"""PDFs that act by themselves, or carry other files: what acts is taken out, or the file is refused; nothing
is kept silently.
"""

import io
import zlib

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from core.uploads import active, apart, child
from core.uploads.accepting import Format, Refused, accept

pytestmark = pytest.mark.once

PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
    b" /Resources << /Font << /AA 5 0 R >> >> %s >>"
)
TEXT = b"BT /AA 20 Tf 20 200 Td (Kunstskolen skriver) Tj ET"
JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
FILE = b"<< /Type /Filespec /F (x.exe) /EF << /F 7 0 R >> >>"
PROGRAM = b"<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream"
LINK = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (%s) >> >>]"
SIGNATURE = b"<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>"


def written(objects: dict[int, bytes], *, packed=False, root=1) -> bytes:
    """A PDF of these objects; ``packed`` puts those without a stream into an object stream, as most writers do."""
    out, places, inside = b"%PDF-1.7\n", {}, {}
    if packed:
        names = [number for number in objects if b"stream" not in objects[number]]
        body, heads = b"", []
        for place, number in enumerate(names):
            heads.append(b"%d %d" % (number, len(body)))
            body += objects[number] + b" "
            inside[number] = place
        head = b" ".join(heads) + b" "
        made = zlib.compress(head + body)
        holder = max(objects) + 1
        objects = {n: o for n, o in objects.items() if n not in inside}
        objects[holder] = (
            b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
            % (
                len(names),
                len(head),
                len(made),
                made,
            )
        )
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(objects) + 2
    if not packed:
        table = b"".join(
            b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n"
            for n in range(size - 1)
        )
        return out + b"xref\n0 %d\n%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
            size - 1,
            table,
            size - 1,
            root,
            len(out),
        )
    places[size - 1] = len(out)
    rows = b""
    for number in range(size):
        if number in inside:
            rows += b"\x02" + holder.to_bytes(4, "big") + inside[number].to_bytes(2, "big")
        else:
            rows += (
                (b"\x01" if number in places else b"\x00")
                + places.get(number, 0).to_bytes(4, "big")
                + b"\0\0"
            )
    rows = zlib.compress(rows)
    return out + (
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Filter /FlateDecode /Length %d >>"
        b"\nstream\n%s\nendstream\n"
        b"endobj\nstartxref\n%d\n%%%%EOF\n" % (size - 1, size, root, len(rows), rows, len(out))
    )


def made(*, catalog=b"", page=b"", more: dict | None = None, packed=False) -> bytes:
    """A page of text, with this in the catalog, on the page and beside them."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: PAGE % page,
        4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(TEXT), TEXT),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **(more or {}),
    }
    return written(objects, packed=packed)


def annotation(parts: bytes) -> dict:
    return {"page": b"/Annots [<< /Type /Annot /Rect [0 0 9 9] %s >>]" % parts}


ACTIVE = {
    "runs when opened": {"catalog": b"/OpenAction " + JS},
    "runs when opened, elsewhere": {"catalog": b"/OpenAction 6 0 R", "more": {6: JS}},
    "starts a program": {"catalog": b"/OpenAction << /S /Launch /F (cmd.exe) >>"},
    "an action nobody knows": {"catalog": b"/OpenAction << /S /Ukendt >>"},
    "runs when printed": {"catalog": b"/AA << /WP %s >>" % JS},
    "runs on the page": {"page": b"/AA << /O %s >>" % JS},
    "runs from the tree of names": {
        "catalog": b"/Names << /JavaScript << /Names [(a) 6 0 R] >> >>",
        "more": {6: JS},
    },
    "a link that runs": annotation(b"/Subtype /Link /A " + JS),
    "a script behind a harmless act": annotation(
        b"/Subtype /Link /A << /S /GoTo /D [3 0 R /Fit] /Next %s >>" % JS
    ),
    "several behind a harmless act": annotation(
        b"/Subtype /Link /A << /S /GoTo /D [3 0 R /Fit] /Next [%s] >>" % JS
    ),
    "a field that runs": annotation(b"/Subtype /Widget /FT /Tx /T (a) /AA << /K %s >>" % JS),
    "a form that sends itself": annotation(b"/Subtype /Widget /A << /S /SubmitForm /F (http://x.dk) >>"),
    "a script for a link": {"page": LINK % b"javascript:alert\\(1\\)"},
    "a file for a link": {"page": LINK % b"file:///etc/passwd"},
    "a share for a link": {"page": LINK % b"\\\\\\\\server\\\\fil"},
    "another document": annotation(b"/Subtype /Link /A << /S /GoToR /F (\\\\\\\\x\\\\y.pdf) >>"),
    "a file inside": {
        "catalog": b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
        "more": {6: FILE, 7: PROGRAM},
    },
    "a file on a paper clip": {
        **annotation(b"/Subtype /FileAttachment /FS 6 0 R"),
        "more": {6: FILE, 7: PROGRAM},
    },
    "a film": annotation(b"/Subtype /RichMedia /RichMediaContent << >>"),
    "a form of another kind": {"catalog": b"/AcroForm << /Fields [] /XFA 6 0 R >>", "more": {6: PROGRAM}},
    "a name in disguise": {"catalog": b"/Open#41ction << /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>"},
    "a catalog that poses as fonts": {
        "catalog": b"/AA << /WP %s >>" % JS,
        "page": b"/Resources << /Font 1 0 R >>",
    },
}
WORDS = (
    b"JavaScript",
    b"app.alert",
    b"Launch",
    b"SubmitForm",
    b"EmbeddedFile",
    b"MZ",
    b"XFA",
    b"RichMedia",
    b"etc/passwd",
    b"/AA <",
)


def is_inert(data: bytes) -> None:
    """As another reader sees it: PDFium; and as it stands in the bytes, which hold no packed objects."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    assert pypdfium2.raw.FPDFDoc_GetJavaScriptActionCount(document) == 0
    assert pypdfium2.raw.FPDFDoc_GetAttachmentCount(document) == 0
    assert pypdfium2.raw.FPDF_GetFormType(document) in (
        pypdfium2.raw.FORMTYPE_NONE,
        pypdfium2.raw.FORMTYPE_ACRO_FORM,
    )
    assert document[0].get_textpage().get_text_bounded() == "Kunstskolen skriver"
    assert b"/ObjStm" not in data
    for word in WORDS:
        assert word not in data


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_is_taken_out_and_the_page_stays(name, packed, monkeypatch):
    monkeypatch.setattr(apart, "run", child.work)
    data = made(**ACTIVE[name], packed=packed)
    assert (b"/ObjStm" in data) == packed
    accepted = accept(data)
    assert accepted.cleaned
    assert (accepted.format, accepted.pages) == (Format.PDF, 1)
    is_inert(accepted.data)
    assert active.clean(accepted.data) is None  # nothing is left to take out


HARMLESS = {
    "nothing": {},
    "a view": {"catalog": b"/OpenAction [3 0 R /Fit]"},
    "a jump": {"catalog": b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"},
    "a link": {"page": LINK % b"https://www.eksempel.dk"},
    "a link without its beginning": {"page": LINK % b"www.eksempel.dk/ansoeg"},
    "a mail": {"page": LINK % b"mailto:skolen@eksempel.dk"},
    "fields": {
        "catalog": b"/AcroForm << /Fields [6 0 R] >>",
        "more": {6: b"<< /FT /Tx /T (Navn) /V (Sigrid) /Subtype /Widget /Type /Annot /Rect [0 0 9 9] >>"},
    },
    "a signature": {
        "catalog": b"/AcroForm << /SigFlags 3 /Fields [<< /FT /Sig /T (s) /V 6 0 R >>] >>",
        "more": {6: SIGNATURE},
    },
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_nothing_by_itself_stays_to_the_last_byte(name, packed, monkeypatch):
    monkeypatch.setattr(apart, "run", child.work)
    data = made(**HARMLESS[name], packed=packed)
    accepted = accept(data)
    assert accepted.data == data
    assert not accepted.cleaned


def test_links_come_through_when_something_else_is_taken_out():
    cleaned = active.clean(made(catalog=b"/OpenAction " + JS, page=LINK % b"https://www.eksempel.dk"))
    annotations = PdfReader(io.BytesIO(cleaned)).pages[0]["/Annots"]
    assert annotations[0].get_object()["/A"]["/URI"] == "https://www.eksempel.dk"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_signature_is_never_broken_in_silence(packed, monkeypatch):
    monkeypatch.setattr(apart, "run", child.work)
    signed = HARMLESS["a signature"]
    data = made(catalog=signed["catalog"] + b" /OpenAction " + JS, more=signed["more"], packed=packed)
    with pytest.raises(Refused) as refused:
        accept(data)
    assert refused.value.code == "signed"


def test_a_script_in_an_older_revision_is_left_behind():
    """The newer catalog knows nothing of it, but the bytes are there for a reader that looks."""
    old = made(catalog=b"/OpenAction " + JS)
    again = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = b"xref\n1 1\n%010d 00000 n \n" % len(old)
    tail = b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        old.rindex(b"xref\n0"),
        len(old) + len(again),
    )
    cleaned = active.clean(old + again + table + tail)
    is_inert(cleaned)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_one_that_only_forbids_printing_is_looked_through_too(algorithm, monkeypatch):
    monkeypatch.setattr(apart, "run", child.work)
    for name, parts in (("clean", {}), ("acts", ACTIVE["runs when opened"])):
        writer = PdfWriter(clone_from=io.BytesIO(made(**parts)))
        writer.encrypt("", "ejer", algorithm=algorithm)
        locked = io.BytesIO()
        writer.write(locked)
        accepted = accept(locked.getvalue())
        assert accepted.cleaned == (name == "acts")
        if accepted.cleaned:
            is_inert(accepted.data)
        else:
            assert accepted.data == locked.getvalue()


def test_one_with_a_password_says_so(monkeypatch):
    monkeypatch.setattr(apart, "run", child.work)
    writer = PdfWriter(clone_from=io.BytesIO(made(**ACTIVE["runs when opened"])))
    writer.encrypt("hemmelig", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(Refused) as refused:
        accept(locked.getvalue())
    assert refused.value.code == "locked"


def test_what_cannot_be_looked_through_is_refused_and_says_what_to_do(monkeypatch):
    monkeypatch.setattr(apart, "run", child.work)
    monkeypatch.setattr(active, "_open", lambda data: (_ for _ in ()).throw(ValueError("rubbish")))
    with pytest.raises(Refused) as refused:
        accept(made())
    assert refused.value.code == "active"
    assert "udskriv den til en ny PDF" in str(refused.value.words)


def test_what_is_still_there_afterwards_is_refused(monkeypatch):
    monkeypatch.setattr(active, "_emptied", lambda reader: (1, False))
    with pytest.raises(active.Stays, match="active"):
        active.clean(made())


def test_the_real_child_does_it():
    accepted = accept(made(**ACTIVE["runs from the tree of names"], packed=True))
    assert accepted.cleaned
    is_inert(accepted.data)


def test_a_long_document_is_looked_through_in_little_time():
    """300 pages with a link each: well under the child's 20 seconds of work."""
    import time

    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 4: b"<< /Length 0 >>\nstream\n\nendstream"}
    objects[5] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = range(10, 310)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count 300 >>" % b" ".join(b"%d 0 R" % n for n in kids)
    objects |= dict.fromkeys(kids, PAGE % (LINK % b"https://www.eksempel.dk"))
    started = time.process_time()
    assert active.clean(written(objects, packed=True)) is None
    assert time.process_time() - started < 5
