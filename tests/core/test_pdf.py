"""The PDF door: tagged, in the right language, the same bytes twice, and deaf to every address in its text."""

import datetime
import io
import logging
import socketserver
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from pypdf import PdfReader

from core import charts, pdf

pytestmark = pytest.mark.once

MOMENT = datetime.datetime(2026, 11, 2, 9, 30, tzinfo=datetime.UTC)


def text_of(data):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def make(body, **kwargs):
    return pdf.render(mark_safe(body), title="Prøve", created=MOMENT, **kwargs)


@pytest.fixture
def listener():
    """A server that counts who calls, answering the first call with a redirect to itself."""
    calls = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            calls.append(self.rfile.readline())
            self.wfile.write(b"HTTP/1.0 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", calls
        server.shutdown()


def test_pdf_is_tagged_titled_and_danish():
    reader = PdfReader(io.BytesIO(make("<h1>Min plan</h1><p>Blåbærgrød på Ærø</p>")))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "da"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()
    assert reader.metadata.title == "Prøve"
    assert reader.metadata.author is None
    assert "Blåbærgrød på Ærø" in reader.pages[0].extract_text()


def test_pdf_in_english_says_so():
    reader = PdfReader(io.BytesIO(make("<p>Hello</p>", lang="en")))
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_pdf_same_input_same_bytes():
    assert make("<p>Det samme</p>") == make("<p>Det samme</p>")
    assert make("<p>Det samme</p>") != make("<p>Noget andet</p>")


def test_pdf_chart_title_becomes_alternative_text():
    chart = charts.bars([("Mette", 3), ("Bo", 5)], title="Sager pr. vejleder")
    reader = PdfReader(
        io.BytesIO(pdf.render(format_html("<figure>{}</figure>", chart), title="x", created=MOMENT))
    )
    alts = [obj.get("/Alt") for obj in objects(reader) if obj.get("/S") == "/Figure"]
    assert "Sager pr. vejleder" in alts


def objects(reader):
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        found = reader.get_object(number)
        if hasattr(found, "get"):
            yield found


HOSTILE = [
    '<img src="{http}/img">',
    '<img src="file:///etc/passwd">',
    '<img src="/etc/passwd">',
    '<img src="data:image/svg+xml,&lt;svg xmlns=%22http://www.w3.org/2000/svg%22&gt;'
    '&lt;image href=%22{http}/x%22/&gt;">',
    '<link rel="stylesheet" href="{http}/style">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<style>@import url("{http}/import");</style>',
    '<style>@import url("file:///etc/passwd");</style>',
    '<style>@font-face{{font-family:x;src:url("{http}/font")}} p{{font-family:x}}</style>',
    '<p style="background:url({http}/background)">x</p>',
    '<p style="content:url(file:///etc/passwd)">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{http}/svg" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{http}/use#x"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url("{http}/svgstyle");</style></svg>',
    '<object data="file:///etc/passwd"></object>',
    '<embed src="{http}/embed">',
    '<iframe src="file:///etc/passwd"></iframe>',
    '<base href="{http}/"><img src="relative">',
    '<img src="asset:../../../etc/passwd">',
    '<img src="asset:/etc/passwd">',
]


@pytest.mark.parametrize("attack", HOSTILE, ids=range(len(HOSTILE)))
def test_pdf_fetches_nothing_even_from_unescaped_markup(attack, listener):
    address, calls = listener
    data = make(f"<p>Drøm</p>{attack.format(http=address)}")
    assert calls == []
    assert "Drøm" in text_of(data)
    assert "root:" not in text_of(data)
    assert b"/EmbeddedFile" not in data


def test_pdf_prints_hostile_words_as_words():
    words = '<img src="file:///etc/passwd"> <svg onload=x> {{ 7|add:1 }} @import'
    text = text_of(pdf.render(format_html("<p>{}</p>", words), title=words, created=MOMENT))
    assert "file:///etc/passwd" in text
    assert "{{ 7|add:1 }}" in text


def test_pdf_refuses_text_that_nobody_vouched_for():
    with pytest.raises(TypeError):
        pdf.render("<b>bare text</b>", title="x")


def test_pdf_refuses_an_endless_document():
    with pytest.raises(pdf.PdfTooLarge):
        make("<p>" + "x" * pdf.MAX_HTML + "</p>")


def test_pdf_writes_every_script_it_meets():
    text = text_of(make("<p>Олена Ґалаґан</p><p>Łukasz Żółć</p>"))
    assert "Олена Ґалаґан" in text
    assert "Łukasz Żółć" in text


def test_pdf_letters_of_different_font_files_do_not_overwrite_each_other():
    reader = PdfReader(io.BytesIO(make("<p>Ab Łż Ол</p>")))
    fonts = {
        obj["/BaseFont"] for obj in objects(reader) if obj.get("/Type") == "/Font" and "/BaseFont" in obj
    }
    families = {name.partition("+")[2] for name in fonts}
    assert {"KUI-Sans", "KUI-Sans-Ext"} <= families


def test_pdf_engine_is_not_loaded_before_the_first_document():
    code = "import sys, core.pdf, core.charts; sys.exit('weasyprint' in sys.modules)"
    env = {"KUI_MODE": "test", "DJANGO_SETTINGS_MODULE": "kui.settings", "PATH": ""}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


def test_pdf_from_several_threads_comes_out_whole():
    made = {}

    def work(n):
        made[n] = make(f"<p>Side {n}</p>")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [text_of(made[n]).strip().splitlines()[0] for n in range(4)] == [f"Side {n}" for n in range(4)]


def test_pdf_drawing_is_shown_with_its_words_and_fetches_nothing(listener):
    address, calls = listener
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="red"/>'
        f'<image href="{address}/x.png" width="9" height="9"/>'
        '<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    data = make('<img src="asset:road" alt="En rød firkant">', drawings={"road": svg})
    assert calls == []
    reader = PdfReader(io.BytesIO(data))
    assert "En rød firkant" in [obj.get("/Alt") for obj in objects(reader) if obj.get("/S") == "/Figure"]
    # Another document does not know it.
    assert make('<img src="asset:road" alt="x">') != data
    assert make('<img src="asset:road" alt="x">', drawings={"road": svg}) != make(
        '<img src="asset:road" alt="x">', drawings={"road": svg.replace("red", "blue")}
    )


# What young people write on their plans: the sample of a unit's texts, and the scripts of those who came here.
EVERY_SCRIPT = {
    "emoji": "Jeg vil være tømrer 🔨💪🏽 og have en 🐶 👩‍👧 ✅",
    "arabic": "حلمي هو أن أصبح نجارًا",
    "tigrinya": "ሕልመይ ትግርኛ",
    "hebrew": "החלום שלי",
    "thai": "ความฝัน",
    "tamil": "கனவு",
    "chinese": "我的梦想",
    "vietnamese": "Nguyễn Thị Hằng, Đặng, İbrahim, Žižek",
}
FONTS = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")


@pytest.fixture
def boxes(monkeypatch):
    """The letters that come out as the box of what a font has not: the typesetter complains about each."""
    make("<p>the machine is there</p>")
    told = []
    log = logging.getLogger("weasyprint")
    monkeypatch.setattr(log, "warning", lambda words, *args: told.append(words % args))
    return told


@pytest.mark.skipif(not FONTS.exists(), reason="the fonts of scripts/system.sh are not installed")
@pytest.mark.parametrize("words", EVERY_SCRIPT.values(), ids=EVERY_SCRIPT)
def test_pdf_has_no_empty_boxes(words, boxes):
    make(f"<h1>{words}</h1><p>{words}</p>")
    assert boxes == []


def test_pdf_has_a_box_for_what_no_font_has(boxes):
    make("<p>\U0010fffd</p>")
    assert any("notdef" in words for words in boxes)


def places(data, *letters):
    """How far from the left each letter stands."""
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    text = page.get_text_range()
    return [page.get_charbox(text.index(letter))[0] for letter in letters]


def test_pdf_lets_arabic_run_from_the_right_and_danish_from_the_left():
    data = make("<p>حلمي هو (Anders Vest, tlf. 20 12 34 66) عام 2027.</p><p>Danske ord حلمي til sidst</p>")
    first, name, year = places(data, "ح", "A", "2027")
    assert first > name > year
    danish, last = places(data, "D", "sidst")
    assert danish < 100
    assert danish < last


def test_pdf_without_letters_from_the_right_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(pdf, "_turn", lambda tree: pytest.fail("not needed"))
    make("<p>Blåbærgrød 🐶</p>")


def test_pdf_lets_each_line_run_as_its_first_letter_does():
    data = make("<p>Danske ord<br>حلمي هو (Anders Vest)<br><br>Sidste</p><td>")
    danish, first, name, last = places(data, "Danske", "ح", "A", "Sidste")
    assert first > name
    assert danish == pytest.approx(last, abs=1)
