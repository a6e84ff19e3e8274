"""Text that a spreadsheet program would run: an apostrophe goes in front on the way out, and off on the way in.

In a workbook a text is a text, whatever it begins with, and nothing needs guarding. It is read as a file of plain text
all the same: somebody may have opened ours in a program and saved it as a workbook, apostrophes and all.
"""

# What a spreadsheet takes for the beginning of a formula, full-width forms included.
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _runs(text: str) -> bool:
    """Whether a program would run the text, also when blanks or apostrophes hide the sign."""
    bare = text.lstrip("'")
    return bare.startswith(LEADS) or bare.lstrip().startswith(LEADS)


def guarded(text: str) -> str:
    """The text as a file of plain text holds it. `unguarded` gives back exactly what went in."""
    return f"'{text}" if _runs(text) else text


def as_in_a_workbook(text: str) -> str:
    """The text as a cell of a workbook holds it: `unguarded` gives back exactly what went in here, too."""
    return f"'{text}" if text.startswith("'") and _runs(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` puts in front."""
    return text[1:] if text.startswith("'") and _runs(text) else text
