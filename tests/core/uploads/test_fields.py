"""What a text document fetches when it is opened, part by part: links, fields of Word, and texts of OpenDocument."""

from xml.etree.ElementTree import fromstring

import pytest

from core.uploads.fields import links_outside, open_text_fetches, word_fetches

pytestmark = pytest.mark.once

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def links(*parts: str) -> bool:
    """Whether a list of links leads outside; each ``kind`` or ``kind mode``."""
    rows = ""
    for part in parts:
        kind, _blank, mode = part.partition(" ")
        rows += f'<Relationship Type="{KIND}{kind}" Target="x"' + (
            f' TargetMode="{mode}"/>' if mode else "/>"
        )
    return links_outside(fromstring(f"<Relationships>{rows}</Relationships>"))


@pytest.mark.parametrize(
    ("parts", "outside"),
    [
        ([], False),
        (["image"], False),
        (["image Internal"], False),
        (["hyperlink External"], False),  # followed when somebody clicks it
        (["HyperLink external"], False),
        (["image External"], True),
        (["image EXTERNAL"], True),
        (["attachedTemplate External"], True),
        (["hyperlink External", "styles", "image External"], True),
        (["aFChunk"], True),  # another document, which lies inside
        (["afchunk Internal"], True),
    ],
)
def test_a_link_is_fetched_unless_it_lies_inside_or_is_clicked(parts, outside):
    assert links(*parts) is outside


def test_a_link_that_says_nothing_of_itself_is_fetched_when_it_leads_outside():
    assert links_outside(fromstring('<a><b TargetMode="External"/></a>')) is True
    assert links_outside(fromstring("<a><b/></a>")) is False


def word(body: str) -> bool:
    return word_fetches(fromstring(f'<w:document xmlns:w="{WORD}">{body}</w:document>'))


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(*texts: str, tag="instrText") -> str:
    return "".join(f"<w:r><w:{tag}>{text}</w:{tag}></w:r>" for text in texts)


def field(*texts: str, tag="instrText") -> str:
    """A field of Word: where it begins, its code in pieces, and where it ends."""
    return mark("begin") + code(*texts, tag=tag) + mark("separate") + "<w:t>vist</w:t>" + mark("end")


FETCHES = [
    "DDE",
    "DDEAUTO",
    "INCLUDEPICTURE",
    "INCLUDETEXT",
    "INCLUDE",
    "IMPORT",
    "LINK",
    "DATABASE",
    "RD",
    "EMBED",
]
HARMLESS = [
    "PAGE",
    "TOC \\o",
    "HYPERLINK &quot;http://x.dk&quot;",
    "LINKED",
    "REF DDE",
    "RDX",
    "DATE",
    "",
    " ",
]


@pytest.mark.parametrize("name", FETCHES)
@pytest.mark.parametrize(
    "write", [str, str.lower, lambda name: f"  {name} x ", lambda name: f"&quot;{name}&quot; x"]
)
def test_a_field_that_runs_or_fetches_is_seen_however_it_is_written(name, write):
    assert word(field(write(name))) is True
    assert word(f'<w:fldSimple w:instr="{write(name)}"/>') is True
    assert word(code(write(name))) is True  # a code that stands in no field


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_field_is_left_alone(text):
    assert word(field(text)) is False
    assert word(f'<w:fldSimple w:instr="{text}"/>') is False
    assert word(code(text)) is False


def test_a_code_in_pieces_is_read_as_one():
    assert word(field("INCL", "UDE", "TEXT x")) is True
    assert word(field("IN", "CLUDED")) is False
    assert word(mark("begin") + code("DD") + code("E", tag="delInstrText") + mark("end")) is True
    assert word(field("DDE x", tag="delInstrText")) is True
    assert word(code("DDE", tag="delInstrText")) is False  # taken out, and in no field
    assert word(field("<!-- intet -->PAGE")) is False


