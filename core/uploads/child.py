"""What opens a stranger's file: a program of its own, with little memory, little time and nothing of ours in it.

    python -I child.py '{"do": "image", "format": "PNG"}' <file >answer

The answer is one line of JSON and then the bytes that were made. PDFium is not safe with threads, a picture may be a
bomb, and a fault in a decoder must not take a web process along: hence a process for each file (docs/adr/uploads.md).
No Django here; `work` alone is what the tests call many times.
"""

import io
import json
import sys
from pathlib import Path

if __name__ == "__main__":  # run with -I: nothing is found by itself
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.uploads import sizes


class Refusal(Exception):
    """The file is not taken; the code says why."""


def work(order: dict, data: bytes) -> tuple[dict, bytes]:
    """Do one order with one file: ``(answer, bytes made)``. Whatever goes wrong in a decoder is a refusal."""
    try:
        return _ORDERS[order["do"]](order, data)
    except Refusal as refusal:
        return {"refused": str(refusal)}, b""
    except MemoryError:
        return {"refused": "bomb"}, b""
    except Exception as error:  # decoders raise whatever they like at rubbish
        return {"refused": "broken", "why": type(error).__name__}, b""


def _open_image(data: bytes, format_name: str):
    import warnings

    from PIL import Image, ImageFile

    # Half a picture is none. Said here, since the library that makes our PDFs says otherwise to whoever shares its
    # process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    if format_name == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
    picture = Image.open(io.BytesIO(data), formats=[format_name])
    width, height = picture.size
    if width * height > sizes.PIXELS:
        raise Refusal("pixels")
    return picture


def _image(order: dict, data: bytes) -> tuple[dict, bytes]:
    """The picture made anew from its pixels: upright, and without what the camera wrote about time, place and owner."""
    from PIL import ImageOps

    picture = _open_image(data, order["format"])
    picture.load()
    picture = ImageOps.exif_transpose(picture)
    as_png = order["format"] == "PNG"
    if as_png:
        clear = "A" in picture.getbands() or "transparency" in picture.info
        picture = picture.convert("RGBA" if clear else "L" if picture.mode in ("1", "L") else "RGB")
    else:
        picture = picture.convert("L" if picture.mode == "L" else "RGB")
    # Only the pixels go on: not the profile, not the comments, not a second picture behind the first.
    picture.info.clear()
    made = io.BytesIO()
    if as_png:
        picture.save(made, "PNG", compress_level=6)
    else:
        picture.save(made, "JPEG", quality=88)
    return {"width": picture.width, "height": picture.height}, made.getvalue()


def _open_pdf(data: bytes):
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refusal("locked" if "password" in str(error).lower() else "broken") from error


def _pdf(order: dict, data: bytes) -> tuple[dict, bytes]:
    """How many pages it has; the first and the last can be opened. Written anew when something in it acts by itself."""
    document = _open_pdf(data)
    pages = len(document)
    if not pages:
        raise Refusal("broken")
    if pages > sizes.PDF_PAGES:
        raise Refusal("pages")
    for number in {0, pages - 1}:
        document[number].get_size()
    document.close()
    cleaned = _sanitized(data)
    return {"pages": pages, "cleaned": cleaned is not None}, cleaned or b""


def _sanitized(data: bytes) -> bytes | None:
    from core.uploads import sanitizer

    try:
        cleaned = sanitizer.sanitize(data)
    except sanitizer.CannotSanitize as stays:
        raise Refusal(str(stays)) from stays
    except sanitizer.PasswordProtected as locked:
        raise Refusal("locked") from locked
    except MemoryError:
        raise
    except Exception as error:  # pypdf cannot read what PDFium can: then nobody knows what is in it
        raise Refusal("active") from error
    if cleaned is not None and len(cleaned) > sizes.FILE_BYTES:
        raise Refusal("size")
    return cleaned


def _page(order: dict, data: bytes) -> tuple[dict, bytes]:
    """One page of a PDF, or a picture, as a PNG no larger than ``side`` pixels either way."""
    side = min(int(order["side"]), 2000)
    if order["format"] == "PDF":
        document = _open_pdf(data)
        if not 0 <= order["page"] < len(document):
            raise Refusal("broken")
        page = document[order["page"]]
        width, height = page.get_size()
        scale = side / max(width, height, 1)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    else:
        picture = _open_image(data, order["format"])
        if picture.mode not in ("RGB", "RGBA", "L"):
            picture = picture.convert("RGB")
        picture.thumbnail((side, side))
    picture.info.clear()
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=4)
    return {"width": picture.width, "height": picture.height}, made.getvalue()


_ORDERS = {"image": _image, "pdf": _pdf, "page": _page}


def _confine() -> None:
    """Little memory, little time, no file to write to."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (sizes.CHILD_MEMORY, sizes.CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (sizes.CHILD_CPU_SECONDS, sizes.CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the file, do the order, write the answer."""
    _confine()
    answer, made = work(json.loads(sys.argv[1]), sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
