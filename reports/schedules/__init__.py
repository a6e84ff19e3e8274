"""Which reports a unit has made, when, and who is told."""
