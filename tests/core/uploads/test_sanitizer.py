"""PDFs that act by themselves, or carry other files: what acts is taken out, or the file is refused; nothing
is kept silently.
"""

import io
import zlib

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from core.uploads import child, sandbox, sanitizer
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
    monkeypatch.setattr(sandbox, "run", child.work)
    data = made(**ACTIVE[name], packed=packed)
    assert (b"/ObjStm" in data) == packed
    accepted = accept(data)
    assert accepted.cleaned
    assert (accepted.format, accepted.pages) == (Format.PDF, 1)
    is_inert(accepted.data)
    assert sanitizer.sanitize(accepted.data) is None  # nothing is left to take out


def cleaned(**parts) -> bytes:
    """The PDF without what acts, which there was; without a child, and read once more."""
    made_anew = sanitizer.sanitize(made(**parts))
    assert made_anew is not None
    is_inert(made_anew)
    assert sanitizer.sanitize(made_anew) is None
    return made_anew


ACTS = [
    "JavaScript", "Launch", "GoToR", "GoToE", "SubmitForm", "ResetForm", "ImportData", "Rendition", "Movie", "Sound",
    "RichMediaExecute", "GoTo3DView", "Hide", "SetOCGState", "Trans",
]  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_emptied_wherever_it_stands(act):
    name = b"/" + act.encode()
    assert name not in cleaned(catalog=b"/Ukendt [<< /S %s /F (x) >>]" % name)
    assert name not in cleaned(page=b"/Ukendt << /Mere 6 0 R >>", more={6: b"<< /S %s >>" % name})


@pytest.mark.parametrize(
    "key",
    ["AA", "JS", "XFA", "EF", "AF", "JavaScript", "EmbeddedFiles", "RichMediaContent", "RichMediaSettings"]
    + ["Collection", "Requirements"],
)
def test_what_hangs_acts_or_files_on_something_is_taken_away_wherever_it_hangs(key):
    name = b"/" + key.encode()
    found = cleaned(catalog=b"/Ukendt << %s << /X 1 >> /Bliver 1 >>" % name)
    assert name + b" <<" not in found and b"/Bliver" in found


@pytest.mark.parametrize("key", ["OpenAction", "A", "PA", "Next"])
def test_an_act_that_nobody_knows_is_taken_away_from_where_acts_hang(key):
    name = b"/" + key.encode()
    assert b"/Fremmed" not in cleaned(catalog=b"/X << %s << /S /Fremmed >> >>" % name)
    assert b"/Fremmed" not in cleaned(
        catalog=b"/X << %s 6 0 R >>" % name, more={6: b"<< /S 7 0 R >>", 7: b"/Fremmed"}
    )
    assert sanitizer.sanitize(made(catalog=b"/X << %s << /T /Fremmed >> >>" % name)) is None, "it is no act"
    assert sanitizer.sanitize(made(catalog=b"/X << %s /Fremmed >>" % name)) is None
    for act in ("GoTo", "URI", "Named", "Thread"):
        assert sanitizer.sanitize(made(catalog=b"/X << %s << /S /%s >> >>" % (name, act.encode()))) is None


@pytest.mark.parametrize("kind", ["FileAttachment", "RichMedia", "Screen", "Movie", "Sound", "3D"])
def test_what_plays_or_carries_a_file_on_the_page_becomes_an_empty_link(kind):
    found = cleaned(**annotation(b"/Subtype /%s /Contents (Se her) /X 1" % kind.encode()))
    (left,) = PdfReader(io.BytesIO(found)).pages[0]["/Annots"]
    assert left.get_object() == {"/Subtype": "/Link", "/Rect": [0, 0, 9, 9]}
    told = made(catalog=b"/X << /Subtype /%s >>" % kind.encode())
    assert kind == "RichMedia" or sanitizer.sanitize(told) is None, (
        "without a place it is no note on the page"
    )


