"""Whether what the unit does holds: who reached a destination, how soon, for how long, and how sure that is."""
