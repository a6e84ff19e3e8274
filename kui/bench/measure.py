"""Measuring by ratio: in each round every page and the floor are called once, in random order, and compared with each
other.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 40


@dataclass
class Measured:
    """What one page costs, beside the floor of the same rounds."""

    ratio: float
    p50_ms: float
    queries: int
    bytes: int

    def as_json(self) -> dict:
        """As ``bench.json`` keeps it."""
        return {
            "ratio": round(self.ratio, 2),
            "queries": self.queries,
            "p50_ms": round(self.p50_ms, 1),
            "bytes": self.bytes,
        }


def interleave(
    pages: dict[str, Callable[[], bytes]], floor: str, rounds: int = ROUNDS
) -> dict[str, Measured]:
    """Call every page once a round, in random order; ratios are taken within a round, so that noise hits both alike."""
    rng = Random(1)
    times: dict[str, list[float]] = {name: [] for name in pages}
    size, queries = {}, {}
    for name, call in pages.items():
        call()
        with CaptureQueriesContext(connection) as captured:
            size[name] = len(call())
        queries[name] = len(captured)
    # As a worker does before its first request (``gunicorn.conf.py``).
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name in rng.sample(list(pages), len(pages)):
            started = time.perf_counter()
            pages[name]()
            times[name].append(time.perf_counter() - started)
    return {
        name: Measured(
            ratio=median(mine / base for mine, base in zip(times[name], times[floor], strict=True)),
            p50_ms=median(times[name]) * 1000,
            queries=queries[name],
            bytes=size[name],
        )
        for name in pages
    }


def seconds(function: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started
