"""The knowledge bank where it is needed: on a case that articles fit, and on the day of an article's owner."""
