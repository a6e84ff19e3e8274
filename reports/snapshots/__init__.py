"""Frozen reports: a month taken once, kept as it was, read, compared and exported."""
