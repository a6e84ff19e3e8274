"""The table of plain words: an administrator says which words of ours are said more plainly, and how."""

from django.utils.translation import gettext_lazy as _

from accounts.plainlanguage.forms import PlainWordForm
from accounts.tables import Column, Table
from core.ordering import Danish
from core.plainlanguage.models import PlainWord

PLAIN_WORDS = Table(
    urls="accounts:plain_word",
    form=PlainWordForm,
    title=_("Plain words"),
    lead=_(
        "Words of ours that young people do not use, and what to say instead. They are shown as a suggestion beside "
        "what a young person will read, and never stop anybody from saving."
    ),
    first=_("Word"),
    new=_("New word"),
    added="plainword.added",
    edited="plainword.edited",
    rows=lambda user: PlainWord.objects.order_by("-is_active", Danish("word"), "pk"),
    codes=False,
    columns=(Column(label=_("Say instead"), value=lambda row: row.instead),),
)
plain_word_list, plain_word_add, plain_word_edit = PLAIN_WORDS.views()
