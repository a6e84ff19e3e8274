"""The table of plain words is the administrator's; the hints are for everybody who writes."""

from core.plainlanguage.models import PlainWord
from tests.access_rows import Row

ROWS = [
    Row("accounts:plain_word_list", "admins"),
    Row(
        "accounts:plain_word_add",
        "admins",
        methods=("get", "post"),
        data=lambda w: {"word": "x", "instead": "y"},
    ),
    Row(
        "accounts:plain_word_edit",
        "admins",
        methods=("get", "post"),
        kwargs=lambda w: {"plain_word_id": PlainWord.objects.first().pk},
        ok=(200, 302, 303, 422),
    ),
    Row(
        "accounts:plain_hints",
        "signed in",
        methods=("post",),
        data=lambda w: {"field": "text", "text": "fremmøde"},
    ),
]
