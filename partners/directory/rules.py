"""Pure rules of the directory: CVR numbers and how alike two partners are. No database here."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA
from stdnum.dk import cvr as _cvr
from stdnum.exceptions import ValidationError as _StdnumError

from core.text import fold

# Words that say which legal form an organisation has, not which organisation it is.
COMPANY_FORMS = frozenset(
    "a/s as aps i/s is k/s ks p/s ps ivs amba smba fmba g/s enkeltmandsvirksomhed holding".split()
)
SMALL_WORDS = frozenset("og the den det de i på af for ved v".split())
# Sharing one of these says nothing: anyone may have a mailbox there.
PUBLIC_MAIL_DOMAINS = frozenset(
    "gmail.com hotmail.com hotmail.dk outlook.com outlook.dk live.dk live.com yahoo.dk yahoo.com icloud.com me.com "
    "mail.dk jubii.dk stofanet.dk tdcadsl.dk webspeed.dk facebook.com instagram.com eksempel.dk example.com "
    "example.dk example.org".split()
)


class Reason(StrEnum):
    """Why two rows look like one organisation. The words a user meets are in `duplicates.py`."""

    SAME_CVR = "same_cvr"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_DOMAIN = "same_domain"


# How much each likeness weighs; a pair is worth showing from LIKELY upwards.
_WEIGHT = {
    Reason.SAME_CVR: 60,
    Reason.SAME_NAME: 90,
    Reason.SIMILAR_NAME: 50,
    Reason.SAME_EMAIL: 60,
    Reason.SAME_PHONE: 50,
    Reason.SAME_DOMAIN: 20,
}
# Departments of one municipality share its CVR number, switchboard, mailbox and web domain.
_WEIGHT_BOTH_INTERNAL = _WEIGHT | {
    Reason.SAME_CVR: 0,
    Reason.SAME_PHONE: 20,
    Reason.SAME_EMAIL: 20,
    Reason.SAME_DOMAIN: 0,
}
_DIFFERENT_CVR = -30
LIKELY = 50


def clean_cvr(text: str) -> str:
    """Return the eight digits of a Danish CVR number.

    Accepts spaces, dots, dashes and a leading ``DK``. Empty in, empty out.
    Raises ValueError when the number cannot be a CVR number (length, first digit or modulus 11).
    """
    text = re.sub(r"(?i)^\s*(dk|cvr)?[\s.:-]*", "", text or "")
    if not text:
        return ""
    try:
        return _cvr.validate(text)
    except _StdnumError as error:
        raise ValueError("not a CVR number") from error


def phone_digits(text: str) -> str:
    """The digits that identify a phone number: eight for a Danish one, else all with the country code."""
    digits = re.sub(r"\D", "", text or "")
    digits = digits.removeprefix("00")
    if len(digits) == 10 and digits.startswith("45"):
        digits = digits[2:]
    return digits if len(digits) >= 8 else ""


def web_domain(text: str) -> str:
    """``https://www.Fgu.dk/om`` and ``kontakt@fgu.dk`` both give ``fgu.dk``; a public mail host gives nothing."""
    text = (text or "").strip().lower().rpartition("@")[2]
    text = re.sub(r"^[a-z]+://", "", text)
    host = re.split(r"[/?#:]", text)[0].removeprefix("www.").strip(".")
    return host if "." in host and host not in PUBLIC_MAIL_DOMAINS else ""


def name_words(name: str) -> tuple[str, ...]:
    """The words that carry a name, folded: ``Tømrermester B. Ågård ApS`` → its words without ``ApS``."""
    text = re.sub(r"\b([aikpg])\s*/\s*s\b", r"\1/s", (name or "").lower())
    text = re.sub(r"\ba\.?\s?m\.?\s?b\.?\s?a\b\.?", "amba", text)
    words = re.findall(r"[\w/]+", text)
    kept = [word for word in words if word not in COMPANY_FORMS and word not in SMALL_WORDS]
    return tuple(part for word in (kept or words) for part in re.findall(r"[a-z0-9]+", fold(word)))


@dataclass(frozen=True)
class Fingerprint:
    """What of a partner tells whether another row is the same organisation."""

    pk: int | None
    words: tuple[str, ...]
    internal: bool
    cvr: str
    phones: frozenset[str]
    emails: frozenset[str]
    domains: frozenset[str]

    @classmethod
    def of(
        cls,
        name: str,
        *,
        pk: int | None = None,
        internal: bool = False,
        cvr: str = "",
        phones: Iterable[str] = (),
        emails: Iterable[str] = (),
        webs: Iterable[str] = (),
    ) -> "Fingerprint":
        emails = [email.strip().lower() for email in emails if email]
        return cls(
            pk=pk,
            words=name_words(name),
            internal=internal,
            cvr=re.sub(r"\D", "", cvr or ""),
            phones=frozenset(filter(None, map(phone_digits, phones))),
            emails=frozenset(emails),
            domains=frozenset(filter(None, map(web_domain, [*emails, *webs]))),
        )