@pytest.mark.parametrize(
    "holder",
    ["Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading", "Properties", "CharProcs", "Dests"]
    + ["RoleMap", "ClassMap", "Colorants"],
)
def test_names_that_the_document_gives_mean_nothing_by_themselves(holder):
    name = holder.encode()
    assert sanitizer.sanitize(made(catalog=b"/X << /%s << /AA 5 0 R >> >>" % name)) is None
    found = sanitizer.sanitize(made(catalog=b"/X << /%s << /AA << /AA 5 0 R >> >> >>" % name))
    assert found.count(b"/AA") == 3, "of what is named so, acts are taken away; the font of the page stays"
    inside = b"/X << /%s << /%s << /AA << /WP %s >> >> >> >>" % (name, name, JS)
    assert b"/WP" not in sanitizer.sanitize(made(catalog=inside)), "a list of names holds no list of names"


@pytest.mark.parametrize("scheme", ["http", "https", "mailto", "tel", "HTTPS", " http"])
def test_a_link_that_says_where_it_leads_stays(scheme):
    assert sanitizer.sanitize(made(page=LINK % b"%s:x.dk" % scheme.encode())) is None


@pytest.mark.parametrize(
    "address", ["ftp:x", "FILE:x", " data:x", "x+y.z-1:a", "//server/x", "/\\\\server", "\\\\/x"]
)
def test_a_link_to_anything_else_is_emptied(address):
    assert b"/URI" not in cleaned(page=LINK % address.encode().replace(b"\\", b"\\\\"))


@pytest.mark.parametrize("address", ["x.dk/a:b", "1a:b", "/side", "", "#x"])
def test_a_link_without_a_scheme_stays(address):
    assert sanitizer.sanitize(made(page=LINK % address.encode())) is None


def test_a_link_whose_address_stands_elsewhere_or_nowhere():
    elsewhere = {"page": b"/X << /A << /S /URI /URI 6 0 R >> >>", "more": {6: b"(javascript:x)"}}
    assert b"javascript" not in cleaned(**elsewhere)
    assert sanitizer.sanitize(made(page=b"/X << /A << /S /URI >> >>")) is None


