"""The numbers of a page that lead to their lists."""

import re

NUMBER = re.compile(r'<a\s[^>]*href="(/overblik/liste/[^"]+)"[^>]*>(.*?)</a>', re.S)
# The count beside the heading of a list.
COUNT = re.compile(r'<span class="count">(\d+)</span>')


def linked_numbers(html):
    """Every number on the page with the list it leads to: `(url, number)`; links of charts carry words and are
    left out.
    """
    for url, inside in NUMBER.findall(html):
        text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", inside).split()
        if text and text[0].isdigit():
            yield url.replace("&amp;", "&"), int(text[0])
