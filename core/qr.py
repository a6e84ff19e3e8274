"""A QR code as one path of squares, for a template to draw: no picture to fetch, and sharp at every size."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# The quiet edge that a camera needs around the code (ISO/IEC 18004: four modules).
QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """The code of a text: so many modules wide with its quiet edge, and the dark ones as an SVG path."""

    text: str
    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code of a text, each dark stretch of a row as one rectangle of the path."""
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    made.add_data(text)
    made.make(fit=True)
    rows = made.get_matrix()
    stretches = [
        f"M{start} {y}h{end - start}v1h-{end - start}z"
        for y, row in enumerate(rows)
        for start, end in _dark(row)
    ]
    return QrCode(text, len(rows), "".join(stretches))


def _dark(row: list[bool]) -> list[tuple[int, int]]:
    """Where the dark stretches of a row begin and end."""
    edges = [x for x in range(len(row) + 1) if (x < len(row) and row[x]) != (x > 0 and row[x - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))
