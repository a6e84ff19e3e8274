"""A day that numbers are asked about, and the day on which it is asked what was known: in an address and in words."""
