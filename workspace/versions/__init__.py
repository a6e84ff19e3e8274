"""The versions of a plan: listed, compared in words, and confirmed by the young person."""
