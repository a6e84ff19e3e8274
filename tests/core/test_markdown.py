"""What people write in Markdown stands on a page and does nothing there."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markdown import ATTRIBUTES, TAGS, as_page
from tests.helpers.naughty import MARKUP, TEMPLATES

# What a careless renderer lets through.
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<javascript:alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x](//evil.example)",
    "[x](/\\\\evil.example)",
    "![x](https://evil.example/pixel.png)",
    '[x](https://ok.example "onmouseover=alert(1)")',
    '[x](https://ok.example" onmouseover="alert(1))',
    "**<b onclick=alert(1)>fed</b>**",
    "> <iframe src=//evil.example></iframe>",
    "- <style>*{display:none}</style>",
    "`<script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "|<script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "<<script>script>alert(1)<</script>/script>",
    "<!-- --><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
)


class Strict(HTMLParser):
    """Reads HTML and refuses what is not on the list."""

    def __init__(self):
        super().__init__()
        self.links, self.said = [], ""

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, set()) | {"rel", "title"}, (tag, name)
            if name == "href":
                scheme = re.match(r"[a-z][a-z0-9+.-]*:", value.strip().lower())
                assert scheme is None or scheme[0] in ("http:", "https:", "mailto:", "tel:"), value
                assert not value.startswith(("//", "/\\", "\\")), value
                self.links.append(value)
        if tag == "a":
            assert dict(attrs)["rel"] == "noopener noreferrer"

    def handle_decl(self, decl):
        raise AssertionError(decl)

    def handle_data(self, data):
        self.said += data


def read(text: str) -> Strict:
    parser = Strict()
    parser.feed(as_page(text))
    parser.close()
    return parser


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text):
    hosts = {urlsplit(urljoin("https://kui.example/", link)).hostname for link in read(text).links}
    # A picture becomes a link that one may follow or leave; nothing is fetched.
    assert hosts <= {"kui.example", "ok.example", None} | ({"evil.example"} if "pixel" in text else set())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_within_what_is_allowed(text):
    for around in (
        "# {}",
        "- {}",
        "> {}",
        "**{}**",
        "[{}](https://ok.example)",
        "|{}|\n|-|\n|x|",
        "1. a\n   - {}",
    ):
        read(around.format(text))


def test_naughty_strings():
    for text in MARKUP + TEMPLATES:
        read(text)


_PIECES = st.sampled_from(
    [
        *HOSTILE,
        "# ",
        "- ",
        "> ",
        "|a|\n|-|\n",
        "[",
        "](",
        ")",
        "<",
        ">",
        '"',
        "'",
        "`",
        "\n",
        "\n\n",
        "&",
        "\\",
        "*",
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=12).map("".join))
def test_whatever_is_written_nothing_else_comes_out(text):
    read(text)


def test_what_one_may_write_is_drawn():
    text = (
        "# Pligt\n\n## Frister\n\n- **ring** først\n- *skriv* så\n\n1. en\n2. to\n\n> sagt\n\n`kode`\n\n"
        "[loven](https://www.retsinformation.dk/) og [viden](/praksis/viden/) og [post](mailto:a@b.dk)\n\n"
        "|Hvem|Hvornår|\n|-|-|\n|guiden|fem dage|\n"
    )
    html = as_page(text)
    for part in (
        "<h2>Pligt</h2>", "<h2>Frister</h2>", "<li><strong>ring</strong> først</li>", "<em>skriv</em>", "<ol>",
        "<blockquote>", "<code>kode</code>", '<a href="https://www.retsinformation.dk/" rel="noopener noreferrer">',
        '<a href="/praksis/viden/" rel="noopener noreferrer">', "<th>Hvem</th>", "<td>fem dage</td>",
    ):  # fmt: skip
        assert part in html, part
    assert read(text).said.split()[:2] == ["Pligt", "Frister"]


def test_headings_stay_below_the_title_of_the_page():
    assert as_page("# a\n\n## b\n\n### c\n\n###### d") == "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n<h6>d</h6>\n"
