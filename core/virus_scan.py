"""The optional virus scan: a clamd whose address stands in KUI_CLAMD. No answer is never a "clean"."""

from io import BytesIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

# Seconds: for a scan, and for asking whether anybody is there, which a page waits for.
TIMEOUT, PING_TIMEOUT = 30, 3


class ScannerUnavailable(Exception):
    """The scanner did not say anything that could be believed."""


def is_configured() -> bool:
    """Whether files are to be scanned at all."""
    return bool(settings.KUI_CLAMD)


def _client(timeout: int = TIMEOUT):
    address = urlsplit(settings.KUI_CLAMD)
    if address.scheme == "unix":
        return ClamdUnixSocket(address.path, timeout=timeout)
    return ClamdNetworkSocket(address.hostname or "127.0.0.1", address.port or 3310, timeout=timeout)


def is_reachable() -> bool:
    """Whether the scanner is there."""
    try:
        return _client(PING_TIMEOUT).ping().strip() == "PONG"
    except (ClamdError, OSError, AttributeError):
        return False


def scan(data: bytes) -> str:
    """What the scanner found in ``data``: the name of a virus, or nothing when it is clean. Raises
    ScannerUnavailable.
    """
    try:
        told = _client().instream(BytesIO(data))
    except (ClamdError, OSError, ValueError) as error:
        raise ScannerUnavailable(type(error).__name__) from error
    status, virus = told.get("stream", ("", None))
    if status == "OK":
        return ""
    if status == "FOUND":
        return virus or "unknown"
    raise ScannerUnavailable(f"answered {status or 'nothing'}")