@dataclass(frozen=True)
class Likeness:
    """How alike two partners are; ``reasons`` strongest first."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def likely(self) -> bool:
        return self.score >= LIKELY


def _near(a: str, b: str) -> bool:
    """Whether two words differ by at most one slip (two in long words): a letter more, less, changed or swapped."""
    longest = max(len(a), len(b))
    allowed = 2 if longest >= 10 else 1 if longest >= 5 else 0
    return (
        # "Skole 1" and "Skole 2" are two schools, not a slip.
        re.findall(r"\d+", a) == re.findall(r"\d+", b)
        # Nobody slips on the first letter; "Vestkysten" and "Østkysten" do differ there.
        and a[:1] == b[:1]
        and OSA.distance(a, b) <= allowed
    )


def _similar(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Every word of the shorter name is found in the longer, which has at most two words more.

    Two names that each have a word of their own ("Korshær Nykøbing", "Korshær Holbæk") are two places.
    """
    short, longer = sorted((a, b), key=len)
    rest = list(longer)
    if not short or len(rest) - len(short) > 2:
        return False
    if len(a) != len(b) and min(len("".join(a)), len("".join(b))) >= 6 and _near("".join(a), "".join(b)):
        return True
    for word in short:
        found = next((other for other in rest if _near(word, other)), None)
        if found is None:
            return False
        rest.remove(found)
    return any(len(word) >= 3 for word in short)


def likeness(a: Fingerprint, b: Fingerprint) -> Likeness:
    """Compare two partners. Same CVR weighs less between two departments of the municipality."""
    weight = _WEIGHT_BOTH_INTERNAL if a.internal and b.internal else _WEIGHT
    reasons = []
    if a.words and "".join(a.words) == "".join(b.words):
        reasons.append(Reason.SAME_NAME)
    elif _similar(a.words, b.words):
        reasons.append(Reason.SIMILAR_NAME)
    if a.cvr and a.cvr == b.cvr:
        reasons.append(Reason.SAME_CVR)
    if a.emails & b.emails:
        reasons.append(Reason.SAME_EMAIL)
    elif a.domains & b.domains:
        reasons.append(Reason.SAME_DOMAIN)
    if a.phones & b.phones:
        reasons.append(Reason.SAME_PHONE)
    score = sum(weight[reason] for reason in reasons)
    if a.cvr and b.cvr and a.cvr != b.cvr:
        score += _DIFFERENT_CVR
    reasons.sort(key=lambda reason: -weight[reason])
    return Likeness(max(score, 0), tuple(reason for reason in reasons if weight[reason]))


def candidates(new: Fingerprint, known: Iterable[Fingerprint]) -> list[tuple[Fingerprint, Likeness]]:
    """Those of ``known`` that are likely the same organisation as ``new``, most alike first."""
    found = [(other, likeness(new, other)) for other in known if other.pk is None or other.pk != new.pk]
    return sorted((pair for pair in found if pair[1].likely), key=lambda pair: -pair[1].score)


def _blocks(print_: Fingerprint) -> Iterator[tuple[str, str]]:
    """Keys under which a likely duplicate would also be filed, so that not every pair is compared."""
    for word in print_.words:
        yield "word", word[:3]
    yield "name", "".join(print_.words)[:4]
    if print_.cvr:
        yield "cvr", print_.cvr
    for kind in ("phones", "emails"):
        for value in getattr(print_, kind):
            yield kind, value


def pairs(known: Iterable[Fingerprint]) -> list[tuple[Fingerprint, Fingerprint, Likeness]]:
    """Every likely pair among ``known``, most alike first; each pair once."""
    filed: dict[tuple[str, str], list[Fingerprint]] = defaultdict(list)
    seen: set[tuple[int | None, int | None]] = set()
    found = []
    for print_ in known:
        for block in dict.fromkeys(_blocks(print_)):
            for other in filed[block]:
                key = (other.pk, print_.pk)
                if key in seen:
                    continue
                seen.add(key)
                alike = likeness(other, print_)
                if alike.likely:
                    found.append((other, print_, alike))
            filed[block].append(print_)
    return sorted(found, key=lambda pair: -pair[2].score)
