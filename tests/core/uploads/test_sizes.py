"""The sizes of what is sent fit one another: what KUI takes, the proxy in front lets through."""

import re
from pathlib import Path

from django.conf import settings

from core.uploads import sizes
from exchange.bundle import sealing


def test_the_proxy_lets_through_what_one_request_may_carry():
    written = (Path(settings.BASE_DIR) / "deploy/Caddyfile").read_text()
    limits = [int(number) * 1_000_000 for number in re.findall(r"max_size (\d+)MB", written)]
    assert limits and written.count("max_size") == len(limits)
    assert max(sizes.REQUEST_BYTES, sealing.LARGEST) < min(limits) < sizes.REQUEST_BYTES_HARD


def test_each_size_is_the_one_that_was_decided():
    """A slip of a digit here opens the site to floods, or refuses what people need to send."""
    kb, mb = 1024, 1024 * 1024
    assert (sizes.ANONYMOUS_BYTES, sizes.FILE_BYTES) == (64 * kb, 20 * mb)
    assert (sizes.REQUEST_BYTES, sizes.REQUEST_BYTES_HARD) == (60 * mb, 200 * mb)
    assert (sizes.PIXELS, sizes.PDF_PAGES) == (50_000_000, 1000)
    assert (sizes.ZIP_ENTRIES, sizes.ZIP_BYTES, sizes.ZIP_RATIO, sizes.ZIP_RATIO_FROM) == (
        1000,
        200 * mb,
        100,
        mb,
    )
    assert (sizes.CHILD_CPU_SECONDS, sizes.CHILD_WALL_SECONDS, sizes.CHILD_MEMORY) == (20, 40, 1536 * mb)
