"""A QR code as a path: the squares are those that the library drew, and a camera has its quiet edge."""

import re

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from core.qr import QUIET, qr_code

TEXT = "https://kui.eksempel.dk/refleksion/AbCdEfGh12345678/"


def squares(path: str) -> set[tuple[int, int]]:
    """The modules that a path covers."""
    drawn = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert all(wide == back for _x, _y, wide, back in drawn)
    return {(int(x) + n, int(y)) for x, y, wide, _back in drawn for n in range(int(wide))}


def test_the_path_draws_the_code_and_nothing_else():
    code = qr_code(TEXT)
    plain = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    plain.add_data(TEXT)
    rows = plain.get_matrix()
    assert code.size == len(rows)
    assert squares(code.path) == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}


def test_the_edge_is_quiet():
    code = qr_code(TEXT)
    assert all(QUIET <= place < code.size - QUIET for square in squares(code.path) for place in square)
