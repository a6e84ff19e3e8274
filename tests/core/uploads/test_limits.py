"""How much a file may hold, on both sides of each border; and that the child is held to its own."""

import io
import json
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import pytest
from django.conf import settings

from core.uploads import archives, child, sizes
from tests.helpers import factories, naughty_files

pytestmark = pytest.mark.once

MB = 1024 * 1024


def measured(*parts, size=None) -> str:
    """Why an archive whose table of contents promises ``(unpacked, packed)`` parts is refused, or nothing."""
    rows = [
        SimpleNamespace(
            file_size=unpacked,
            compress_size=packed,
            compress_type=zipfile.ZIP_DEFLATED,
            flag_bits=0,
            filename=f"{n}",
            header_offset=n,
        )
        for n, (unpacked, packed) in enumerate(parts)
    ]
    archive = SimpleNamespace(infolist=lambda: rows)
    try:
        archives._measure(archive, sum(packed for _unpacked, packed in parts) if size is None else size)
    except archives.Bad as bad:
        return str(bad)
    return ""


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([(100 * MB, 50 * MB)] * 2, ""),
        ([(100 * MB, 50 * MB), (100 * MB + 1, 50 * MB)], "bomb"),
        ([(1, 1)] * 1_000, ""),
        ([(1, 1)] * 1_001, "bomb"),
        ([(100 * MB, MB)], ""),
        ([(100 * MB + 1, MB)], "bomb"),
        ([(MB, 1)], ""),  # a small part may be all blanks
        ([(MB + 1, 1)], "bomb"),
        ([(MB + 1, 0), (1, 100 * MB)], "bomb"),
        ([], "broken"),
    ],
)
def test_what_an_archive_may_promise(parts, why):
    assert measured(*parts) == why


def test_an_archive_that_promises_more_than_it_brings():
    assert measured((10, 10), size=10) == ""
    assert measured((10, 10), size=9) == "bomb"


def test_a_name_that_stands_twice_is_refused():
    """Two readers of such a file may see two documents."""
    data = naughty_files.docx()
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = naughty_files.docx_twice("word/document.xml")
    assert archives.read(data) == "DOCX"
    with pytest.raises(archives.Bad, match="broken"):
        archives.read(twice)


@pytest.mark.parametrize("name", ["/word/x.xml", "\\word\\x.xml", "word/../../x.xml"])
def test_a_part_that_lies_elsewhere_is_refused(name):
    with pytest.raises(archives.Bad, match="broken"):
        archives.read(naughty_files.docx({name: "<w/>"}))


def test_what_stands_before_the_archive_is_refused():
    data = b"MZ" * 50 + naughty_files.docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None  # any other reader takes it
    with pytest.raises(archives.Bad, match="broken"):
        archives.read(data)


@pytest.mark.parametrize(("pages", "why"), [(2, None), (3, "pages")])
def test_a_document_has_so_many_pages(monkeypatch, pages, why):
    assert sizes.PDF_PAGES == 1_000  # as the page says
    monkeypatch.setattr(sizes, "PDF_PAGES", 2)
    answer, _made = child.work({"do": "pdf"}, factories.pdf(*["Side"] * pages))
    assert answer.get("refused") == why


PROBE = """
import json, resource, sys
sys.path.insert(0, sys.argv[2])
from core.uploads import child

def tried(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"

def write(path=sys.argv[3]):
    with open(path, "wb", buffering=0) as file:
        file.write(b"x")

def work(order, data):
    return {
        "write": tried(write),
        "memory": tried(lambda: bytearray(1536 * 1024 * 1024)),
        "seconds": resource.getrlimit(resource.RLIMIT_CPU),
        "core": resource.getrlimit(resource.RLIMIT_CORE),
    }, b""

child.work = work
child.main()
"""


def test_the_child_has_little_memory_little_time_and_no_file_to_write_to(tmp_path):
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", PROBE, "{}", str(settings.BASE_DIR), str(tmp_path / "left")],
        input=b"", capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout.partition(b"\n")[0]) == {
        "write": "OSError",
        "memory": "MemoryError",
        "seconds": [sizes.CHILD_CPU_SECONDS] * 2,
        "core": [0, 0],
    }
    assert sizes.CHILD_CPU_SECONDS < sizes.CHILD_WALL_SECONDS <= 60
    assert not (tmp_path / "left").exists() or (tmp_path / "left").stat().st_size == 0
