"""What the file of a paper is called: it ends up in folders of downloads, beside those of others, and in mails."""

from datetime import date

from core.text import mark_of, slug_of

# How the name begins when the paper shows a protected address.
INTERNAL = "intern-viser-adresse-"
# Whom a paper is for, where it is no partner.
_TO = {"youth": "ung", "custody": "foraeldre"}


def file_name(what: str, case, row, *, day: date, partner=None, internal=False) -> str:
    """The name of ``what`` for the audience of ``row``: it names nobody but by first name, and says whom the paper is
    for, so that no other is mailed in its place. A kept one has a mark, which tells it from every other.
    """
    begin = INTERNAL if internal else ""
    to = slug_of(partner.name)[:60] or "partner" if partner else _TO[row.audience]
    mark = f"-{mark_of(row)}" if hasattr(row, "pk") else ""
    return f"{begin}{what}-{slug_of(case.person.called) or 'ung'}-til-{to}-{day:%Y-%m-%d}{mark}.pdf"
