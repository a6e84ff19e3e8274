"""What is tried at random is new each day, and can be had again: the seed is printed, and ``KUI_SEED`` sets it.

``make soak`` (``KUI_SOAK=1``) tries much more of it than the suite does.
"""

import os
from random import Random

from hypothesis import seed, settings

from core import clock

SEED = int(os.environ.get("KUI_SEED") or f"{clock.today():%Y%m%d}")
SOAK = bool(os.environ.get("KUI_SOAK"))


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