@pytest.mark.parametrize(
    "word",
    ["JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "XFA", "RichMedia", "SubmitForm", "ImportData"]
    + ["J#61vaScript", "Laun#63h", "#58FA", "#4aavaScript"],
)
def test_what_is_only_said_in_the_bytes_is_written_anew_without_it(word):
    assert word.encode() not in cleaned(more={9: b"/" + word.encode()})  # which nothing leads to


@pytest.mark.parametrize("word", ["JavaScripts", "Launcher", "EmbeddedFilesX", "XFAX", "#41", "L#61unche"])
def test_a_longer_word_says_nothing(word):
    assert sanitizer.sanitize(made(more={9: b"/" + word.encode()})) is None


@pytest.mark.parametrize("part", ["ByteRange", "Contents"])
def test_a_signature_has_its_bytes_and_its_seal(part):
    """What lacks either is none, and is written anew like any other."""
    sealed = SIGNATURE.replace(b"/%s " % part.encode(), b"/X%s " % part.encode())
    assert sealed != SIGNATURE
    acts = b"/OpenAction %s /X 6 0 R" % JS
    assert cleaned(catalog=acts, more={6: sealed})
    said = {6: SIGNATURE, 9: b"/XFA"}  # acts in the bytes alone
    for parts in ({"catalog": acts, "more": {6: SIGNATURE}}, {"catalog": b"/X 6 0 R", "more": said}):
        with pytest.raises(sanitizer.CannotSanitize, match="^signed$"):
            sanitizer.sanitize(made(**parts))


def test_what_stands_as_names_and_as_something_that_acts_is_seen_as_both():
    parts = {"page": b"/X << /Font 6 0 R >> /Y 6 0 R", "more": {6: b"<< /AA << /WP %s >> >>" % JS}}
    assert b"/WP" not in cleaned(**parts)
    parts["page"] = b"/Y 6 0 R /X << /Font 6 0 R >>"
    assert b"/WP" not in cleaned(**parts)


def test_a_document_that_goes_round_in_circles_is_gone_through_once():
    circle = {6: b"<< /X 7 0 R >>", 7: b"[6 0 R 7 0 R]"}
    assert sanitizer.sanitize(made(catalog=b"/X 6 0 R", more=circle)) is None


def test_how_much_was_taken_out_is_counted():
    def found(**parts):
        return sanitizer._remove_active(PdfReader(io.BytesIO(made(**parts))))

    assert found() == (0, False)
    assert found(catalog=b"/AA << >> /X << /JS 1 /AF 1 >>") == (3, False)
    assert found(catalog=b"/X [%s %s]" % (JS, JS)) == (2, False)
    assert found(**annotation(b"/Subtype /Movie /JS 1")) == (1, False)
    assert found(catalog=b"/X 6 0 R", more={6: SIGNATURE}) == (0, True)
    assert found(catalog=b"/X 6 0 R /Y << /JS 1 >>", more={6: SIGNATURE}) == (1, True)
    assert found(catalog=b"/X 6 0 R", more={6: b"[7 0 R 6 0 R]", 7: JS}) == (1, False), "behind a circle"
    trailer = made().replace(b"/Root 1 0 R", b"/Root 1 0 R /JS 1")
    assert sanitizer._remove_active(PdfReader(io.BytesIO(trailer))) == (1, False)


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
    monkeypatch.setattr(sandbox, "run", child.work)
    data = made(**HARMLESS[name], packed=packed)
    accepted = accept(data)
    assert accepted.data == data
    assert not accepted.cleaned


def test_links_come_through_when_something_else_is_taken_out():
    cleaned = sanitizer.sanitize(made(catalog=b"/OpenAction " + JS, page=LINK % b"https://www.eksempel.dk"))
    annotations = PdfReader(io.BytesIO(cleaned)).pages[0]["/Annots"]
    assert annotations[0].get_object()["/A"]["/URI"] == "https://www.eksempel.dk"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_signature_is_never_broken_in_silence(packed, monkeypatch):
    monkeypatch.setattr(sandbox, "run", child.work)
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
    cleaned = sanitizer.sanitize(old + again + table + tail)
    is_inert(cleaned)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_one_that_only_forbids_printing_is_looked_through_too(algorithm, monkeypatch):
    monkeypatch.setattr(sandbox, "run", child.work)
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
    monkeypatch.setattr(sandbox, "run", child.work)
    writer = PdfWriter(clone_from=io.BytesIO(made(**ACTIVE["runs when opened"])))
    writer.encrypt("hemmelig", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(Refused) as refused:
        accept(locked.getvalue())
    assert refused.value.code == "locked"


def test_what_cannot_be_looked_through_is_refused_and_says_what_to_do(monkeypatch):
    monkeypatch.setattr(sandbox, "run", child.work)
    monkeypatch.setattr(sanitizer, "_open", lambda data: (_ for _ in ()).throw(ValueError("rubbish")))
    with pytest.raises(Refused) as refused:
        accept(made())
    assert refused.value.code == "active"
    assert "udskriv den til en ny PDF" in str(refused.value.words)


def test_what_is_still_there_afterwards_is_refused(monkeypatch):
    monkeypatch.setattr(sanitizer, "_remove_active", lambda reader: (1, False))
    with pytest.raises(sanitizer.CannotSanitize, match="active"):
        sanitizer.sanitize(made())


def test_what_the_bytes_still_say_afterwards_is_refused(monkeypatch):
    monkeypatch.setattr(sanitizer, "_names_something_active", lambda data: True)
    with pytest.raises(sanitizer.CannotSanitize, match="active"):
        sanitizer.sanitize(made())


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
    assert sanitizer.sanitize(written(objects, packed=True)) is None
    assert time.process_time() - started < 5
