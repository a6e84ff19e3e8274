"""Two hundred strings that people, programs and attackers send, by what they try."""

# Every one of these would run, or break out, where a page wrote it as it came. `RAW` tells that one did.
RAW = "knr()"
_RUN = (
    "<script>{}</script>",
    "</script><script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<svg/onload={}>",
    "<body onload={}>",
    "<iframe srcdoc='<script>{}</script>'>",
    "<details open ontoggle={}>",
    "<a href='javascript:{}'>x</a>",
    "<math><mtext><script>{}</script>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}>",
    "<marquee onstart={}>",
    "<object data='javascript:{}'>",
    "<embed src='javascript:{}'>",
    "<form action='javascript:{}'><button>",
    "<base href='javascript:{}//'>",
    "<link rel=import href='javascript:{}'>",
    "<meta http-equiv=refresh content='0;javascript:{}'>",
    "<table background='javascript:{}'>",
    "<p style='background:url(javascript:{})'>",
    '"><script>{}</script>',
    "'><script>{}</script>",
    '" autofocus onfocus={} x="',
    "' autofocus onfocus={} x='",
    "</title><script>{}</script>",
    "</textarea><script>{}</script>",
    "</style><script>{}</script>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "<!--<img src='--><img src=x onerror={}>",
    "<div hx-get='/' hx-on:click='{}'>",
    "<div hx-vals='js:{{x:{}}}'>",
    "<template><script>{}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>",
    "<x contenteditable onblur={}>",
    "<isindex type=image src=1 onerror={}>",
    "<keygen autofocus onfocus={}>",
    "<audio src onloadstart={}>",
)
MARKUP = [template.format(RAW) for template in _RUN]

TEMPLATES = [
    "{{ 7|add:7 }}", "{% load static %}", "{% include '/etc/passwd' %}", "{{ settings.SECRET_KEY }}", "${7*7}", "#{7*7}",
    "<%= 7*7 %>", "%s %d %n", "%(name)s", "{0.__class__}", "{x!r}", "\\N{SNOWMAN}", "$(id)", "`id`", "; ls -la", "| cat /etc/passwd",
]  # fmt: skip
QUERIES = [
    "' OR 1=1; --", "\" OR \"\"=\"", "1; DROP TABLE cases_case; --", "') UNION SELECT NULL,NULL --", "%", "_", "%%", "\\", "\\'", "a\\",
    "1 AND SLEEP(5)", "* OR *", "NEAR(a b)", '"unbalanced', "a AND", "OR OR OR", "-a", "a*", "(((", ":a & !b", "a <-> b", "title:x",
]  # fmt: skip
PATHS = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\con", "file:///etc/passwd", "http://127.0.0.1:1/", "//evil.example",
    "https://evil.example/@kui", "javascript:alert(1)", "data:text/html,<b>x", "\\\\evil\\share", "/\\evil.example", "http:evil.example",
    "%2e%2e%2f", "a/b/c", ".", "..", "~", "nul", "aux.txt",
]  # fmt: skip
CONTROL = [
    "a\x00b", "\x00", "a\x01b", "\x07", "\x08\x08", "\x1b[31m", "\x7f", "a\r\nBcc: x@y.dk", "a\nb", "a\rb", "a\tb", "\x0b", "\x0c", "\x85",
    "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "a\u200bb",
]  # fmt: skip
SIGNS = [
    "\u202eabc\u202c", "\u2066abc\u2069", "A\u030age O\u0308stergaard", "Ærø Ødegård Ågård", "ÆØÅ æøå", "ß ẞ", "İı", "ﬁn", "Ⅷ", "①",
    "e" + "\u0301" * 60, "Z\u0351\u036b\u0343a\u030dl\u0367g\u0326o", "👩‍👩‍👧‍👦", "🇩🇰", "🤦🏽‍♀️", "محمد", "שלום", "Олена", "张伟", "ทดสอบ", "ᚠᚢᚦ", "𝕳𝖆𝖓𝖘",
    "\U0010ffff", "\u00ad", "\u00a0", "\u3000", "O'Brien", "Søren \"Sø\" Ås", "Jens-Peter", "née",
]  # fmt: skip
NUMBERS = [
    "-1", "0", "-0", "1" + "0" * 30, "-" + "9" * 30, "1e309", "-1e309", "NaN", "Infinity", "1,5", "1.5", "1.000,00", "0x10", "1_000", "٣", "²",
    "2147483648", "9223372036854775808", "00000000-0000-0000-0000-000000000000", "010101-1234", "310299-9999", "000000-0000",
]  # fmt: skip
DAYS = [
    "0001-01-01", "9999-12-31", "2026-02-30", "2024-02-29", "2023-02-29", "2026-13-01", "2026-00-10", "29-02-2023", "1/1/1", "2026-W01", "20260101",
    "2026-03-29T02:30", "00:00", "24:00", "i morgen", "1900-01-01",
]  # fmt: skip
SHAPES = [
    "",
    " ",
    "   ",
    "[1, 2]",
    '{"a": 1}',
    "null",
    "undefined",
    "true",
    "on",
    "æ" * 20_000,
    "a " * 5_000,
    "<" * 3_000,
    "\n" * 2_000,
]
CELLS = [
    '=HYPERLINK("http://evil.example")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
    "'=1",
    '"',
    ";;;;",
]

STRINGS: list[str] = [
    *MARKUP, *TEMPLATES, *QUERIES, *PATHS, *CONTROL, *SIGNS, *NUMBERS, *DAYS, *SHAPES, *CELLS,
]  # fmt: skip
