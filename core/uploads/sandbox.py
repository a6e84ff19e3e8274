"""The sandbox: a stranger's file is opened by a child process, and only its answer comes back."""

import json
import logging
import subprocess
import sys
from pathlib import Path

from core.uploads import sizes

log = logging.getLogger(__name__)
CHILD = Path(__file__).with_name("child.py")


def run(order: dict, data: bytes) -> tuple[dict, bytes]:
    """What the child answers; a child that died, was stopped or talks rubbish has refused the file."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", str(CHILD), json.dumps(order)],
            input=data,
            capture_output=True,
            timeout=sizes.CHILD_WALL_SECONDS,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "bomb"}, b""
    head, _, made = done.stdout.partition(b"\n")
    if done.returncode:
        # Which file it was stands in the trail; here only that a decoder died, and how.
        log.warning("the child that opens uploads ended with %s", done.returncode)
        return {"refused": "broken"}, b""
    return json.loads(head), made


def page_as_picture(data: bytes, format_name: str, page: int, side: int = 1400) -> bytes | None:
    """One page of a PDF (from 0), or a picture, as a PNG at most ``side`` pixels wide and high; None if it will not
    open.
    """
    answer, made = run({"do": "page", "format": format_name, "page": page, "side": side}, data)
    return None if "refused" in answer else made
