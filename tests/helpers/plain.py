"""What no reader should meet: codes, as only the program says them."""

import re

CODE = re.compile(r"\b[a-zæøå]+(?:[._][a-zæøå]+)+\b")
# What looks like one and is none: where something lies on the web, what a file is called, and what is short in English.
PLACES = re.compile(
    r"https?://\S+|\S+@\S+|\b[\w.-]+\.(?:dk|net|eu|com|example|csv|xlsx|ods|pdf|zip|kui|json|txt|png|jpe?g|heic)\b"
    r"|\b(?:e\.g|i\.e)\b"
)


def codes_in(text: str) -> set[str]:
    """The codes in what somebody reads."""
    return set(CODE.findall(PLACES.sub(" ", text)))


def read_before_it_leaves(save):
    """A mail is kept as before, and refused when it holds a code: every test that sends one reads it."""

    def kept(self, *args, **kwargs):
        found = codes_in(f"{self.subject}\n{self.body}")
        assert not found, f"a mail says {found}: {self.subject}\n{self.body}"
        return save(self, *args, **kwargs)

    return kept
