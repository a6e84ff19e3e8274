"""Documents that are zip files inside: what they are, and for which of the reasons they are refused."""

import io
import struct
import zipfile
from types import SimpleNamespace

import pytest

from core.uploads import archives, sizes
from tests.helpers.naughty_files import WORD_MAIN, docx, odt, zipped

pytestmark = pytest.mark.once

MB = 1024 * 1024
LINK = '<R><L TargetMode="External" Type="http://x/image"/></R>'
FETCHING_FIELD = '<w><fldSimple instr="DDE x"/></w>'


def read(data: bytes) -> str:
    """What it is, or the code of the reason why it is refused."""
    try:
        return archives.read(data)
    except archives.Bad as bad:
        return str(bad)


def types(*kinds: str) -> str:
    return "<Types>" + "".join(f'<Override ContentType="{kind}"/>' for kind in kinds) + "</Types>"


def word(**parts) -> bytes:
    """A Word document of just these parts, with dots for two underscores and slashes for three."""
    standard = {"[Content_Types].xml": types(WORD_MAIN), "word/document.xml": "<w/>"}
    named = {name.replace("___", "/").replace("__", "."): part for name, part in parts.items()}
    return zipped({name: part for name, part in (standard | named).items() if part is not None})


# --- what it is ---


def test_a_word_document_and_an_opendocument_text():
    assert (read(docx()), read(odt())) == ("DOCX", "ODT")


def test_what_says_neither_is_no_document():
    assert read(zipped({"a.txt": "a"})) == "type"
    assert (
        read(zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<o/>"}))
        == "type"
    )
    assert read(zipped({"mimetype ": "application/vnd.oasis.opendocument.text"})) == "type"


def test_the_kind_may_end_with_a_line_and_names_are_read_whatever_their_case():
    parts = {"mimetype": "application/vnd.oasis.opendocument.text\n", "META-INF/manifest.xml": "<m/>"}
    assert read(zipped(parts)) == "ODT"
    assert read(zipped({"[Content_Types].xml": types(WORD_MAIN), "Word/Document.xml": "<w/>"})) == "broken"


def test_a_word_document_says_so_and_has_its_text():
    assert read(word(**{"[Content_Types]__xml": types("application/x")})) == "type"
    assert read(word(**{"[Content_Types]__xml": "<Types><Override/></Types>"})) == "type"
    assert read(word(word___document__xml=None)) == "broken"
    assert read(word(word___document__xml="<w>")) == "broken"
    assert read(word(**{"[Content_Types]__xml": "<Types>"})) == "broken"


@pytest.mark.parametrize(
    "kind",
    [
        WORD_MAIN.replace("document.main", "document.macroEnabled.main"),
        "application/vnd.ms-office.vbaProject",
    ],
)
def test_a_document_that_says_it_holds_macros_is_refused(kind):
    for said in (kind, kind.lower(), kind.upper()):
        assert read(word(**{"[Content_Types]__xml": types(WORD_MAIN, said)})) == "macro"


@pytest.mark.parametrize(
    "name",
    ["word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.bin", "word/embeddings/oleObject1.bin"]
    + ["xl/macrosheets/sheet1.xml"],
)
def test_a_part_that_runs_is_refused(name):
    assert read(docx({name: "<x/>"})) == "macro"
    assert read(docx({name.upper(): "<x/>"})) == "macro"


@pytest.mark.parametrize("name", ["word/_rels/x.xml.rels", "WORD/_RELS/X.XML.RELS"])
def test_links_are_looked_at_wherever_they_stand(name):
    assert read(docx({name: LINK})) == "macro"
    assert read(docx({name: "<R/>"})) == "DOCX"
    assert read(docx({name: "<R>"})) == "broken"


@pytest.mark.parametrize("name", ["word/footer9.xml", "WORD/FOOTER9.XML", "custom.xml"])
def test_fields_are_looked_at_wherever_they_stand(name):
    assert read(docx({name: FETCHING_FIELD})) == "macro"
    assert read(docx({name: "<w/>"})) == "DOCX"
    assert read(docx({name: "<w>"})) == "broken"


def test_parts_that_are_no_text_are_not_read_as_text():
    assert (
        read(docx({"word/media/a.png": "<w>", "word/notes.txt": FETCHING_FIELD, "x.rels.bak": LINK}))
        == "DOCX"
    )
    assert read(odt({"Pictures/a.png": "<w>", "meta.xml": '<o><image href="http://x"/></o>'})) == "ODT"


@pytest.mark.parametrize(
    "name", ["Basic/script-lc.xml", "Scripts/python/a.py", "Object 1/content.xml", "object 2/content.xml"]
)
def test_a_part_of_an_opendocument_text_that_runs_is_refused(name):
    assert read(odt({name: "<o/>"})) == "macro"
    assert read(odt({f"x/{name}": "<o/>"})) == "ODT"


@pytest.mark.parametrize("name", ["content.xml", "styles.xml", "x/CONTENT.XML", "x/Styles.xml"])
def test_texts_and_styles_of_an_opendocument_text_fetch_nothing(name):
    assert read(odt({name: '<o><image href="http://x"/></o>'})) == "macro"
    assert read(odt({name: "<o>"})) == "broken"


def test_an_opendocument_text_has_its_manifest_and_no_password():
    bare = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}
    assert read(zipped(bare)) == "broken"
    assert read(odt(manifest="<m><encryption-data/></m>")) == "locked"
    assert read(odt(manifest="<m>")) == "broken"


