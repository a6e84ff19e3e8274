"""What the efforts of a unit contributed: the same yardstick for all."""
