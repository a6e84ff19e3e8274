"""Keys, cards, sealed bundles and receipts: bytes in, bytes out. Nothing here knows the database or a domain word.

A bundle is a line that says what it is, a line that says from whom to whom, and a sealed box (HPKE, RFC 9180:
X25519, HKDF-SHA256, ChaCha20-Poly1305). The two lines are bound to the box. Inside lies an Ed25519 signature over
lines and payload, then the payload: who forwards a bundle to somebody else cannot make the signature fit. What does
not open is refused with a code that says why; what opens was made by the holder of the sender's key, for the holder
of ours, and is unchanged.
"""

import base64
import hashlib
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

# Format 2 may hold files beside content and plan; the first is still opened.
MAGIC, FORMATS = b"KUI-FLYTTEPAKKE", (1, 2)


CARD, RECEIPT, PAPERS = "kui-visitkort", "kui-kvittering", 1


LARGEST, LARGEST_UNPACKED, LARGEST_CARD, LARGEST_RECEIPT = 40_000_000, 120_000_000, 10_000, 100_000


CONTENT, PLAN, FILES = "sag.json", "plan.pdf", re.compile(r"dokument-[0-9]{1,4}")


_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


_SIGNATURE = 64


class Refused(Exception):
    """It is not taken in. ``code`` says why: size, kind, newer, stranger, not_for_us, tampered, broken."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Secrets:
    """One's own key pair, as the raw bytes that are kept."""

    signing: bytes
    sealing: bytes

    @classmethod
    def new(cls) -> "Secrets":
        """A pair that nobody else has."""
        return cls(
            Ed25519PrivateKey.generate().private_bytes_raw(), X25519PrivateKey.generate().private_bytes_raw()
        )

    def card(self, name: str) -> "Card":
        """What others may know."""
        signing = Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw()
        sealing = X25519PrivateKey.from_private_bytes(self.sealing).public_key().public_bytes_raw()
        return Card(name, signing, sealing)

    def sign(self, data: bytes) -> bytes:
        """An Ed25519 signature."""
        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(data)


@dataclass(frozen=True)
class Card:
    """An installation's public keys and what it calls itself.

    The name is only its own word: the fingerprint is what counts.
    """

    name: str
    signing: bytes
    sealing: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of both keys, in hex."""
        return hashlib.sha256(b"KUI-card-1" + self.signing + self.sealing).hexdigest()

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Whether the signature is theirs."""
        try:
            Ed25519PublicKey.from_public_bytes(self.signing).verify(signature, data)
        except InvalidSignature:
            return False
        return True


def spoken(fingerprint: str) -> str:
    """The fingerprint as ten groups of five digits, which can be read aloud by telephone (166 bits)."""
    digits = f"{int(fingerprint, 16) % 10**50:050}"
    return " ".join(digits[n : n + 5] for n in range(0, 50, 5))


def canonical(value) -> bytes:
    """The one way to write plain values as bytes."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def write_card(secrets: Secrets, name: str) -> bytes:
    """The visiting card as a file, signed by itself so that a slip is noticed."""
    card = secrets.card(name)
    body = {
        "kind": CARD,
        "version": PAPERS,
        "name": name,
        "signing": _b64(card.signing),
        "sealing": _b64(card.sealing),
    }
    return canonical(body | {"signature": _b64(secrets.sign(canonical(body)))})


def read_card(data: bytes) -> Card:
    """The card in a file. Raises Refused."""
    body = _read_json(data, CARD, LARGEST_CARD)
    try:
        signature = base64.b64decode(body.pop("signature"), validate=True)
        card = Card(
            str(body["name"])[:120],
            base64.b64decode(body["signing"], validate=True),
            base64.b64decode(body["sealing"], validate=True),
        )
        X25519PublicKey.from_public_bytes(card.sealing)
        genuine = card.verify(signature, canonical(body))
    except (KeyError, TypeError, ValueError):
        raise Refused("broken") from None
    if not genuine or not card.name.strip():
        raise Refused("tampered")
    return card


def write_receipt(secrets: Secrets, facts: dict) -> bytes:
    """A signed receipt that holds the bundle's hash."""
    body = {"kind": RECEIPT, "version": PAPERS} | facts
    return canonical(body | {"signature": _b64(secrets.sign(canonical(body)))})


