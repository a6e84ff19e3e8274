"""Changing keys: what is encrypted or keyed is found by itself, written anew, and told while it needs an old key.

Nothing is listed here. A model's encrypted and keyed fields are known by their kind; in every other column that could
hold one (a library's JSON of second factors, a job's arguments) an encrypted value is known by its look.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast

from core import crypto, vault

# Rows at a time; few where files lie in them (a case sealed with its documents is up to 40 MB).
BATCH, BATCH_OF_FILES = 100, 4
# How a Fernet token begins until the year 2106, and the least it can hold.
BEGINS, TOKEN = "gAAAAA", re.compile(r"gAAAAA[\w-]{80,}={0,2}", re.ASCII)
# One that is all of a text in JSON.
WHOLE = re.compile(f'"({TOKEN.pattern})"', re.ASCII)
ENCRYPTED = (crypto.EncryptedTextField, crypto.EncryptedBinaryField)


@dataclass(frozen=True)
class Keyed:
    """What of one model hangs on a key: encrypted fields, indexes beside them, and columns that may hold tokens."""

    model: type[models.Model]
    encrypted: tuple[str, ...]
    indexes: dict[str, str]  # the name of the index: of which field
    others: tuple[str, ...]
    sealed: frozenset[str]  # those of ``others`` in which a library, and no reader, says what a token is

    @classmethod
    def of(cls, model: type[models.Model]) -> "Keyed":
        """What `model` declares itself, without what it inherits from another table."""
        fields = model._meta.local_concrete_fields
        is_library = "." in model._meta.app_config.name
        return cls(
            model,
            tuple(field.attname for field in fields if isinstance(field, ENCRYPTED)),
            {field.attname: field.of for field in fields if isinstance(field, crypto.BlindIndexField)},
            tuple(field.attname for field in fields if _may_hold_tokens(field)),
            frozenset(f.attname for f in fields if is_library and isinstance(f, models.JSONField)),
        )

    @property
    def rows(self) -> models.QuerySet:
        """Every row, whoever may see it."""
        return self.model._base_manager.order_by("pk")

    def batches(self) -> Iterator[models.QuerySet]:
        """The rows of declared fields, some at a time, each with the stored text of an encrypted field as ``_name``."""
        kinds = {name: self.model._meta.get_field(name) for name in self.encrypted}
        stored = {f"_{name}": Cast(name, _plain_kind(field)) for name, field in kinds.items()}
        files = any(isinstance(field, crypto.EncryptedBinaryField) for field in kinds.values())
        keys, step = list(self.rows.values_list("pk", flat=True)), BATCH_OF_FILES if files else BATCH
        for start in range(0, len(keys), step):
            rows = self.rows.filter(pk__in=keys[start : start + step]).annotate(**stored)
            yield rows.values("pk", *stored, *self.indexes)

    def holding_tokens(self) -> models.QuerySet:
        """The rows in whose other columns something looks like a token."""
        texts = {f"_{name}": Cast(name, models.TextField()) for name in self.others}
        looks = reduce(or_, (models.Q(**{f"{name}__contains": BEGINS}) for name in texts))
        return self.rows.annotate(**texts).filter(looks).values("pk", *self.others)

    def write_anew(self) -> int:
        """Write under the newest keys what is not yet, in small locked batches. Returns how many rows were written."""
        written = 0
        if self.encrypted:
            for batch in self.batches():
                with transaction.atomic():
                    for row in batch.select_for_update():
                        written += self._write(row["pk"], self._fresh(row))
        if self.others:
            with transaction.atomic():
                for row in self.holding_tokens().select_for_update():
                    changed = {name: _each_token(row[name], _renewed) for name in self.others}
                    changed = {name: value for name, value in changed.items() if value != row[name]}
                    written += self._write(row["pk"], changed)
        return written

    def _write(self, pk, values: dict) -> int:
        try:
            with transaction.atomic():
                return self.model._base_manager.filter(pk=pk).update(**values) if values else 0
        except IntegrityError:  # somebody has been entered twice meanwhile; `needing_old_keys` tells
            return 0

    def _fresh(self, row: dict) -> dict:
        values, opened = {}, self._opened(row)
        for name, value in opened.items():
            if value is not None and not crypto.is_newest(_bytes(row[f"_{name}"])):
                values[name] = value
        for name, of in self.indexes.items():
            if opened[of] and row[name] != crypto.blind_index(opened[of]):
                values[name] = crypto.blind_index(opened[of])
        return values

    def _opened(self, row: dict) -> dict:
        """The encrypted fields in clear; None for one that no key opens, and for one that is empty."""
        opened = {}
        for name in self.encrypted:
            stored = row[f"_{name}"]
            text = isinstance(self.model._meta.get_field(name), crypto.EncryptedTextField)
            try:
                data = crypto.decrypt(_bytes(stored)) if stored else None
            except ValueError:
                data = None
            opened[name] = data.decode() if text and data is not None else data
        return opened

    def needing_old_keys(self) -> dict[str, int]:
        """How many values of which column the newest keys alone do not open or do not find."""
        counts: dict[str, int] = {}

        def count(name):
            counts[name] = counts.get(name, 0) + 1

        for batch in self.batches() if self.encrypted else ():
            for row in batch:
                for name in self.encrypted:
                    stored = row[f"_{name}"]
                    if stored and not crypto.is_newest(_bytes(stored)):
                        count(name)
                opened = self._opened(row)
                for name, of in self.indexes.items():
                    if opened[of] and row[name] != crypto.blind_index(opened[of]):
                        count(name)
        for row in self.holding_tokens() if self.others else ():
            for name in self.others:
                if _each_token(row[name], _renewed) != row[name] or (
                    name in self.sealed and any(map(_is_lost, WHOLE.findall(json.dumps(row[name]))))
                ):
                    count(name)
        return counts


def keyed_models() -> list[Keyed]:
    """Every model of the project and of its libraries in which something may hang on a key."""
    found = [Keyed.of(model) for model in apps.get_models(include_auto_created=True)]
    return [keyed for keyed in found if keyed.encrypted or keyed.others]


def write_anew() -> Iterator[tuple[str, int]]:
    """Write everything anew; yields what was gone through and how many rows or files of it were written."""
    for keyed in keyed_models():
        yield keyed.model._meta.label, keyed.write_anew()
    yield "files", vault.reencrypt()


def needing_old_keys() -> dict[str, int]:
    """How many values still need an old key, by where they lie; empty when the old keys may be dropped."""
    left = {
        f"{keyed.model._meta.label}.{name}": count
        for keyed in keyed_models()
        for name, count in keyed.needing_old_keys().items()
    }
    files = vault.needing_old_key()
    return left | ({"files": len(files)} if files else {})


def _may_hold_tokens(field: models.Field) -> bool:
    if isinstance(field, ENCRYPTED) or getattr(field, "choices", None):
        return False
    if isinstance(field, models.CharField):
        return not field.max_length or field.max_length >= len(BEGINS) + 80
    return isinstance(field, models.TextField | models.JSONField)


def _plain_kind(field: models.Field) -> models.Field:
    return models.TextField() if isinstance(field, crypto.EncryptedTextField) else models.BinaryField()


def _bytes(stored) -> bytes:
    return stored.encode() if isinstance(stored, str) else bytes(stored)


def _renewed(token: str) -> str:
    """The token under the newest key; as it was when it is already, or when no key of ours opens it."""
    if crypto.is_newest(token.encode()):
        return token
    try:
        return crypto.encrypt(crypto.decrypt(token.encode())).decode()
    except ValueError:
        return token


def _is_lost(token: str) -> bool:
    """Whether it is a token, by its length, that the newest key does not open. What people write may be anybody's;
    in what a library has encrypted it is ours, and its key is missing.
    """
    try:
        length = len(base64.urlsafe_b64decode(token))
    except ValueError:
        return False
    return length % 16 == 9 and not crypto.is_newest(token.encode())


def _each_token(value, change: Callable[[str], str]):
    """The text, or whatever JSON holds, with each token in it changed."""
    if isinstance(value, str):
        return TOKEN.sub(lambda found: change(found.group()), value)
    if value is None:
        return value
    return json.loads(TOKEN.sub(lambda found: change(found.group()), json.dumps(value)))
