"""The status of each young person as others than the unit read it: a partner, and the young person themselves."""
