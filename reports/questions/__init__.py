"""Questions put to the numbers: count, split by, narrowed to, and when; saved, shared within the unit, taken out."""
