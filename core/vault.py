"""Files on disk that only ever are encrypted, under random names, outside everything that a web server serves.

A file is written whole or not at all: to a name of its own first, flushed to the disk, then renamed. The row that
knows the file's name is written afterwards; what a crash leaves in between belongs to nobody and is swept away after
a week.
"""

import contextlib
import hashlib
import os
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings

from core import crypto

# A file that no row knows waits so long: a database put back from yesterday's copy must find its files again.
ORPHAN_DAYS = 7
# What gives the names of the files that rows other than a case's documents know, an app each: `sweep` leaves them.
HOLDERS: list[Callable[[], Iterable[str]]] = []


class VaultUnavailable(Exception):
    """The place where files are kept is missing, full, or has lost the file."""


def _root() -> Path:
    return Path(settings.KUI_DOCUMENT_ROOT)


def _path(name: str) -> Path:
    # Names come from rows; a row that was tampered with must not lead elsewhere.
    if not re.fullmatch("[0-9a-f]{32}", name):
        raise VaultUnavailable("not a name of ours")
    return _root() / name[:2] / name


def fingerprint(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Write ``data`` encrypted and return its name. Raises VaultUnavailable, leaving nothing behind."""
    name = uuid.uuid4().hex
    _write(_path(name), crypto.encrypt(data))
    return name


def _write(path: Path, token: bytes) -> None:
    part = path.with_suffix(f".{uuid.uuid4().hex[:8]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(part, "xb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
            file.write(token)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise VaultUnavailable("cannot write") from error


def fetch(name: str, sha256: str) -> bytes:
    """The file's bytes, which are those that were kept. Raises VaultUnavailable when they are missing or are others."""
    try:
        data = crypto.decrypt(_path(name).read_bytes())
    except (OSError, ValueError) as error:
        raise VaultUnavailable("cannot read") from error
    if fingerprint(data) != sha256:
        raise VaultUnavailable("not the bytes that were kept")
    return data


def discard(name: str) -> None:
    """Take back a file that no row will know. A disk that is away is no reason to fail: the sweep comes later."""
    with contextlib.suppress(OSError):
        _path(name).unlink(missing_ok=True)


def files() -> Iterator[Path]:
    """Every file of the vault, those half-written included."""
    return (path for path in _root().glob("??/*") if path.is_file())


def sweep(known: set[str]) -> int:
    """Remove what neither ``known`` nor one of `HOLDERS` knows and a week has passed over; returns how many."""
    known = known.union(*(holder() for holder in HOLDERS))
    before, gone = time.time() - ORPHAN_DAYS * 86400, 0
    for path in files():
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def missing(names: Iterator[str] | list[str]) -> list[str]:
    """Those of ``names`` whose file is not there."""
    return [name for name in names if not _path(name).exists()]


def reencrypt() -> int:
    """Encrypt every file under the newest key; readers meanwhile find the old or the new.

    Returns how many were written. A file that no key opens is left as it is: `needing_old_key` names it.
    """
    done = 0
    for path, token in _stored():
        if not crypto.is_newest(token):
            with contextlib.suppress(ValueError):
                _write(path, crypto.encrypt(crypto.decrypt(token)))
                done += 1
    return done


def needing_old_key() -> list[str]:
    """The names of the files that the newest key alone does not open."""
    return [path.name for path, token in _stored() if not crypto.is_newest(token)]


def _stored() -> Iterator[tuple[Path, bytes]]:
    for path in files():
        if path.suffix != ".part":
            with contextlib.suppress(FileNotFoundError):  # swept away meanwhile
                yield path, path.read_bytes()