def test_a_field_within_a_field():
    inner = field("PAGE")
    assert word(mark("begin") + code("IF ") + inner + code(" x") + mark("end")) is False
    assert (
        word(mark("begin") + inner + code("IF") + mark("end")) is True
    )  # its code is put together by another
    assert word(mark("begin") + code("IF ") + field("LINK x") + mark("end")) is True
    assert word(mark("begin") + code("LI") + inner + code("NK x") + mark("end")) is True


def test_a_field_whose_code_is_blank_so_far_is_put_together_by_the_one_inside():
    for nothing in ("", "<w:instrText/>", code(" ")):
        assert word(mark("begin") + nothing + field("PAGE") + mark("end")) is True


def test_names_are_read_with_and_without_their_space():
    assert word_fetches(fromstring('<w><fldSimple instr="DDE x"/></w>')) is True
    assert open_text_fetches(fromstring('<o><image href="http://x"/></o>')) is True


def test_what_is_said_beside_a_document_is_no_part_of_it():
    assert word("<!-- DDE x --><?DDE x?>") is False


def test_fields_one_after_the_other_are_read_each_by_itself():
    assert word(field("PAGE") + field("TOC") + "<w:t>tekst</w:t>") is False
    assert word(field("PAGE") + field("RD x")) is True
    assert word(field("X") + code("DDE x")) is True


def test_a_field_that_never_ends_is_read_to_its_end():
    assert word(mark("begin") + code("DDE x")) is True
    assert word(mark("begin") + code("PAGE")) is False
    assert word(mark("begin") + code("DDE x") + mark("separate")) is True
    assert word(mark("end") + mark("separate") + field("PAGE") + mark("end")) is False


def test_marks_that_say_nothing_are_no_fields():
    assert word("<w:fldChar/>") is False
    assert word("<w:fldSimple/>") is False
    assert word("<w:instrText/>") is False
    assert word(mark("begin") + "<w:instrText/>" + mark("end")) is False
    assert word(mark("begin") + code("P") + "<w:instrText/>" + mark("end")) is False


@pytest.mark.parametrize("tag", ["altChunk", "ALTCHUNK"])
def test_another_document_taken_in_is_seen(tag):
    assert word(f"<w:p><w:{tag}/></w:p>") is True


OFFICE = 'xmlns:text="urn:t" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:script="urn:s"'


def text(body: str) -> bool:
    return open_text_fetches(fromstring(f"<office {OFFICE}>{body}</office>"))


@pytest.mark.parametrize(
    ("href", "elsewhere"),
    [
        ("http://x.dk/a.png", True),
        ("HTTPS://x.dk/a.png", True),
        ("  file:a.png", True),
        ("x+y.z-1:a", True),
        ("//server/a.png", True),
        ("\\\\server\\a.png", True),
        ("/etc/passwd", True),
        ("Pictures/a.png", False),
        ("./Object 1", False),
        ("#kapitel", False),
        ("1a:b", False),
        ("\\a.png", False),
        ("", False),
    ],
)
def test_what_leads_elsewhere_is_fetched_unless_it_is_clicked(href, elsewhere):
    assert text(f'<text:p><image xlink:href="{href}"/></text:p>') is elsewhere
    assert text(f'<text:a xlink:href="{href}">her</text:a>') is False


@pytest.mark.parametrize("tag", ["text:dde-connection", "text:DDE-source", "script:event-listener"])
def test_what_asks_another_program_is_seen(tag):
    assert text(f"<text:p/><{tag}/>") is True


@pytest.mark.parametrize("tag", ["text:dde", "text:p", "script:event-listeners", "image"])
def test_what_only_sounds_like_it_is_left_alone(tag):
    assert text(f"<{tag}/>") is False


def test_a_clicked_link_hides_nothing_that_stands_after_it():
    assert text('<text:a xlink:href="http://x.dk"/><image xlink:href="http://x.dk/a.png"/>') is True
