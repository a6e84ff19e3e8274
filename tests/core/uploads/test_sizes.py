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
