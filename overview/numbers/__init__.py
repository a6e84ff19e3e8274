"""What a number counts, how it stood on any day as known on any other, and what changed between two."""