def read_receipt(data: bytes, sender: Card) -> dict:
    """What the receipt says, if ``sender`` signed it. Raises Refused."""
    body = _read_json(data, RECEIPT, LARGEST_RECEIPT)
    try:
        signature = base64.b64decode(body.pop("signature"), validate=True)
    except (KeyError, TypeError, ValueError):
        raise Refused("broken") from None
    if not sender.verify(signature, canonical(body)):
        raise Refused("tampered")
    return body


def _read_json(data: bytes, kind: str, largest: int) -> dict:
    if len(data) > largest:
        raise Refused("size")
    try:
        body = json.loads(data)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused("kind") from None
    if not isinstance(body, dict) or body.get("kind") != kind:
        raise Refused("kind")
    if body.get("version") != PAPERS:
        raise Refused("newer")
    return body


def file_part(number: int) -> str:
    """The name of the part that holds the file with this number."""
    return f"dokument-{number}"


def seal(parts: dict[str, bytes], *, secrets: Secrets, to: Card) -> bytes:
    """The parts (CONTENT, PLAN and files) as one sealed file that only ``to`` can open."""
    head = _head(FORMATS[-1], secrets.card("").fingerprint, to.fingerprint)
    payload = _pack(parts)
    box = _SUITE.encrypt(
        secrets.sign(head + payload) + payload, X25519PublicKey.from_public_bytes(to.sealing), info=head
    )
    return head + box


def _head(version: int, sender: str, recipient: str) -> bytes:
    return MAGIC + f" {version}\n{sender} {recipient}\n".encode()


def _read_head(data: bytes) -> tuple[int, str]:
    """Which format it is, and who says to have sent it."""
    if len(data) > LARGEST:
        raise Refused("size")
    if not data.startswith(MAGIC + b" "):
        raise Refused("kind")
    try:
        first, second, _box = data.split(b"\n", 2)
        version, (sender, recipient) = int(first[len(MAGIC) :]), second.decode("ascii").split(" ")
    except (ValueError, UnicodeDecodeError):
        raise Refused("broken") from None
    if version not in FORMATS:
        raise Refused("newer")
    if _head(version, sender, recipient) != data[: len(first) + len(second) + 2]:
        raise Refused("broken")
    return version, sender


def sender_of(data: bytes) -> str:
    """The fingerprint of who says to have sent it.

    Raises Refused when it is no bundle, or of a format we do not know.
    """
    return _read_head(data)[1]


def open_sealed(data: bytes, *, secrets: Secrets, sender: Card) -> dict[str, bytes]:
    """The parts, if ``sender`` sealed them for us and nobody has changed a byte. Raises Refused."""
    version, claimed = _read_head(data)
    head = _head(version, claimed, secrets.card("").fingerprint)
    if not data.startswith(head):
        raise Refused("not_for_us")
    if claimed != sender.fingerprint:
        raise Refused("stranger")
    try:
        inside = _SUITE.decrypt(
            data[len(head) :], X25519PrivateKey.from_private_bytes(secrets.sealing), info=head
        )
    except (InvalidTag, ValueError):
        raise Refused("tampered") from None
    if not sender.verify(inside[:_SIGNATURE], head + inside[_SIGNATURE:]):
        raise Refused("tampered")
    return _unpack(inside[_SIGNATURE:])


def _pack(parts: dict[str, bytes]) -> bytes:
    """A zip with fixed times: the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unpack(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = archive.infolist()
            if sum(row.file_size for row in rows) > LARGEST_UNPACKED:
                raise Refused("size")
            names = [row.filename for row in rows]
            known = all(name in (CONTENT, PLAN) or FILES.fullmatch(name) for name in names)
            if len(set(names)) != len(names) or not known or CONTENT not in names:
                raise Refused("broken")
            return {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
        raise Refused("broken") from None
