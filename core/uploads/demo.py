"""Files for the demo: a PDF made by hand, and a picture."""

import io
from collections.abc import Iterable


def letter(*pages: Iterable[str] | str) -> bytes:
    """A PDF with these lines on its pages, written by hand: the smallest that every reader opens."""
    pages = [[page] if isinstance(page, str) else list(page) for page in pages or ("En side",)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "BT /F1 13 Tf 22 TL 72 760 Td "
        for line in lines:
            safe = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn += f"({safe}) Tj T* "
        drawn += "ET"
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * number} 0 R >>"
        )
        parts.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    body, starts = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}" + end).encode(
        "cp1252", "replace"
    )


def workshop() -> bytes:
    """A picture: a table of planks, with a tool on it."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (900, 600), "#c99b66")
    pen = ImageDraw.Draw(picture)
    for top in range(0, 600, 75):
        pen.line((0, top, 900, top), fill="#a97c4a", width=4)
    pen.rounded_rectangle((220, 270, 560, 315), 12, fill="#7a4a24")
    pen.rounded_rectangle((545, 215, 640, 370), 10, fill="#5d6b72")
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()
