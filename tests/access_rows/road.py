"""The road so far: who reads the plan reads it."""

from tests.access_rows import Row

ROWS = [Row("workspace:road", "read the plan")]
