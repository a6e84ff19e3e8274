"""Which files are told apart by their first bytes, what each is kept as, and what is said of those that are not."""

import pytest
from django.utils import translation

from core.uploads import accepting, sandbox, sizes
from core.uploads.accepting import ACCEPT, FAMILIES, REASONS, STARTS, Accepted, Format, Refused, accept
from tests.helpers import naughty_files

pytestmark = pytest.mark.once

HEIF = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
BEGINS = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
    "HEIF": HEIF,
}


class Child:
    """In place of the child process: keeps what it was asked, and answers."""

    def __init__(self, answer: dict, made: bytes = b"made"):
        self.asked, self.answer, self.made = [], answer, made

    def run(self, order, data):
        self.asked.append((order, data))
        return self.answer, self.made


@pytest.fixture
def child(monkeypatch):
    """``child(answer, made)`` takes the place of the child process."""

    def answers(answer, made=b"made"):
        there = Child(answer, made)
        monkeypatch.setattr(sandbox, "run", there.run)
        return there

    return answers


def why(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        accept(data)
    return refused.value.code


# --- the formats ---


@pytest.mark.parametrize(
    ("format_", "content_type", "shown"),
    [
        (Format.PDF, "application/pdf", "PDF"),
        (Format.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", None),
        (Format.ODT, "application/vnd.oasis.opendocument.text", None),
        (Format.PNG, "image/png", "PNG"),
        (Format.JPEG, "image/jpeg", "JPEG"),
    ],
)
def test_as_what_each_is_sent_and_whether_its_pages_can_be_shown(format_, content_type, shown):
    assert format_.content_type == content_type
    assert format_.can_be_shown is (shown is not None)
    if shown:
        assert format_.decoder == shown


def test_the_file_chooser_offers_what_is_taken():
    assert ACCEPT == ".pdf,.docx,.odt,.png,.jpg,.jpeg,.heic,.heif"
    assert set(ACCEPT.split(",")) <= set(FAMILIES)


# --- told by their first bytes ---


@pytest.mark.parametrize("family", ["PNG", "JPEG", "HEIF"])
def test_a_picture_is_made_anew_by_the_child(child, family):
    there = child({"width": 1})
    found = accept(BEGINS[family])
    assert there.asked == [({"do": "image", "format": family}, BEGINS[family])]
    assert found == Accepted(Format.PNG if family == "PNG" else Format.JPEG, b"made", 1)
    assert found.cleaned is False


@pytest.mark.parametrize(("made", "kept"), [(b"", BEGINS["PDF"]), (b"made", b"made")])
def test_a_pdf_is_kept_as_it_came_unless_the_child_made_another(child, made, kept):
    there = child({"pages": 7, "cleaned": bool(made)}, made)
    assert accept(BEGINS["PDF"]) == Accepted(Format.PDF, kept, 7, cleaned=bool(made))
    assert there.asked == [({"do": "pdf"}, BEGINS["PDF"])]


@pytest.mark.parametrize(
    ("make", "kept"), [(naughty_files.docx, Format.DOCX), (naughty_files.odt, Format.ODT)]
)
def test_a_text_document_is_kept_as_it_came_and_no_child_is_asked(child, make, kept):
    there = child({})
    data = make()
    assert accept(data) == Accepted(kept, data, 0)
    assert there.asked == []


@pytest.mark.parametrize("code", ["locked", "broken", "pages"])
def test_what_the_child_refuses_is_refused_for_its_reason(child, code):
    child({"refused": code})
    assert why(BEGINS["PDF"]) == why(BEGINS["PNG"]) == code


@pytest.mark.parametrize("extension", [".pdf", ".png", ".jpg", ".jpeg", ".jfif", ".heic", ".heif"])
def test_each_ending_that_is_told_leads_to_what_is_tried(monkeypatch, child, extension):
    """The library tells an ending, in whatever case; the bytes have to begin as such a file does."""
    family = FAMILIES[extension]
    told = [type("Match", (), {"extension": ending})() for ending in (extension.upper(), ".txt", "")]
    monkeypatch.setattr(accepting.puremagic, "magic_string", lambda head: told)
    child({"pages": 1, "cleaned": False})
    assert accept(BEGINS[family]).format in (Format.PDF, Format.PNG, Format.JPEG)
    if family != "HEIF":
        assert why(b"x" + BEGINS[family]) == "type"
        assert why(BEGINS[family][: -len(BEGINS[family]) + 2]) == "type"


@pytest.mark.parametrize("extension", [".docx", ".odt", ".zip"])
def test_an_archive_is_told_by_its_ending_and_by_its_beginning(monkeypatch, extension):
    told = [type("Match", (), {"extension": extension})()]
    monkeypatch.setattr(accepting.puremagic, "magic_string", lambda head: told)
    assert accept(naughty_files.docx()).format == Format.DOCX
    assert why(b"%PDF-" + naughty_files.docx()) == "type"
    assert why(b"PK\x03") == "type"


@pytest.mark.parametrize("error", [accepting.puremagic.PureError("?"), ValueError("?")])
def test_where_nothing_is_told_only_an_archive_is_known_by_its_beginning(monkeypatch, error):
    def silent(head):
        raise error

    monkeypatch.setattr(accepting.puremagic, "magic_string", silent)
    assert accept(naughty_files.docx()).format == Format.DOCX
    assert why(BEGINS["PDF"]) == "type"


def test_what_could_be_two_things_is_neither(monkeypatch):
    told = [type("Match", (), {"extension": ending})() for ending in (".pdf", ".heic")]
    monkeypatch.setattr(accepting.puremagic, "magic_string", lambda head: told)
    assert why(BEGINS["PDF"]) == "type"


def test_only_the_beginning_of_a_file_is_looked_at(monkeypatch, child):
    asked = []

    def told(head):
        asked.append(head)
        return [type("Match", (), {"extension": ".pdf"})()]

    monkeypatch.setattr(accepting.puremagic, "magic_string", told)
    child({"pages": 1, "cleaned": False})
    data = BEGINS["PDF"].ljust(5000, b"x")
    accept(data)
    assert asked == [data[:4096]]


def test_each_family_has_its_beginning():
    assert STARTS == {
        "PDF": b"%PDF-", "PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff", "ZIP": b"PK\x03\x04",
    }  # fmt: skip
    assert set(FAMILIES.values()) == {*STARTS, "HEIF"}


# --- the reasons ---


def test_nothing_and_too_much_are_refused_before_anything_is_opened(child, monkeypatch):
    there = child({"pages": 1, "cleaned": False}, b"")
    assert why(b"") == "empty"
    monkeypatch.setattr(sizes, "FILE_BYTES", 20)
    assert why(BEGINS["PDF"].ljust(21, b"x")) == "size"
    assert there.asked == []
    assert accept(BEGINS["PDF"].ljust(20, b"x")).pages == 1


def test_the_reason_an_archive_is_refused_for_goes_on():
    assert why(naughty_files.bomb()) == "bomb"
    assert why(naughty_files.zipped({"a.txt": "a"})) == "type"
    assert why(b"PK\x03\x04") == "broken"
    with pytest.raises(Refused) as refused:
        accept(b"PK\x03\x04")
    assert refused.value.__cause__ is not None


REASON_CODES = "empty size type macro locked active signed broken bomb pixels pages".split()


def test_every_reason_has_its_words_which_the_refusal_carries():
    assert list(REASONS) == REASON_CODES
    with translation.override("da"):
        said = [str(words) for words in REASONS.values()]
        assert len(set(said)) == len(said) and all(len(words) > 10 for words in said)
    for code in REASON_CODES:
        refused = Refused(code)
        assert (refused.code, refused.words, str(refused)) == (code, REASONS[code], code)
