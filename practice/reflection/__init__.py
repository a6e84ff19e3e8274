"""Reflection after a theme day: stations with questions, what people wrote at them, and reading it together."""
