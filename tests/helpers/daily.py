"""What is tried at random is new each day, and can be had again: the seed is printed, and ``KUI_SEED`` sets it.

``make soak`` (``KUI_SOAK=1``) tries much more of it than the suite does.
"""

import os
from random import Random

from hypothesis import seed, settings

from core import clock

SEED = int(os.environ.get("KUI_SEED") or f"{clock.today():%Y%m%d}")
SOAK = bool(os.environ.get("KUI_SOAK"))
# KUI_TRIES=4: of what a test tries with many values a fourth. `make test` says so, `.ci/run` does not.
TRIES = int(os.environ.get("KUI_TRIES") or 1)


def tries(suite: int) -> int:
    """How many values a test is to try that tries ``suite`` of them in `.ci/run`."""
    return max(suite // TRIES, 3)


def random_of_the_day(*salt) -> Random:
    """Random numbers of the day, others for each ``salt``; a failure shows the seed among what was printed."""
    print(f"KUI_SEED={SEED}")
    return Random(f"{SEED}-{salt}")


def examples_of_the_day(suite: int, soak: int, **more):
    """For a test that Hypothesis runs: so many new examples a day."""

    def decorate(test):
        print(f"KUI_SEED={SEED}")
        how = {"derandomize": False, "database": None, "deadline": None} | more
        return seed(SEED)(settings(max_examples=soak if SOAK else suite, **how)(test))

    return decorate