@pytest.mark.parametrize("part", ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "<a>", ""])
def test_what_is_no_text_or_makes_itself_larger_is_broken(part):
    with pytest.raises(archives.Bad, match="^broken$") as bad:
        archives.read(docx({"word/document.xml": part}))
    assert bad.value.__cause__ is not None


# --- what cannot be read ---


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


def stored(name="word/notes.txt", content=b"hele teksten") -> bytes:
    """A Word document with one part that is not packed."""
    made = io.BytesIO(docx())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def test_a_part_that_was_altered_is_found_by_its_sum():
    assert read(stored()) == "DOCX"
    assert read(changed(stored(), b"hele teksten", b"hele testken")) == "broken"


@pytest.mark.parametrize("size", [(1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_a_part_is_read_to_its_last_byte(size):
    content = b"x" * (size - 1)
    assert read(stored(content=content + b"y")) == "DOCX"
    assert read(changed(stored(content=content + b"y"), content + b"y", content + b"z")) == "broken"


def test_packed_rubbish_an_unknown_way_of_packing_and_half_a_file_are_broken():
    data = docx({"word/notes.txt": b"tekst " * 50})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("word/notes.txt")
        begins = info.header_offset + 30 + len(info.filename)
    rubbish = data[:begins] + b"\xff" * info.compress_size + data[begins + info.compress_size :]
    assert read(rubbish) == "broken"
    assert read(data[:-30]) == "broken"
    assert read(b"PK\x03\x04") == "broken"
    unknown = bytearray(stored())
    directory = unknown.rindex(b"PK\x01\x02")
    local = unknown.rindex(b"PK\x03\x04")
    unknown[directory + 10 : directory + 12] = unknown[local + 8 : local + 10] = struct.pack("<H", 99)
    assert read(bytes(unknown)) == "broken"


def test_a_part_with_a_password_is_locked():
    locked = bytearray(stored())
    directory = locked.rindex(b"PK\x01\x02")
    locked[directory + 8] |= 1
    assert read(bytes(locked)) == "locked"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_is_packed_as_documents_are(method):
    """Other ways may ask for any amount of memory, and stumble over rubbish in their own ways."""
    made = io.BytesIO(docx())
    with zipfile.ZipFile(made, "a", method) as archive:
        archive.writestr("word/notes.txt", "tekst")
    assert read(made.getvalue()) == "broken"


# --- what the table of contents promises ---


def measured(*parts: dict, size=1000) -> str:
    rows = []
    for number, part in enumerate(parts):
        usual = {
            "compress_type": zipfile.ZIP_STORED,
            "file_size": 1,
            "compress_size": 1,
            "flag_bits": 0,
            "filename": f"{number}",
            "header_offset": number,
        }
        rows.append(SimpleNamespace(**usual | part))
    try:
        archives._measure(SimpleNamespace(infolist=lambda: rows), size)
    except archives.Bad as bad:
        return str(bad)
    return ""


def test_the_sizes_are_those_that_are_told():
    assert (sizes.ZIP_ENTRIES, sizes.ZIP_BYTES) == (1_000, 200 * MB)
    assert (sizes.ZIP_RATIO, sizes.ZIP_RATIO_FROM) == (100, MB)


def test_together_they_unpack_to_no_more_than_a_hundred_times_the_file():
    half = {"file_size": 50 * MB, "compress_size": MB // 2}
    assert measured(half, half, size=MB) == ""
    assert measured(half, half | {"file_size": 50 * MB + 1, "compress_size": MB // 2 + 1}, size=MB + 1) == ""
    assert measured(half, half | {"file_size": 50 * MB + 1, "compress_size": MB // 2}, size=MB) == "bomb"
    assert measured({"file_size": MB}, size=1) == "", "a small one may be all blanks"
    assert measured({"file_size": MB // 2}, {"file_size": MB // 2 + 1}, size=2) == "bomb"


def test_a_document_has_so_many_parts_and_unpacks_to_so_much_and_no_more():
    assert measured(*[{}] * 1_000, size=1_000) == ""
    assert measured(*[{}] * 1_001, size=1_001) == "bomb"
    half = {"file_size": 100 * MB, "compress_size": 50 * MB}
    assert measured(half, half, size=100 * MB) == ""
    assert measured(half, half | {"file_size": 100 * MB + 1}, size=100 * MB) == "bomb"
    assert measured(half, half, size=100 * MB - 1) == "bomb", "it holds less than it promises"


def test_one_part_unpacks_to_no_more_than_a_hundred_times_itself():
    assert measured({"file_size": 100 * MB, "compress_size": MB}, size=20 * MB) == ""
    assert measured({"file_size": 100 * MB + 1, "compress_size": MB}, size=20 * MB) == "bomb"
    assert measured({"file_size": MB + 1, "compress_size": 0}, size=20 * MB) == "bomb"


@pytest.mark.parametrize(("flags", "why"), [(0, ""), (1, "locked"), (9, "locked"), (2, ""), (0x800, "")])
def test_the_first_of_the_marks_says_that_there_is_a_password(flags, why):
    assert measured({}, {"flag_bits": flags}) == why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("word/a.xml", ""),
        ("word/..a.xml", ""),
        ("a...", ""),
        ("/a.xml", "broken"),
        ("\\a.xml", "broken"),
        ("..", "broken"),
        ("word/../../a.xml", "broken"),
        ("a\x00.xml", "broken"),
    ],
)
def test_a_part_lies_where_it_belongs(name, why):
    assert measured({"filename": name}) == measured({}, {"filename": name}) == why


def test_a_part_is_packed_the_usual_way_or_not_at_all():
    ways = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 99)
    assert [measured({}, {"compress_type": way}) for way in ways] == ["", "", "broken", "broken", "broken"]


def test_a_document_has_parts_of_different_names_and_begins_where_the_file_begins():
    assert measured() == "broken"
    assert measured({"filename": "a"}, {"filename": "a"}) == "broken"
    assert measured({"header_offset": 1}) == "broken"
    assert measured({"header_offset": 7}, {"header_offset": 0}) == ""
