"""Versions of the plan on paper: listed, compared in words, and confirmed by the young person."""
