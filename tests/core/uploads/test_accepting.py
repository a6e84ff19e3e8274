"""Files that people send: told by content, made anew, refused when they are not what they say.

And the vault they lie in.
"""

import io
import os
import resource
import time

import pytest
from PIL import Image

from core import vault
from core.uploads import child, sandbox, sizes
from core.uploads.accepting import Format, Refused, accept
from tests.helpers import factories, naughty_files

pytestmark = pytest.mark.once


@pytest.fixture
def at_home(monkeypatch):
    """The child's work done in this process: the same code, hundreds of times."""
    monkeypatch.setattr(sandbox, "run", child.work)


FORMATS = {"pdf": Format.PDF, "docx": Format.DOCX, "odt": Format.ODT, "png": Format.PNG}


@pytest.mark.parametrize("name", naughty_files.good())
def test_what_may_come_in_comes_in(name):
    """Through the real child."""
    accepted = accept(naughty_files.good()[name])
    assert accepted.format == FORMATS.get(name.rsplit(".", 1)[1], Format.JPEG)
    assert accepted.pages == {"pdf": 2, "docx": 0, "odt": 0}.get(name.rsplit(".", 1)[1], 1)


def test_what_must_not_come_in_is_refused(at_home):
    files = naughty_files.bad()
    let_in = []
    for name, data in files.items():
        try:
            accept(data)
        except Refused:
            continue
        let_in.append(name)
    assert let_in == []
    assert len(files) + len(naughty_files.odd()) + len(naughty_files.NAMES) >= 200


@pytest.mark.parametrize("name", naughty_files.harmless())
def test_what_only_looks_like_fetching_comes_in(at_home, name):
    assert accept(naughty_files.harmless()[name]).format == FORMATS[name.rsplit(".", 1)[1]]


def test_what_is_odd_is_kept_as_what_it_is_or_refused(at_home):
    """Pictures lose whatever was hung on to them; a document is only ever one of the five formats."""
    for data in naughty_files.odd().values():
        try:
            accepted = accept(data)
        except Refused:
            continue
        assert accepted.format in Format
        if accepted.format in (Format.PNG, Format.JPEG):
            assert b"<script" not in accepted.data


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (naughty_files.bomb, "bomb"),
        (naughty_files.crowd, "bomb"),
        (naughty_files.flood, "pixels"),
        (lambda: b"", "empty"),
        (lambda: b"%PDF-" + b"x" * sizes.FILE_BYTES, "size"),
        (lambda: naughty_files.bad()["brev.docm"], "macro"),
        (lambda: naughty_files.bad()["laast.odt"], "locked"),
    ],
)
def test_the_reason_is_told(make, code):
    with pytest.raises(Refused) as refusal:
        accept(make())
    assert refusal.value.code == code


def test_bombs_cost_little():
    """Threat 17: refused within two seconds, without unpacking."""
    flood, bomb = naughty_files.flood(), naughty_files.bomb()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    for data in (flood, bomb):
        with pytest.raises(Refused):
            accept(data)
    assert time.process_time() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


def test_fifty_million_pixels_is_the_border(at_home, monkeypatch):
    monkeypatch.setattr(sizes, "PIXELS", 80 * 60)
    assert accept(naughty_files.picture("PNG", (80, 60))).format == Format.PNG
    with pytest.raises(Refused):
        accept(naughty_files.picture("PNG", (80, 61)))


def test_a_photograph_loses_where_and_whose_and_stands_upright():
    sent = naughty_files.photograph()
    assert b"KAMERAETS EJER" in sent
    kept = accept(sent).data
    assert b"KAMERAETS EJER" not in kept
    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif()
    assert picture.size == (40, 90)


def test_a_telephones_picture_becomes_a_jpeg():
    assert Image.open(io.BytesIO(accept(naughty_files.picture("HEIF")).data)).format == "JPEG"


def test_pages_become_pictures():
    drawn = sandbox.page_as_picture(factories.pdf("Side et", "Side to"), "PDF", 1, side=400)
    picture = Image.open(io.BytesIO(drawn))
    assert picture.format == "PNG"
    assert max(picture.size) == 400
    assert picture.convert("L").getextrema()[0] < 100  # something is written there
    assert sandbox.page_as_picture(factories.pdf("Kun en"), "PDF", 1) is None


def test_a_child_that_dies_has_refused_the_file(monkeypatch, tmp_path):
    fallen = tmp_path / "child.py"
    fallen.write_text("import os; os.kill(os.getpid(), 11)")
    monkeypatch.setattr(sandbox, "CHILD", fallen)
    with pytest.raises(Refused):
        accept(factories.pdf())


def test_a_child_that_hangs_is_stopped(monkeypatch, tmp_path):
    asleep = tmp_path / "child.py"
    asleep.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(sandbox, "CHILD", asleep)
    monkeypatch.setattr(sizes, "CHILD_WALL_SECONDS", 0.3)
    assert sandbox.run({"do": "pdf"}, b"") == ({"refused": "bomb"}, b"")


# --- the vault ------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(settings, tmp_path):
    settings.KUI_DOCUMENT_ROOT = tmp_path / "vault"
    return settings.KUI_DOCUMENT_ROOT


def test_the_disk_sees_only_what_is_encrypted(root):
    name = vault.keep(b"Sigrids udtalelse")
    (path,) = vault.files()
    assert b"Sigrid" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert vault.fetch(name, vault.fingerprint(b"Sigrids udtalelse")) == b"Sigrids udtalelse"


def test_other_bytes_are_not_handed_out(root):
    one, other = vault.keep(b"one"), vault.keep(b"other")
    os.replace(root / other[:2] / other, root / one[:2] / one)
    with pytest.raises(vault.VaultUnavailable):
        vault.fetch(one, vault.fingerprint(b"one"))


@pytest.mark.parametrize("name", ["../../etc/passwd", "x", "0" * 31, "A" * 32])
def test_a_name_leads_nowhere_else(root, name):
    with pytest.raises(vault.VaultUnavailable):
        vault.fetch(name, "")


def test_a_full_disk_leaves_nothing_behind(root, monkeypatch):
    def full(_fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(vault.VaultUnavailable):
        vault.keep(b"half")
    assert list(vault.files()) == []


def test_the_sweep_takes_what_nobody_knows_after_a_week(root, db):
    known, young, old = (vault.keep(b"x") for _ in range(3))
    week_ago = time.time() - vault.ORPHAN_DAYS * 86400 - 5
    for name in (known, old):
        os.utime(root / name[:2] / name, (week_ago, week_ago))
    assert vault.sweep({known}) == 1
    assert {path.name for path in vault.files()} == {known, young}
    assert vault.missing([known, old]) == [old]


def test_new_key_new_files(root, settings):
    from cryptography.fernet import Fernet

    from core import crypto

    name = vault.keep(b"Sigrids udtalelse")
    (path,) = vault.files()
    old = settings.KUI_FIELD_KEYS
    try:
        settings.KUI_FIELD_KEYS = [Fernet.generate_key().decode(), *old]
        crypto._box.cache_clear()
        assert vault.reencrypt() == 1
        settings.KUI_FIELD_KEYS = settings.KUI_FIELD_KEYS[:1]
        crypto._box.cache_clear()
        assert vault.fetch(name, vault.fingerprint(b"Sigrids udtalelse")) == b"Sigrids udtalelse"
        assert list(vault.files()) == [path]
    finally:
        settings.KUI_FIELD_KEYS = old
        crypto._box.cache_clear()
