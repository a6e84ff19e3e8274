"""Why something is not taken in: the codes, and words that one can act on."""

from django.utils.translation import gettext_lazy as _

from core.uploads import accepting

# Why a document is not taken in, beside the codes of `core.uploads`.
VIRUS, NO_ROOM = "virus", "room"


# Why a bundle, a card or a receipt is refused, by the code of `sealing.Refused`.
BUNDLE_REASONS = {
    "size": _("The file is too big to be one of ours."),
    "kind": _("This is another kind of file. Choose the file as it came, unchanged."),
    "older": _("The file was made by an older version. Ask the sender to update and make it again."),
    "newer": _("The file was made by a newer version. Update this installation first."),
    "stranger": _(
        "Nobody here knows the sender. Ask an administrator to compare cards with them by telephone."
    ),
    "not_for_us": _("The file is sealed for somebody else, and cannot be opened here."),
    "tampered": _("The file has been changed or damaged on its way. Ask for it again."),
    "broken": _("The file is damaged. Ask for it again."),
    "other": _("This receipt is about another case."),
}


NO_KEY = _("This installation has no key yet. Ask whoever runs it to make one.")


def document_reason(code: str):
    """Why a document was not taken in, in words."""
    own = {
        VIRUS: _("A virus was found in it."),
        NO_ROOM: _("There is no more room for documents on the case."),
    }
    return (accepting.REASONS | own).get(code, _("It could not be kept."))
