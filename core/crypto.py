"""Encryption of single fields, and a keyed index that finds an exact value again.

The CPR space is tiny, so an unkeyed hash of a number is the number: the index is an HMAC under its own key.
"""

import hashlib
import hmac
import secrets
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@cache
def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.KUI_FIELD_KEYS])


def encrypt(data: bytes) -> bytes:
    """Encrypt under the newest key.

    A Fernet token begins with its second, in the open; every one of ours says 0. Beside a text that is kept without its
    author and its day, the clock would tell both.
    """
    return _box().encrypt_at_time(data, 0)


def decrypt(token: bytes) -> bytes:
    """Decrypt under any of the keys. Raises ValueError when none fits, never returns the ciphertext."""
    try:
        return _box().decrypt(token)
    except InvalidToken as error:
        raise ValueError("none of the field keys opens this value") from error


def is_newest(token: bytes) -> bool:
    """Whether the newest key alone opens this value."""
    try:
        Fernet(settings.KUI_FIELD_KEYS[0]).decrypt(token)
    except InvalidToken:
        return False
    return True


def blind_index(value: str) -> str:
    """A keyed fingerprint of ``value`` (64 hex digits) that can be unique and searched, and says nothing without the
    key.
    """
    return hmac.new(settings.KUI_INDEX_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()


# So that `core.logs` knows one where it stands in an address.
SECRET_BEGINS = "kui_"  # noqa: S105 – how it begins, and no secret


def new_secret() -> str:
    """A secret for an address that opens without signing in: 192 bits of chance. Keep its `secret_hash` only."""
    return SECRET_BEGINS + secrets.token_urlsafe(24)


def secret_hash(secret: str) -> str:
    """What is kept of a `new_secret` (64 hex digits). No key is needed: nobody guesses 192 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that the database only ever sees encrypted. It cannot be searched: keep a `blind_index` beside it."""

    def get_prep_value(self, value):
        """Encrypt on the way in; an empty text stays empty."""
        value = super().get_prep_value(value)
        return encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value, expression, connection):
        """Decrypt on the way out."""
        return decrypt(value.encode()).decode() if value else value


class EncryptedBinaryField(models.BinaryField):
    """Bytes (a PDF, an upload) that the database only ever sees encrypted."""

    def get_db_prep_value(self, value, connection, prepared=False):
        """Encrypt on the way in."""
        value = encrypt(bytes(value)) if value else value
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        """Decrypt on the way out."""
        return decrypt(bytes(value)) if value else value


class BlindIndexField(models.CharField):
    """The `blind_index` of the field named ``of``, kept beside it by the model.

    A CharField to the database and to migrations; a kind of its own, so that `core.rotation` finds it.
    """

    def __init__(self, *args, of: str = "", **kwargs):
        self.of = of
        super().__init__(*args, **({"max_length": 64, "blank": True, "editable": False} | kwargs))

    def deconstruct(self):
        """As the CharField that it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
